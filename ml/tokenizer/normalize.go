package tokenizer

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// normalizer is BERT's: control characters out, spaces around Chinese characters, accents off,
// lower case.
type normalizer struct {
	clean, chinese, accents, lower bool
}

func newNormalizer(f *normalizerFile) (normalizer, error) {
	if f == nil || f.Type != "BertNormalizer" {
		return normalizer{}, fmt.Errorf("%w: the normalizer is no BertNormalizer", ErrUnsupported)
	}
	n := normalizer{clean: f.CleanText, chinese: f.ChineseChars, accents: f.Lowercase, lower: f.Lowercase}
	if f.StripAccents != nil {
		n.accents = *f.StripAccents
	}
	return n, nil
}

func (n normalizer) normalize(text string) string {
	text = n.filter(text)
	if n.accents {
		text = stripMarks(norm.NFD.String(text))
	}
	if n.lower {
		text = lower(text)
	}
	return text
}

// filter cleans and spaces out in one pass.
func (n normalizer) filter(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case n.clean && isJunk(r):
		case n.clean && unicode.IsSpace(r):
			b.WriteByte(' ')
		case n.chinese && isChinese(r):
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isJunk reports the characters that cleaning drops: NUL, the replacement character, and
// control, format, private-use characters, other than tab and line ends.
func isJunk(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	case 0, unicode.ReplacementChar:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// isChinese follows BERT's blocks of CJK ideographs. Extension E begins at 2B820, but the
// reference implementation begins at 2B920, and equal ids matter more.
func isChinese(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF ||
		r >= 0x20000 && r <= 0x2A6DF || r >= 0x2A700 && r <= 0x2B73F ||
		r >= 0x2B740 && r <= 0x2B81F || r >= 0x2B920 && r <= 0x2CEAF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

func stripMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, text)
}

// lower maps rune by rune. İ is the only letter whose lower case is two runes.
func lower(text string) string {
	text = strings.ReplaceAll(text, "İ", "i̇")
	return strings.Map(unicode.ToLower, text)
}

// words splits a normalised text at spaces and around every punctuation mark.
func words(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		for i, r := range text {
			space := unicode.IsSpace(r)
			if !space && !isPunctuation(r) {
				continue
			}
			if start < i && !yield(text[start:i]) {
				return
			}
			start = i + len(string(r))
			if !space && !yield(text[i:start]) {
				return
			}
		}
		if start < len(text) {
			yield(text[start:])
		}
	}
}

// isPunctuation counts all of ASCII's symbols as punctuation, as BERT does.
func isPunctuation(r rune) bool {
	if r < 0x80 {
		return r > ' ' && r < 0x7f && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return unicode.IsPunct(r)
}
