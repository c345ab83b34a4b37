package app

import "testing"

// WholeRunsOnly leaves a long test out of the short runs, which look for races: what it
// does side by side is in other tests too.
func WholeRunsOnly(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("too long for a short run")
	}
}
