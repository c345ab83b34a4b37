package service

import (
	"os"
	"strings"
	"testing"

	"descry/app/config"
)

// indexed is an engine on a new library of the photos in a folder.
func indexed(t *testing.T, dir string) *Library {
	t.Helper()
	home := t.TempDir()
	t.Setenv(config.HomeVariable, home)
	if code := Program([]string{"index", dir}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("index failed")
	}
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}
