package cli

import (
	"strings"
	"testing"
)

func TestAskedLanguage(t *testing.T) {
	for args, want := range map[string]string{
		"":                      "",
		"search dogs":           "",
		"--lang de search dogs": "de",
		"search --lang=zh dogs": "zh",
		"search dogs --lang":    "",
		"search -- --lang de":   "",
		"--language de":         "",
		"--lang=":               "",
	} {
		if got := askedLanguage(strings.Fields(args)); got != want {
			t.Errorf("%q: %q, want %q", args, got, want)
		}
	}
}
