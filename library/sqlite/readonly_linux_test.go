package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"descry/internal/sandbox"
	"descry/library"
	"descry/library/sqlite"
)

// tinyDisk mounts a disk of 8 MB.
func tinyDisk(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func remount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	if err := syscall.Mount("none", dir, "", syscall.MS_REMOUNT|flags, ""); err != nil {
		t.Fatal(err)
	}
}

// copied puts the files of a catalogue whose log holds a folder more than the file,
// as a kill or a backup leaves them, into dir.
func copied(t *testing.T, dir string, endings ...string) string {
	t.Helper()
	from := filledCatalogue(t)
	addFolder(t, openStore(t, from, sqlite.Options{}), "/in the log")
	path := filepath.Join(dir, "catalogue.db")
	for _, ending := range endings {
		data, err := os.ReadFile(from + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+ending, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// beside are the files that a catalogue was left with, and how many folders are read of the
// catalogue where nothing can be written. 0 folders means that no folder may be read.
var beside = map[string]struct {
	endings []string
	folders int
}{
	"closed":            {[]string{""}, 1},
	"log and its index": {[]string{"", "-wal", "-shm"}, 2},
	"log without index": {[]string{"", "-wal"}, 0},
	"index without log": {[]string{"", "-shm"}, 1},
}

func requireRead(t *testing.T, path string, folders int) {
	t.Helper()
	if s, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
		_ = s.Close()
		t.Error("it was opened for writing")
	} else if !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("for writing: %v", err)
	}
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if folders == 0 {
		if !errors.Is(err, library.ErrUnreadLog) {
			t.Errorf("a log that can't be read: %v", err)
		}
		if err == nil {
			_ = s.Close()
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := folderPaths(t, s); len(got) != folders {
		t.Errorf("folders %q, want %d", got, folders)
	}
	checkClean(t, s)
}

func TestReadOnlyDisk(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	for name, c := range beside {
		t.Run(name, func(t *testing.T) {
			dir := tinyDisk(t)
			path := copied(t, dir, c.endings...)
			remount(t, dir, syscall.MS_RDONLY)
			requireRead(t, path, c.folders)
		})
	}
}

func TestReadingWithoutRights(t *testing.T) {
	if !sandbox.Inside(t, 1000) {
		return
	}
	for name, c := range beside {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := copied(t, dir, c.endings...)
			for _, ending := range c.endings {
				if err := os.Chmod(path+ending, 0o400); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(dir, 0o500); err != nil {
				t.Fatal(err)
			}
			defer os.Chmod(dir, 0o700)
			requireRead(t, path, c.folders)
		})
	}
}

func TestReadingFromAFullDisk(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	for _, writing := range []bool{false, true} {
		dir := tinyDisk(t)
		path := copied(t, dir, "")
		if writing { // another process has the catalogue open
			addFolder(t, openStore(t, path, sqlite.Options{}), "/b")
		}
		t.Cleanup(sandbox.FillDisk(t, dir))
		if s, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
			if err := s.SetValue(t.Context(), "a", strings.Repeat("x", 1<<17)); !errors.Is(err, library.ErrFull) {
				t.Errorf("writing, with another %v: %v", writing, err)
			}
			_ = s.Close()
		} else if !errors.Is(err, library.ErrFull) {
			t.Errorf("for writing, with another %v: %v", writing, err)
		}
		s := openStore(t, path, sqlite.Options{ReadOnly: true})
		want := 1
		if writing {
			want = 2
		}
		if got := folderPaths(t, s); len(got) != want {
			t.Errorf("with another %v: folders %q", writing, got)
		}
		checkClean(t, s)
	}
}

// TestReadingFollowsWhoWrites: the file is immutable only while nobody has it open.
func TestReadingFollowsWhoWrites(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	dir := tinyDisk(t)
	path := copied(t, dir, "")
	writer := openStore(t, path, sqlite.Options{})
	folderPaths(t, writer)
	readOnly := filepath.Join(filepath.Dir(dir), "read-only")
	if err := os.Mkdir(readOnly, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount(dir, readOnly, "", syscall.MS_BIND, ""); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(readOnly, syscall.MNT_DETACH) })
	remount(t, readOnly, syscall.MS_BIND|syscall.MS_RDONLY)
	s := openStore(t, filepath.Join(readOnly, "catalogue.db"), sqlite.Options{ReadOnly: true})
	for n, name := range []string{"/b", "/c"} {
		addFolder(t, writer, name)
		if got := folderPaths(t, s); len(got) != n+2 {
			t.Errorf("after adding %s: %q", name, got)
		}
	}
	checkClean(t, s)
}
