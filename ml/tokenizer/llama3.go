package tokenizer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// llama3Pattern is implemented by hand: the pattern's lookahead is beyond Go's regular
// expressions.
const llama3Pattern = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|` +
	` ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`

// class is what the pattern distinguishes.
type class uint8

const (
	symbol class = iota
	letter
	number
	space // without line ends
	lineEnd
)

func classOf(r rune) class {
	switch {
	case r == '\r' || r == '\n':
		return lineEnd
	case unicode.IsLetter(r):
		return letter
	case unicode.IsNumber(r):
		return number
	case unicode.IsSpace(r):
		return space
	}
	return symbol
}

// llama3Word returns the length in bytes of the first match in a text that is not empty.
// Matches follow each other without gaps.
func llama3Word(text string) int {
	if n := contraction(text); n > 0 {
		return n
	}
	r, size := utf8.DecodeRuneInString(text)
	switch classOf(r) {
	case letter:
		return run(text, letter, len(text))
	case number:
		return run(text, number, 3)
	case space, symbol:
		if n := run(text[size:], letter, len(text)); n > 0 {
			return size + n
		}
	case lineEnd: // as follows
	}
	start := 0
	if r == ' ' {
		start = size
	}
	if n := run(text[start:], symbol, len(text)); n > 0 {
		return start + n + run(text[start+n:], lineEnd, len(text))
	}
	return whiteSpace(text)
}

// run returns the length of the characters of one class that text begins with, at most limit
// of them.
func run(text string, c class, limit int) int {
	count := 0
	for i, r := range text {
		if count == limit || classOf(r) != c {
			return i
		}
		count++
	}
	return len(text)
}

// whiteSpace matches a text that begins with white space, up to the last line end. Without a
// line end, whiteSpace matches all of the white space where the text ends, otherwise all but
// the last character, which belongs to the word behind.
func whiteSpace(text string) int {
	afterLine, last, end := 0, 0, len(text)
	for i, r := range text {
		c := classOf(r)
		if c != space && c != lineEnd {
			end = i
			break
		}
		if c == lineEnd {
			afterLine = i + 1
		}
		last = i
	}
	switch {
	case afterLine > 0:
		return afterLine
	case end == len(text) || last == 0:
		return end
	}
	return last
}

// contraction returns the length of an English ending with its apostrophe, 0 if text begins
// with none. Case is folded as in Unicode: ſ is an s.
func contraction(text string) int {
	if text[0] != '\'' || len(text) < 2 {
		return 0
	}
	switch text[1] | 0x20 {
	case 's', 't', 'm', 'd':
		return 2
	case 'r', 'v':
		if len(text) > 2 && text[2]|0x20 == 'e' {
			return 3
		}
	case 'l':
		if len(text) > 2 && text[2]|0x20 == 'l' {
			return 3
		}
	}
	if strings.HasPrefix(text[1:], "ſ") {
		return len("'ſ")
	}
	return 0
}
