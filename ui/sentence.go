package ui

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence turns an error into text for the owner: a capital at the front and a
// full stop at the end.
func sentence(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "It took too long."
	}
	return AsSentence(err.Error())
}

// AsSentence makes a sentence of a clause: one line, a capital at the front unless it
// begins with a path, and a full stop at the end.
func AsSentence(text string) string {
	text = strings.TrimSpace(oneLine(text))
	if text == "" {
		return "Something went wrong."
	}
	first, size := utf8.DecodeRuneInString(text)
	if !strings.HasPrefix(text, "/") {
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}
