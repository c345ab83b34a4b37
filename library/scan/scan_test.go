package scan_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library/scan"
)

// tree makes files ("a/b.jpg") and folders ("a/b/") below a new temporary folder.
func tree(t testing.TB, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, n := range names {
		put(t, root, n)
	}
	return root
}

func put(t testing.TB, root, name string) {
	t.Helper()
	at := filepath.Join(root, name)
	if strings.HasSuffix(name, "/") {
		must(t, os.MkdirAll(at, 0o755))
		return
	}
	must(t, os.MkdirAll(filepath.Dir(at), 0o755))
	must(t, os.WriteFile(at, []byte(name), 0o644))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// walk returns what Walk found, sorted.
func walk(t testing.TB, root string, o scan.Options) ([]string, scan.Report) {
	t.Helper()
	var got []string
	rep, err := scan.Walk(t.Context(), root, o, func(e scan.Entry) error {
		got = append(got, e.Rel)
		return nil
	})
	must(t, err)
	slices.Sort(got)
	return got, rep
}

func equal(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func jpegOnly(name string) bool { return strings.HasSuffix(name, ".jpg") }

func TestWalkFindsFiles(t *testing.T) {
	files := []string{"a.jpg", "b/c.jpg", "b/d/e.txt", ".hid.jpg", ".git/x.jpg", "@eaDir/t.jpg", "$RECYCLE.BIN/u.jpg",
		"lost+found/v.jpg", ".Trash-1000/w.jpg", "photo.jpg/inside.jpg", "empty/"}
	root := tree(t, files...)
	for _, c := range []struct {
		name string
		o    scan.Options
		want []string
		dirs int
	}{
		{"all", scan.Options{}, []string{"a.jpg", "b/c.jpg", "b/d/e.txt", "photo.jpg/inside.jpg"}, 5},
		{"one worker", scan.Options{Workers: 1}, []string{"a.jpg", "b/c.jpg", "b/d/e.txt", "photo.jpg/inside.jpg"}, 5},
		{"candidates", scan.Options{Candidate: jpegOnly}, []string{"a.jpg", "b/c.jpg", "photo.jpg/inside.jpg"}, 5},
		{"hidden too", scan.Options{Candidate: jpegOnly, IncludeHidden: true}, []string{"$RECYCLE.BIN/u.jpg", ".Trash-1000/w.jpg",
			".git/x.jpg", ".hid.jpg", "@eaDir/t.jpg", "a.jpg", "b/c.jpg", "lost+found/v.jpg", "photo.jpg/inside.jpg"}, 10},
		{"only", scan.Options{Only: []string{"a.jpg", "b", "b/c.jpg", "gone.jpg", "../x", "photo.jpg/", ".git/x.jpg", "a.jpg"}},
			[]string{"a.jpg", "b/c.jpg", "b/d/e.txt", "photo.jpg/inside.jpg"}, 3},
		{"only nothing", scan.Options{Only: []string{}}, nil, 0},
		{"only the root", scan.Options{Only: []string{"."}, Candidate: jpegOnly}, []string{"a.jpg", "b/c.jpg", "photo.jpg/inside.jpg"}, 5},
	} {
		got, rep := walk(t, root, c.o)
		equal(t, c.name, got, c.want)
		if rep.Files != len(c.want) || rep.Dirs != c.dirs || len(rep.Unreadable) != 0 {
			t.Errorf("%s: report %+v", c.name, rep)
		}
	}
}

func TestWalkEntryFacts(t *testing.T) {
	root := tree(t, "x/a.jpg")
	fi, err := os.Stat(filepath.Join(root, "x/a.jpg"))
	must(t, err)
	for _, only := range [][]string{nil, {"x/a.jpg"}} {
		_, err = scan.Walk(t.Context(), root, scan.Options{Only: only}, func(e scan.Entry) error {
			if e.Size != fi.Size() || e.ModTimeNS != fi.ModTime().UnixNano() || e.Broken {
				t.Errorf("got %+v, want size %d, time %d", e, fi.Size(), fi.ModTime().UnixNano())
			}
			return nil
		})
		must(t, err)
	}
}

func TestWalkBigFolderAndManyFolders(t *testing.T) {
	root := t.TempDir()
	want := map[string]bool{}
	for i := range 9000 {
		n := fmt.Sprintf("flat/%05d.jpg", i)
		if i%3 == 0 {
			n = fmt.Sprintf("d%d/e%d/%05d.jpg", i%7, i%50, i)
		}
		want[n] = true
		put(t, root, n)
	}
	for _, workers := range []int{1, 2, 8} {
		got, rep := walk(t, root, scan.Options{Workers: workers})
		if len(got) != len(want) || rep.Files != len(want) || len(slices.Compact(got)) != len(want) {
			t.Fatalf("%d workers: %d files, want %d", workers, len(got), len(want))
		}
	}
}

func TestWalkOffline(t *testing.T) {
	root := tree(t, "a.jpg")
	for _, at := range []string{filepath.Join(root, "missing"), filepath.Join(root, "a.jpg")} {
		_, err := scan.Walk(t.Context(), at, scan.Options{}, func(scan.Entry) error { return nil })
		if !errors.Is(err, scan.ErrOffline) {
			t.Errorf("%s: %v, want ErrOffline", at, err)
		}
	}
}

func TestWalkRootVanishesMeanwhile(t *testing.T) {
	root := filepath.Join(tree(t, "r/a/1.jpg", "r/b/2.jpg", "r/c/3.jpg"), "r")
	moved := false
	o := scan.Options{Workers: 1, OnDir: func(rel string) error {
		if rel == "." || moved {
			return nil
		}
		moved = true
		return os.Rename(root, root+".away")
	}}
	_, err := scan.Walk(t.Context(), root, o, func(scan.Entry) error { return nil })
	if !errors.Is(err, scan.ErrOffline) {
		t.Fatalf("got %v, want ErrOffline", err)
	}
}

func TestWalkStops(t *testing.T) {
	root := tree(t, "a/1.jpg", "b/2.jpg", "c/3.jpg", "4.jpg")
	own := errors.New("own")
	if _, err := scan.Walk(t.Context(), root, scan.Options{}, func(scan.Entry) error { return own }); err != own {
		t.Errorf("error of fn: got %v", err)
	}
	o := scan.Options{OnDir: func(string) error { return own }}
	if _, err := scan.Walk(t.Context(), root, o, func(scan.Entry) error { return nil }); err != own {
		t.Errorf("error of OnDir: got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := scan.Walk(ctx, root, scan.Options{Workers: 1}, func(scan.Entry) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	if _, err = scan.Walk(ctx, root, scan.Options{Only: []string{"a"}}, func(scan.Entry) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: got %v", err)
	}
}

func TestWalkFilesVanishMeanwhile(t *testing.T) {
	root := t.TempDir()
	for i := range 3000 {
		put(t, root, fmt.Sprintf("d/%d.jpg", i))
	}
	var got int
	rep, err := scan.Walk(t.Context(), root, scan.Options{Workers: 2}, func(scan.Entry) error {
		if got++; got == 1 {
			return os.RemoveAll(filepath.Join(root, "d"))
		}
		return nil
	})
	must(t, err)
	if len(rep.Unreadable) != 0 || got >= 3000 {
		t.Errorf("%d files, report %+v", got, rep)
	}
}

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{"": false, "a": false, ".a": true, "@eaDir": true, "$Recycle.Bin": true,
		"lost+found": true, "System Volume Information": true, "lost": false, "@home": false, "#recycle": true} {
		if scan.Ignored(name) != want {
			t.Errorf("Ignored(%q) = %v", name, !want)
		}
	}
	for rel, want := range map[string]bool{".": false, "a/b": false, "a/.b/c": true, "@eaDir/x": true} {
		if scan.IgnoredPath(rel) != want {
			t.Errorf("IgnoredPath(%q) = %v", rel, !want)
		}
	}
}
