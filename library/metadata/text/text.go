// Package text turns the byte strings of photo metadata into clean UTF-8.
// EXIF and IPTC seldom say how their text is coded, and hostile files put
// escape codes and megabytes where a camera name belongs.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Decode reads bytes of unknown coding. Valid UTF-8 is taken as it is, anything else as
// Windows-1252, the superset of Latin-1 that older programs wrote. Text that is valid UTF-8 by
// chance is too rare to matter.
func Decode(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(s)
}

// Line cleans text that is shown on one line (a name, a keyword, a title):
// control characters become blanks, runs of blanks at the ends go, and at most
// limit bytes stay, cut between characters.
func Line(s string, limit int) string {
	return clean(s, limit, func(rune) bool { return false })
}

// Block cleans text of several lines: as Line, but line breaks and tabs stay.
func Block(s string, limit int) string {
	return clean(s, limit, func(r rune) bool { return r == '\n' || r == '\t' })
}

func clean(s string, limit int, keep func(rune) bool) string {
	s = Cut(strings.TrimSpace(s), limit)
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case keep(r):
			return r
		case r == 0 || isOverride(r):
			return -1
		case r == '\r' && keep('\n'):
			return '\n'
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// isOverride reports the two characters that reverse the text behind, which serve only to
// disguise names. Marks that right-to-left scripts need stay.
func isOverride(r rune) bool { return r == '\u202D' || r == '\u202E' }

// Cut shortens s to at most limit bytes without splitting a character.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
