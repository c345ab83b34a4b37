package worker

import (
	"os"
	"slices"
	"testing"
)

func TestEnvironment(t *testing.T) {
	own := []string{"HOME=/home/me", "DISPLAY=:0", "GOMEMLIMIT=1MiB", "GODEBUG=x", "LD_PRELOAD=x", "LD_LIBRARY_PATH=/lib", "SystemRoot=C:", "empty", "DESCRY_HOME=/x"}
	want := []string{"GOTRACEBACK=none", "LD_LIBRARY_PATH=/lib", "SystemRoot=C:"}
	if got := childEnvironment(own); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNotInherited: no variable makes a process a child, and neither does a word that is
// not the first of exactly two.
func TestNotInherited(t *testing.T) {
	own := os.Args
	defer func() { os.Args = own }()
	for _, args := range [][]string{{"descry"}, {"descry", command}, {"descry", "index", command}, {"descry", command, string(pictures), "more"}} {
		os.Args = args
		Main(testDecoders) // would not return
	}
}
