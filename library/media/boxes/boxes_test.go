package boxes_test

import (
	"testing"

	"descry/library/media/boxes"
)

func TestNext(t *testing.T) {
	for data, want := range map[string]struct {
		kind, body, rest string
		whole            bool
	}{
		"\x00\x00\x00\x0aftypab|rest":                              {"ftyp", "ab", "|rest", true},
		"\x00\x00\x00\x00mdatto the end":                           {"mdat", "to the end", "", true},
		"\x00\x00\x00\x01jxlc\x00\x00\x00\x00\x00\x00\x00\x12ab|r": {"jxlc", "ab", "|r", true},
		"\x00\x00\x00\x63jp2hcut":                                  {"jp2h", "cut", "", false},
		"\x00\x00\x00\x07free too small":                           {},
		"\x00\x00\x00\x01jxlc\x00":                                 {},
		"\x00\x00\x00\x01jxlc\x00\x00\x00\x00\x00\x00\x00\x0fab":   {},
		"\x00\x00\x00":                                             {},
		"":                                                         {},
	} {
		kind, body, rest, whole := boxes.Next([]byte(data))
		if kind != want.kind || string(body) != want.body || string(rest) != want.rest || whole != want.whole {
			t.Errorf("%q: %q %q %q %v", data, kind, body, rest, whole)
		}
	}
}
