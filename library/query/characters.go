package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closers are the marks that end a quotation, by the mark that begins the quotation. German
// and Swedish use some of the marks the other way round.
var closers = map[rune]string{
	'"': `"`, '“': `”"`, '„': `“”"`, '”': `”`, '«': `»`, '»': `«`, '‹': `›`, '「': `」`, '『': `』`, '＂': `＂`,
}

// isQuotationMark holds for marks that begin or end a quotation.
func isQuotationMark(r rune) bool {
	return strings.ContainsRune("\"“”„«»‹›「」『』＂", r)
}

// unspaced are the scripts that write words without blanks between them.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar}

// isUnspaced holds for the prolonged sound mark too, which two scripts share.
func isUnspaced(r rune) bool { return r == 'ー' || unicode.In(r, unspaced...) }

// isMark holds for punctuation that parts words. Punctuation that joins words, or belongs to a
// word ("girls'", "50%", "R&B", "#3", "-"), is no mark.
func isMark(r rune) bool { return unicode.IsPunct(r) && !strings.ContainsRune(`'’-_%#&@*/\`, r) }

// isForeignMark holds for marks of scripts that leave no blank behind a mark. Such marks part
// words wherever they stand.
func isForeignMark(r rune) bool { return strings.ContainsRune("，。、；：！？،؛؟।॥", r) }

// isComma holds for the commas of all scripts.
func isComma(r rune) bool { return strings.ContainsRune(",，、،", r) }

// inWord holds for what a word is made of.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// inContent holds for what a description can be made of: words and emoji.
func inContent(r rune) bool { return inWord(r) || unicode.Is(unicode.So, r) }

// hasContent reports that a text is more than punctuation.
func hasContent(text string) bool { return strings.ContainsFunc(text, inContent) }

// runeAt is the character that begins at i, and its length. Both are 0 at the end.
func runeAt(s string, i int) (rune, int) {
	if i >= len(s) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(s[i:])
}

// runeBefore is the character that ends at i, 0 at the beginning.
func runeBefore(s string, i int) rune {
	if i <= 0 {
		return 0
	}
	r, _ := lastRune(s[:i])
	return r
}

func lastRune(s string) (rune, int) { return utf8.DecodeLastRuneInString(s) }

// oneSpaced is s with single blanks between words and none around them.
func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }
