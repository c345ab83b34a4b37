//go:build unix

package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"descry/internal/nofollow"
	"descry/library/sqlite"
)

// modes checks that no file in a folder can be looked into by others.
func modes(t *testing.T, dir string, least int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	requireNil(t, err)
	if len(entries) < least {
		t.Errorf("only %v are there", entries)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v, %v", e.Name(), info.Mode(), err)
		}
	}
}

// A catalogue is its user's in a folder that all may enter, whatever the umask.
func TestCatalogueIsItsOwnersAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := t.TempDir()
	requireNil(t, os.Chmod(dir, 0o777))
	path := filepath.Join(dir, "catalogue.db")
	s := openStore(t, path, sqlite.Options{})
	addFolder(t, s, "/a")
	modes(t, dir, 3) // with log and index
	requireNil(t, s.Close())

	requireNil(t, os.Chmod(path, 0o666))
	requireNil(t, os.WriteFile(path+".before-5", []byte("a copy"), 0o644))
	requireNil(t, os.WriteFile(filepath.Join(dir, "catalogue.dbx"), nil, 0o644)) // not ours
	s = openStore(t, path, sqlite.Options{})
	addFolder(t, s, "/b")
	if info, err := os.Stat(filepath.Join(dir, "catalogue.dbx")); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("another file has the mode %v, %v", info, err)
	}
	requireNil(t, os.Remove(filepath.Join(dir, "catalogue.dbx")))
	modes(t, dir, 4)
}

// A link in the place of the catalogue or of a file that belongs to the catalogue is refused,
// and the link's target stays as it is. A folder may be a link.
func TestCatalogueIsNoLink(t *testing.T) {
	for _, ending := range []string{"", "-wal", "-shm", "-journal"} {
		for _, target := range []string{"elsewhere", "nothing"} {
			dir, other := t.TempDir(), t.TempDir()
			path := filepath.Join(dir, "catalogue.db")
			if ending != "" {
				requireNil(t, openStore(t, path, sqlite.Options{}).Close())
			}
			requireNil(t, os.WriteFile(filepath.Join(other, "elsewhere"), nil, 0o644))
			requireNil(t, os.Symlink(filepath.Join(other, target), path+ending))
			for _, readOnly := range []bool{false, true} {
				s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: readOnly})
				if !errors.Is(err, nofollow.ErrLink) || !strings.Contains(err.Error(), path+ending) {
					t.Errorf("%q to %s, read-only %v: %v", ending, target, readOnly, err)
				}
				if err == nil {
					_ = s.Close()
				}
			}
			entries, err := os.ReadDir(other)
			requireNil(t, err)
			if info, err := os.Stat(filepath.Join(other, "elsewhere")); err != nil || info.Size() != 0 || info.Mode().Perm() != 0o644 || len(entries) != 1 {
				t.Errorf("%q to %s: written through the link: %v, %v, %v", ending, target, entries, info, err)
			}
		}
	}
	dir := t.TempDir()
	folder := filepath.Join(t.TempDir(), "folder")
	requireNil(t, os.Symlink(dir, folder))
	addFolder(t, openStore(t, filepath.Join(folder, "catalogue.db"), sqlite.Options{}), "/a")
	if _, err := os.Stat(filepath.Join(dir, "catalogue.db")); err != nil {
		t.Error(err)
	}
}
