// Package testlength is how a test does less in short runs, such as those under the race
// detector, without being lost: internal/racetest runs it again in full.
package testlength

import "testing"

// Attribute is the key of the attribute by which a test that did less says so.
const Attribute = "shortened"

// Shortened reports whether a test shall do less, and marks the test as one that did.
func Shortened(t *testing.T) bool {
	if !testing.Short() {
		return false
	}
	t.Attr(Attribute, "true")
	return true
}
