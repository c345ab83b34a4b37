package service

import (
	"testing"

	"descry/app/config"
)

// openLibrary opens a new library.
func openLibrary(t *testing.T) *Library {
	t.Helper()
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}
