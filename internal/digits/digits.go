// Package digits writes whole numbers for people, the same everywhere: with a comma
// between thousands.
package digits

import "strconv"

// Group writes a number with thousands separators: 18,302.
func Group(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
