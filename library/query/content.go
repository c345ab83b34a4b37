package query

import (
	"strings"
	"unicode"

	"descry/library/spelling"
)

// Content is the words of a text that carry meaning, in order and folded (spelling.Fold).
// Content of a text of function words alone is all of its words. Scripts without blanks
// between words are counted two characters to a word.
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

// wordsOf is all words of a text, folded as in Content.
func wordsOf(text string) []string {
	var words []string
	for _, run := range strings.FieldsFunc(spelling.Fold(text), func(r rune) bool { return !inContent(r) }) {
		words = appendWords(words, run)
	}
	return words
}

// appendWords parts a run of letters where the script changes.
func appendWords(words []string, run string) []string {
	begin, chars, paired := 0, 0, false
	for i, r := range run {
		if unicode.IsMark(r) && i > 0 {
			continue // a part of the character before
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

// FunctionWord reports a folded word that tells nothing about a photo by itself ("the").
func FunctionWord(word string) bool { return functionWords[word] }
