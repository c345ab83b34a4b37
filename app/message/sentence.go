package message

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OfError turns an error into text for the user: a capital at the front and a
// full stop at the end.
func OfError(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "It took too long."
	}
	return AsSentence(err.Error())
}

// AsSentence makes a sentence of a clause: one line, a capital at the front unless it
// begins with a path, and a full stop at the end if no other mark is there.
func AsSentence(text string) string {
	text = strings.TrimSpace(OneLine(text))
	if text == "" {
		return "Something went wrong."
	}
	if last, _ := utf8.DecodeLastRuneInString(text); strings.ContainsRune(".…?!", last) {
		return Capital(text)
	}
	return Capital(text) + "."
}

// Capital gives text a capital at the front, unless it begins with a path.
func Capital(text string) string {
	if text == "" || strings.HasPrefix(text, "/") {
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// OneLine keeps a name that holds line breaks or other control characters on one
// line.
func OneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
