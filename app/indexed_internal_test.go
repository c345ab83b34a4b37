package app

import (
	"os"
	"strings"
	"testing"
)

// indexed is an engine on a new library of the photos in a folder.
func indexed(t *testing.T, dir string) *engine {
	t.Helper()
	home := t.TempDir()
	t.Setenv(HomeVariable, home)
	if code := Program([]string{"index", dir}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("index failed")
	}
	e, err := openEngine(t.Context(), pathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}
