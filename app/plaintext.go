package app

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainText is a text without case and accents, as names are compared.
func plainText(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
