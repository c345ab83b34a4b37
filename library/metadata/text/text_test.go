package text_test

import (
	"testing"

	"descry/library/metadata/text"
)

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{
		"plain":          "plain",
		"Łódź":           "Łódź",
		"K\xfcste":       "Küste",
		"caf\xe9 \x80 5": "café € 5",
	} {
		if got := text.Decode([]byte(in)); got != want {
			t.Errorf("Decode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"  Canon \x00":     "Canon",
		"a\x1b[31mb":       "a [31mb",
		"two\r\nlines":     "two lines",
		"x\u202Egnp":       "xgnp",
		"\u200Fעבר":        "\u200Fעבר",
		"äöüäöüäöüäöü":     "äöüäö", // 10 bytes, not cut through a character
		"\x01\x02\x03":     "",
		"one\ttab":         "one tab",
		"0123456789abcdef": "0123456789",
	} {
		if got := text.Line(in, 10); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBlockKeepsLines(t *testing.T) {
	if got := text.Block(" one\r\ntwo\rthree\t\x07 ", 100); got != "one\ntwo\nthree" {
		t.Errorf("got %q", got)
	}
}
