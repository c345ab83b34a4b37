// Package testlength is how a test does less in short runs, such as runs under the race
// detector, without being lost: internal/racetest runs the test again in full.
package testlength

import "testing"

// Attribute is the key of the attribute of a test that did less.
const Attribute = "shortened"

// Shortened reports whether a test shall do less, and then marks the test.
func Shortened(t *testing.T) bool {
	if !testing.Short() {
		return false
	}
	t.Attr(Attribute, "true")
	return true
}
