package query

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Content is the words of a text that carry meaning, in order, in lower case and
// without accents. Of a text of function words alone it is all of them. Scripts
// without blanks between words are counted two characters to a word.
func Content(text string) []string {
	words := wordsOf(text)
	var bearing []string
	for _, w := range words {
		if !functionWords[w] {
			bearing = append(bearing, w)
		}
	}
	if bearing == nil {
		return words
	}
	return bearing
}

// meaningful reports that a text holds a word that carries meaning.
func meaningful(text string) bool {
	for _, w := range wordsOf(text) {
		if !functionWords[w] {
			return true
		}
	}
	return false
}

// wordsOf is all words of a text, as Content has them.
func wordsOf(text string) []string {
	var words []string
	for _, run := range strings.FieldsFunc(plain(text), func(r rune) bool { return !speaks(r) }) {
		words = appendWords(words, run)
	}
	return words
}

// appendWords parts a run of letters where the script changes.
func appendWords(words []string, run string) []string {
	begin, chars, paired := 0, 0, false
	for i, r := range run {
		if unicode.IsMark(r) && i > 0 {
			continue // belongs to the character before it
		}
		pairs := isUnspaced(r)
		if i > begin && (pairs != paired || paired && chars == 2) {
			words = append(words, run[begin:i])
			begin, chars = i, 0
		}
		paired = pairs
		chars++
	}
	return append(words, run[begin:])
}

// plain makes texts that differ in case, accents or width alone the same.
func plain(text string) string {
	text = norm.NFKD.String(cases.Fold().String(norm.NFKC.String(text)))
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.In(r, accents) {
			return -1
		}
		return r
	}, text))
}

// accents are the marks of Latin, Greek and Cyrillic, and the vowel signs that
// Hebrew and Arabic may leave out. Other scripts' marks are parts of letters.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036f, Stride: 1}, {Lo: 0x0591, Hi: 0x05c7, Stride: 1}, {Lo: 0x0610, Hi: 0x061a, Stride: 1},
	{Lo: 0x064b, Hi: 0x065f, Stride: 1}, {Lo: 0x0670, Hi: 0x0670, Stride: 1},
}}

// FunctionWord reports a word that says nothing about a photo by itself ("the"),
// given in lower case and without accents.
func FunctionWord(word string) bool { return functionWords[word] }
