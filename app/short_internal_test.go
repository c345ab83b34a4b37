package app

import "testing"

// wholeRunsOnly leaves a long test out of the short runs, which look for races: what it
// does side by side is in other tests too.
func wholeRunsOnly(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("too long for a short run")
	}
}
