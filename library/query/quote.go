package query

import (
	"strings"
	"unicode/utf8"
)

// Quote writes a value of a filter so that the parser reads the same value back, in quotation
// marks where they are needed.
func Quote(value string) string {
	if plainValue(value) {
		return value
	}
	return quoted(value)
}

// quoted puts text in quotation marks.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	slashes := 0
	for _, r := range text {
		if r == '\\' {
			slashes++
		} else {
			if r == '"' {
				out.WriteString(strings.Repeat(`\`, slashes+1))
			}
			slashes = 0
		}
		out.WriteRune(r)
	}
	return out.String() + strings.Repeat(`\`, slashes) + `"`
}

// plainValue reports that a value reads the same without quotation marks.
func plainValue(value string) bool {
	if value == "" || strings.EqualFold(value, "none") || value[0] == '-' || !utf8.ValidString(value) {
		return false
	}
	for i, r := range value {
		if i == 0 && r == '=' && len(value) > 1 { // see wholeName
			continue
		}
		if !inWord(r) && !strings.ContainsRune(`-_./~+#&@'\:`, r) {
			return false
		}
	}
	return !strings.ContainsRune(".:", runeBefore(value, len(value)))
}
