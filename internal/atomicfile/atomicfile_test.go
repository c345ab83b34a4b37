package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"descry/internal/atomicfile"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holds checks the only files of a folder.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != len(want) {
		t.Errorf("%v are there, want %v", entries, want)
	}
	for name, content := range want {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != content {
			t.Errorf("%s holds %q, want %q (%v)", name, got, content, err)
		}
	}
}

func TestWritersReplace(t *testing.T) {
	for name, write := range map[string]func(path string, data []byte) error{
		"bytes": atomicfile.WriteBytes, "unsynced": atomicfile.WriteUnsynced,
		"content": func(path string, data []byte) error {
			return atomicfile.Write(path, func(f *os.File) error {
				_, err := f.WriteAt(data, 0)
				return err
			})
		},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.toml")
		must(t, write(path, []byte("a longer first")))
		must(t, write(path, []byte("second")))
		holds(t, dir, map[string]string{"a.toml": "second"})
		if err := write(filepath.Join(dir, "no", "folder"), nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: into no folder: %v", name, err)
		}
	}
}

// TestFailureChangesNothing fails in the middle of the content, as a full disk does,
// and at the name.
func TestFailureChangesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	must(t, atomicfile.WriteBytes(path, []byte("before")))
	full := errors.New("full")
	err := atomicfile.Write(path, func(f *os.File) error {
		_, err := f.WriteString("half")
		return errors.Join(err, full)
	})
	if !errors.Is(err, full) {
		t.Errorf("the reason is lost: %v", err)
	}
	holds(t, dir, map[string]string{"a": "before"})
	must(t, os.Mkdir(filepath.Join(dir, "b"), 0o700))
	for _, write := range []func(string, []byte) error{atomicfile.WriteBytes, atomicfile.WriteUnsynced, atomicfile.Create} {
		if err := write(filepath.Join(dir, "b"), []byte("x")); err == nil {
			t.Error("a folder was overwritten")
		}
	}
	must(t, os.Remove(filepath.Join(dir, "b")))
	holds(t, dir, map[string]string{"a": "before"})
}

// TestCreateNeverOverwrites has several create the same file at once.
func TestCreateNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	var won atomic.Pointer[string]
	var all sync.WaitGroup
	for _, name := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		all.Go(func() {
			switch err := atomicfile.Create(filepath.Join(dir, "a"), []byte(name)); {
			case err == nil:
				if won.Swap(&name) != nil {
					t.Error("two have created it")
				}
			case !errors.Is(err, fs.ErrExist):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() == nil {
		t.Fatal("none has created it")
	}
	holds(t, dir, map[string]string{"a": *won.Load()})
}

func TestRename(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "work"), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "work", "x"), []byte("x"), 0o600))
	must(t, atomicfile.Rename(filepath.Join(dir, "work"), filepath.Join(dir, "done")))
	holds(t, filepath.Join(dir, "done"), map[string]string{"x": "x"})
	if err := atomicfile.Rename(filepath.Join(dir, "work"), filepath.Join(dir, "b")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestAbandonedFilesGo keeps those that another process may be writing.
func TestAbandonedFilesGo(t *testing.T) {
	dir := t.TempDir()
	leave := func(name string, age time.Duration) {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, nil, 0o600))
		must(t, os.Chtimes(path, time.Time{}, time.Now().Add(-age)))
	}
	leave(".descry-tmp-old", 2*atomicfile.AbandonedAfter)
	leave(".descry-tmp-fresh", atomicfile.AbandonedAfter/2)
	leave(".other", 2*atomicfile.AbandonedAfter)
	must(t, atomicfile.WriteBytes(filepath.Join(dir, "a"), nil))
	holds(t, dir, map[string]string{"a": "", ".descry-tmp-fresh": "", ".other": ""})
	if !atomicfile.Temporary(".descry-tmp-fresh") || atomicfile.Temporary("a") {
		t.Error("files in the making aren't told from others")
	}
}

// TestLinksAreReplaced has links in the place of what is written: they make room for it,
// and what they lead to stays as it is. A file that has to be new is refused.
func TestLinksAreReplaced(t *testing.T) {
	for name, write := range map[string]func(path string, data []byte) error{
		"bytes": atomicfile.WriteBytes, "unsynced": atomicfile.WriteUnsynced, "create": atomicfile.Create,
		"rename": func(path string, data []byte) error {
			from := path + ".from"
			return errors.Join(os.WriteFile(from, data, 0o600), atomicfile.Rename(from, path))
		},
	} {
		dir, other := t.TempDir(), t.TempDir()
		must(t, os.WriteFile(filepath.Join(other, "theirs"), []byte("theirs"), 0o600))
		path := filepath.Join(dir, "a")
		for _, target := range []string{"theirs", "nothing"} {
			if err := os.Symlink(filepath.Join(other, target), path); err != nil {
				t.Skip(err)
			}
			err := write(path, []byte("ours"))
			if name == "create" {
				if !errors.Is(err, fs.ErrExist) {
					t.Errorf("create over a link to %s: %v", target, err)
				}
			} else if info, lerr := os.Lstat(path); err != nil || lerr != nil || !info.Mode().IsRegular() {
				t.Errorf("%s over a link to %s: %v, %v, %v", name, target, info, err, lerr)
			}
			holds(t, other, map[string]string{"theirs": "theirs"})
			must(t, os.Remove(path))
		}
	}
}
