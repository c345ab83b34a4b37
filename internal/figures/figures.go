// Package figures tells tests whether the figures of docs/benchmarks.md are wanted. "make
// figures" runs the tests whose names end in Figures over all photos that there are for the
// tests, which takes many minutes. A usual run of the same tests takes few photos.
package figures

import (
	"os"
	"testing"
)

// variable names the folder in which results that take long to make are kept between runs.
const variable = "DESCRY_FIGURES"

// Dir returns the folder in which a test for figures keeps results that take long to make,
// such as an indexed library of photos. Dir is "" in a usual run.
func Dir() string { return os.Getenv(variable) }

// Of returns how many photos a test takes: usual, or full where the figures are wanted.
func Of(usual, full int) int {
	if Dir() == "" {
		return usual
	}
	return full
}

// Only skips a test in usual runs, in which the test takes too long.
func Only(t testing.TB) {
	t.Helper()
	if Dir() == "" {
		t.Skip(`too long for a usual run: "make figures" does it`)
	}
}
