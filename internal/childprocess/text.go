package childprocess

import (
	"strings"
	"unicode"
)

// MaxText bounds a line of a child's text, in bytes.
const MaxText = 500

// OneLine is the first line of a text that isn't blank, fit to be shown.
func OneLine(text string) string {
	for line := range strings.Lines(strings.ToValidUTF8(text, "?")) {
		line = strings.TrimSpace(strings.Map(printable, line))
		if line != "" {
			return strings.ToValidUTF8(line[:min(len(line), MaxText)], "")
		}
	}
	return ""
}

func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return ' '
}
