package scan_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"descry/internal/faultyfs"
	"descry/internal/sandbox"
	"descry/library/scan"
)

// TestWalkListedAndNotFound walks a file system that lists what it then can't find: that
// could not be seen, which is not that it has gone.
func TestWalkListedAndNotFound(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := tree(t, "here.jpg")
	content := tree(t, "1.jpg", "sub/2.jpg", "sub/3.jpg", "sub/deep/4.jpg")
	at := filepath.Join(root, "drive")
	must(t, os.Mkdir(at, 0o755))
	f, err := faultyfs.Mount(content, at, 1)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	defer f.Close()
	all := []string{"drive/1.jpg", "drive/sub/2.jpg", "drive/sub/3.jpg", "drive/sub/deep/4.jpg", "here.jpg"}
	for _, c := range []struct {
		name       string
		only       []string
		found      []string
		unreadable []string
	}{
		{"all", nil, []string{"here.jpg"}, []string{"drive", "drive/sub"}},
		{"a file", []string{"drive/1.jpg"}, nil, []string{"drive/1.jpg"}},
		{"a folder", []string{"drive/sub"}, nil, []string{"drive/sub"}},
		{"below a folder", []string{"drive/sub/2.jpg", "drive/sub/deep/4.jpg"}, nil, []string{"drive/sub"}},
		{"what has gone, too", []string{"drive/1.jpg", "drive/0.jpg", "gone.jpg", "gone/5.jpg"}, nil, []string{"drive/1.jpg"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, f.Set(faultyfs.Setting{Fault: faultyfs.Vanishing}))
			got, rep := walk(t, root, scan.Options{Only: c.only})
			slices.Sort(rep.Unreadable)
			equal(t, "files", got, c.found)
			equal(t, "unreadable", rep.Unreadable, c.unreadable)
			must(t, f.Set(faultyfs.Setting{}))
			got, rep = walk(t, root, scan.Options{})
			equal(t, "files afterwards", got, all)
			equal(t, "unreadable afterwards", rep.Unreadable, nil)
		})
	}
}

// TestWalkNotFoundNow walks one that finds half of what it is asked for, by chance: it
// finds no file that it doesn't list, and misses none in silence.
func TestWalkNotFoundNow(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content, at := tree(t, "1.jpg", "2.jpg", "3.jpg", "sub/4.jpg", "sub/5.jpg"), t.TempDir()
	f, err := faultyfs.Mount(content, at, 2)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	defer f.Close()
	must(t, f.Set(faultyfs.Setting{Fault: faultyfs.Vanishing, Share: 0.5, Fickle: true}))
	for range 50 {
		got, rep := walk(t, at, scan.Options{})
		for _, name := range []string{"1.jpg", "2.jpg", "3.jpg", "sub/4.jpg", "sub/5.jpg"} {
			unseen := slices.Contains(rep.Unreadable, ".") || filepath.Dir(name) == "sub" && slices.Contains(rep.Unreadable, "sub")
			if !unseen && !slices.Contains(got, name) {
				t.Fatalf("%s was missed: %q, unreadable %q", name, got, rep.Unreadable)
			}
		}
	}
}
