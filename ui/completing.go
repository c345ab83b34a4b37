package ui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"descry/ui/kit"
)

// shortestKey is how much of a filter's name must be there before it is offered:
// "in" and "has" are words of most descriptions.
const shortestKey = 3

// wish is a part of the text that can be completed: the name of a filter, or its
// value.
type wish struct {
	Key        string // "camera" for a value, "" for a name
	Prefix     string // what of the value or the name is there
	Start, End int    // bytes of the text that a completion replaces
}

// wishAt finds what can be completed where the cursor stands, in bytes.
func wishAt(text string, cursor int) (wish, bool) {
	cursor = min(max(cursor, 0), len(text))
	start, quote := tokenStart(text[:cursor])
	end := cursor + tokenEnd(text[cursor:], quote)
	token := strings.TrimPrefix(text[start:cursor], "-")
	start = cursor - len(token)
	key, value, valued := strings.Cut(token, ":")
	switch {
	case valued:
		value = value[lastValue(value):]
		return wish{Key: strings.ToLower(key), Prefix: strings.Trim(value, `"`), Start: cursor - len(value), End: end}, true
	case len(token) < shortestKey || end != cursor || !isWord(token):
		return wish{}, false
	}
	return wish{Prefix: strings.ToLower(token), Start: start, End: end}, true
}

// lastValue is where the last of several values begins.
func lastValue(values string) int {
	start, quote := 0, false
	for i, r := range values {
		switch {
		case r == '"':
			quote = !quote
		case r == ',' && !quote:
			start = i + 1
		}
	}
	return start
}

// tokenStart is where the last word of text begins, in which a quotation may hold
// spaces, and whether one is open.
func tokenStart(text string) (start int, quote bool) {
	for i, r := range text {
		switch {
		case r == '"':
			quote = !quote
		case unicode.IsSpace(r) && !quote:
			start = i + utf8.RuneLen(r)
		}
	}
	return start, quote
}

// tokenEnd is how far a word goes on. An open quotation goes on to its mark, or,
// where there is none, no further than what is there.
func tokenEnd(text string, quote bool) int {
	if quote {
		return strings.IndexByte(text, '"') + 1
	}
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return i
	}
	return len(text)
}

func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// complete puts an offer into the text and gives the text with the place of the
// cursor. Behind what is complete the next word can begin.
func complete(text string, w wish, o kit.Offer) (string, int) {
	put, rest := o.Text, text[w.End:]
	if o.Closed {
		put += " "
		rest = strings.TrimLeft(rest, " ")
	}
	return fmt.Sprint(text[:w.Start], put, rest), w.Start + len(put)
}
