// Package figures tells tests whether the figures of docs/benchmarks.md are wanted. "make
// figures" runs the tests whose names end in Figures over all photos that there are for
// them, which takes many minutes; a usual run of the same tests takes few photos.
package figures

import (
	"os"
	"testing"
)

// variable names the folder in which what takes long to make is kept between runs.
const variable = "DESCRY_FIGURES"

// Dir returns the folder in which a test for figures keeps what takes long to make,
// such as a library of photos that a model has looked at. Dir is "" in a usual run.
func Dir() string { return os.Getenv(variable) }

// Of returns how many photos a test takes: usual, or full where the figures are wanted.
func Of(usual, full int) int {
	if Dir() == "" {
		return usual
	}
	return full
}

// Only skips a test in usual runs, where it takes too long.
func Only(t testing.TB) {
	t.Helper()
	if Dir() == "" {
		t.Skip(`too long for a usual run: "make figures" does it`)
	}
}
