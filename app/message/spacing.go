package message

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// The edges of a parameter within a message that is being put together. Unicode keeps both
// signs free for use within a program.
const (
	paramStart = '\uFDD0'
	paramEnd   = '\uFDD1'
)

// spacesHan reports that a language sets a space between Han and Latin letters or digits.
func spacesHan(tag language.Tag) bool {
	base, _ := tag.Base()
	return base.String() == "zh"
}

// edged are parameters with their edges marked.
func edged(params map[string]any) map[string]any {
	marked := make(map[string]any, len(params))
	for name, value := range params {
		text := strings.Map(func(r rune) rune {
			if r == paramStart || r == paramEnd {
				return unicode.ReplacementChar
			}
			return r
		}, fmt.Sprint(value))
		marked[name] = string(paramStart) + text + string(paramEnd)
	}
	return marked
}

// spaced sets a space where a Han sign and a Latin letter or a digit meet at the edge of a
// parameter, and removes the marks. A message can't know how the value of a parameter begins
// and ends. A message that has a space there keeps it, between two Han signs as well, which
// sets a name or a word of a command apart. A date has none beside its signs for year, month
// and day.
func spaced(text string) string {
	var b strings.Builder
	var last rune
	edge := false
	for _, r := range text {
		if r == paramStart || r == paramEnd {
			edge = true
			continue
		}
		if edge && wantSpace(last, r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, edge = r, false
	}
	return b.String()
}

// wantSpace reports that one of two signs is Han and the other a Latin letter or a digit that
// belongs to no date.
func wantSpace(a, b rune) bool {
	if !unicode.Is(unicode.Han, a) {
		a, b = b, a
	}
	switch {
	case !unicode.Is(unicode.Han, a):
		return false
	case unicode.IsDigit(b):
		return !strings.ContainsRune("年月日", a)
	}
	return unicode.Is(unicode.Latin, b)
}
