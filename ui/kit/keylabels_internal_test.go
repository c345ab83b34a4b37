package kit

import (
	"testing"

	"golang.org/x/text/language"

	"descry/app/message"
)

func TestKeyLabels(t *testing.T) {
	for _, c := range []struct {
		language        language.Tag
		keys, want, mac string
	}{
		{language.English, "", "", ""},
		{language.English, "Ctrl+Enter", "Ctrl+Enter", "⌘Enter"},
		{language.English, "Ctrl++  Ctrl+-", "Ctrl++  Ctrl+-", "⌘+  ⌘-"},
		{language.English, "+  x", "+  x", "+  x"},
		{language.English, "PageUp  PageDown", "PageUp  PageDown", "PageUp  PageDown"},
		{language.English, "Ctrl+Shift+Z", "Ctrl+Shift+Z", "⌘Shift+Z"},
		{language.English, "a key of its own", "a key of its own", "a key of its own"},
	} {
		message.Use(c.language)
		if got := keyLabelsOn(c.keys, false); got != c.want {
			t.Errorf("%s, %v: %q, want %q", c.keys, c.language, got, c.want)
		}
		if got := keyLabelsOn(c.keys, true); got != c.mac {
			t.Errorf("%s, %v, on a Mac: %q, want %q", c.keys, c.language, got, c.mac)
		}
	}
	message.Use(language.English)
}
