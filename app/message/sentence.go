package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// AsSentence makes a sentence of a clause. The sentence is on one line. It begins with a
// capital unless it begins with a path, and a full stop is added where no other mark ends it.
func AsSentence(text string) string {
	text = strings.TrimSpace(OneLine(text))
	if text == "" {
		text = Text("error-unnamed", nil)
	}
	return Ended(Capital(text))
}

// Ended ends a clause with a full stop unless another mark ends it.
func Ended(text string) string {
	if last, _ := utf8.DecodeLastRuneInString(text); strings.ContainsRune(".…?!。？！", last) {
		return text
	}
	return Text("sentence", Params{"Clause": text})
}

// AsHeading makes a line of its own of a clause, which begins as a sentence does and has no
// full stop.
func AsHeading(text string) string { return withoutStop(AsSentence(text)) }

// withoutStop is a sentence without its full stop.
func withoutStop(text string) string {
	return strings.TrimSuffix(strings.TrimSuffix(text, "."), "。")
}

// Capital begins text with a capital, unless text begins with a path.
func Capital(text string) string {
	if text == "" || strings.HasPrefix(text, "/") {
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// OneLine keeps a name with line breaks or other control characters on one line.
func OneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
