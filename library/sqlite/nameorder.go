package sqlite

import (
	"strings"

	"descry/library/spelling"
)

// nameOrder is a name as names are ordered: without regard to case and accents, and with
// numbers by their value, so that scan2 stands before scan10. Texts of nameOrder are compared
// byte by byte.
func nameOrder(name string) string {
	name = spelling.Fold(name)
	var b strings.Builder
	for name != "" {
		digits := 0
		for digits < len(name) && '0' <= name[digits] && name[digits] <= '9' {
			digits++
		}
		if digits == 0 {
			next := strings.IndexAny(name, "0123456789")
			if next < 0 {
				next = len(name)
			}
			b.WriteString(name[:next])
			name = name[next:]
			continue
		}
		number := strings.TrimLeft(name[:digits], "0")
		// A longer number is a larger one. The letter for the length keeps the text printable;
		// of numbers too long for a letter, digits decide.
		b.WriteByte('0')
		b.WriteByte(byte('!' + min(len(number), '~'-'!')))
		b.WriteString(number)
		name = name[digits:]
	}
	return b.String()
}

// dirOrder is a directory, with slashes, as paths are ordered: part by part, each by nameOrder,
// with what lies in a folder before the files beside that folder.
func dirOrder(rel string) string {
	var b strings.Builder
	for rel != "" {
		dir, rest, _ := strings.Cut(rel, "/")
		b.WriteByte(1)
		b.WriteString(nameOrder(dir))
		rel = rest
	}
	b.WriteByte(2) // a file comes here
	return b.String()
}
