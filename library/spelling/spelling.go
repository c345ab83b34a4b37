// Package spelling says which texts are the same word in different spellings. Names that fold
// alike are one tag, wherever names are compared.
package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold makes texts equal that differ in case, accents or width alone. Marks that some scripts
// use as part of a letter (as Japanese and Hindi do) stay.
func Fold(s string) string {
	if ASCII(s) {
		return strings.ToLower(s)
	}
	s = norm.NFKD.String(Caseless(norm.NFKD.String(s)))
	return norm.NFC.String(plainLetters(s))
}

// Caseless makes texts equal that differ in case alone.
func Caseless(s string) string {
	return cases.Fold().String(strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// ASCII reports that a text has only ASCII characters.
func ASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// plainLetters drops accents and replaces the letters that have a built-in accent.
func plainLetters(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for _, r := range s {
		if unicode.Is(accents, r) {
			continue
		}
		if plain, ok := strokes[r]; ok {
			out.WriteString(plain)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// accents are the marks of Latin, Greek and Cyrillic, and the vowel signs that
// Hebrew and Arabic may leave out.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036f, Stride: 1},
	{Lo: 0x0591, Hi: 0x05c7, Stride: 1},
	{Lo: 0x0610, Hi: 0x061a, Stride: 1},
	{Lo: 0x064b, Hi: 0x065f, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1},
}}

// strokes are letters that Unicode doesn't take apart, with their spelling on foreign
// keyboards.
var strokes = map[rune]string{
	'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ı': "i", 'ŧ': "t",
}
