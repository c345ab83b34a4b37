package sqlite

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// valueEnd parts the values of a list. apart is the word that stands in valueEnd's place
	// in the index, so that no phrase reaches across.
	valueEnd = '\x1f'
	apart    = "\ue000"
)

// indexWords prepares a text for the full-text index: its words, folded, with spaces between.
// Compound words are taken apart where a reader would take them apart ("IMG_2043",
// "RoofParty", "東京"), so that their parts are found. A word with capitals inside stands in the
// index whole as well.
func indexWords(text string) string {
	var words []string
	for i, value := range strings.Split(text, string(valueEnd)) {
		if i > 0 {
			words = append(words, apart)
		}
		for _, chunk := range chunks(value) {
			parts, whole := split(chunk)
			words = append(words, parts...)
			words = append(words, whole...)
		}
	}
	return strings.Join(words, " ")
}

// chunks are the parts of a text between blanks and between marks that end a word.
func chunks(text string) []string {
	if !isASCII(text) {
		text = norm.NFKC.String(text)
	}
	list := strings.FieldsFunc(text, func(r rune) bool {
		return classOf(r) == other && !strings.ContainsRune("_-.'’/&@+#~", r)
	})
	for i, chunk := range list {
		list[i] = withoutEnding(chunk)
	}
	return list
}

// endings are the file name endings of photos, which tell nothing about a photo since every
// photo has one.
var endings = []string{"jpg", "jpeg", "jpe", "png", "gif", "webp", "tif", "tiff", "bmp", "heic", "heif", "hif",
	"avif", "jxl", "jp2", "psd", "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf", "orf", "rw2",
	"raf", "pef", "srw", "x3f", "mrw", "raw", "3fr", "iiq", "erf", "kdc", "dcr", "mos", "rwl", "mef", "fff", "gpr"}

// withoutEnding drops the ending of a file name. A chunk may be the ending alone ("roof
// (2).jpg").
func withoutEnding(chunk string) string {
	i := strings.LastIndexByte(chunk, '.')
	if i >= 0 && slices.Contains(endings, strings.ToLower(chunk[i+1:])) {
		return chunk[:i]
	}
	return chunk
}

// class is the kind of a character in a word.
type class int

const (
	other  class = iota // no part of a word
	letter              // without case, or small
	upper
	digit
	alone // a word of its own
	mark  // belongs to the character before
)

// unspaced are scripts that write words without blanks between them. Single characters side by
// side find any part of a run.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
	unicode.Bopomofo, unicode.Yi, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan}

func classOf(r rune) class {
	switch {
	case 'a' <= r && r <= 'z':
		return letter
	case 'A' <= r && r <= 'Z':
		return upper
	case '0' <= r && r <= '9':
		return digit
	case r < 0x80:
		return other
	case r == 'ー' || unicode.Is(unicode.So, r):
		return alone
	case unicode.Is(unicode.M, r):
		return mark
	case unicode.In(r, unspaced...):
		return alone
	case unicode.IsUpper(r):
		return upper
	case unicode.IsLetter(r):
		return letter
	case unicode.IsNumber(r):
		return digit
	}
	return other
}
