//go:build unix

package scan_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"descry/library/scan"
)

func TestWalkOddNames(t *testing.T) {
	names := []string{"caf\xe9.jpg", "line\nbreak.jpg", "tab\t.jpg", "back\\slash.jpg", "dir\xff\n/x \u00fc.jpg", "..jpg..jpg/y.jpg"}
	root := t.TempDir()
	want := names[:0:0]
	for _, n := range names {
		if !strings.HasPrefix(n, ".") {
			want = append(want, n)
		}
		put(t, root, n)
	}
	got, _ := walk(t, root, scan.Options{})
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	only, _ := walk(t, root, scan.Options{Only: want})
	equal(t, "only", only, got)
	for _, g := range got {
		if _, err := os.Lstat(filepath.Join(root, g)); err != nil {
			t.Errorf("path does not lead back: %v", err)
		}
	}
}

func TestWalkNeverOpensSpecialFiles(t *testing.T) {
	root := tree(t, "a.jpg")
	must(t, unix.Mkfifo(filepath.Join(root, "fifo.jpg"), 0o644))
	must(t, os.Symlink("fifo.jpg", filepath.Join(root, "to-fifo.jpg")))
	must(t, os.Symlink("/dev/zero", filepath.Join(root, "to-device.jpg")))
	t.Chdir(root) // a socket's path must be short
	l, err := net.Listen("unix", "socket.jpg")
	must(t, err)
	defer l.Close()
	got, _ := walk(t, root, scan.Options{})
	equal(t, "all", got, []string{"a.jpg"})
	got, _ = walk(t, root, scan.Options{Only: []string{"fifo.jpg", "to-fifo.jpg", "socket.jpg", "to-device.jpg"}})
	equal(t, "only", got, nil)
}

func TestWalkFolderSwappedForFIFO(t *testing.T) {
	root := tree(t, "a/1.jpg", "b.jpg")
	o := scan.Options{Workers: 1, OnDir: func(rel string) error {
		if rel == "." {
			return nil
		}
		at := filepath.Join(root, rel)
		return errors.Join(os.RemoveAll(at), unix.Mkfifo(at, 0o644))
	}}
	got, rep := walk(t, root, o)
	equal(t, "files", got, []string{"b.jpg"})
	equal(t, "unreadable", rep.Unreadable, nil)
}

func TestWalkLinks(t *testing.T) {
	root := tree(t, "real/a.jpg", "elsewhere/b.jpg")
	link := func(target, name string) { must(t, os.Symlink(target, filepath.Join(root, "real", name))) }
	link("a.jpg", "to-file.jpg")
	link("../elsewhere", "to-folder")
	link(".", "self")
	link("no-such", "dangling.jpg")
	link("loop2.jpg", "loop1.jpg")
	link("loop1.jpg", "loop2.jpg")
	must(t, os.Link(filepath.Join(root, "real/a.jpg"), filepath.Join(root, "real/hard.jpg")))
	seen := map[string]scan.Entry{}
	_, err := scan.Walk(t.Context(), filepath.Join(root, "real"), scan.Options{}, func(e scan.Entry) error {
		seen[e.Rel] = e
		return nil
	})
	must(t, err)
	if len(seen) != 6 {
		t.Fatalf("got %v", seen)
	}
	for name, broken := range map[string]bool{"a.jpg": false, "to-file.jpg": false, "hard.jpg": false, "dangling.jpg": true, "loop1.jpg": true, "loop2.jpg": true} {
		e, ok := seen[name]
		same := e.Inode == seen["a.jpg"].Inode && e.Dev == seen["a.jpg"].Dev
		if !ok || e.Broken != broken || same == broken {
			t.Errorf("%s: %+v, found %v", name, e, ok)
		}
	}
	got, _ := walk(t, root, scan.Options{Only: []string{"real/to-folder/b.jpg", "real/self/a.jpg", "real/self"}})
	equal(t, "behind folder links", got, nil)
}

func TestWalkRootIsALink(t *testing.T) {
	root := tree(t, "real/a.jpg")
	must(t, os.Symlink("real", filepath.Join(root, "link")))
	got, _ := walk(t, filepath.Join(root, "link"), scan.Options{})
	equal(t, "files", got, []string{"a.jpg"})
}

// A path longer than the system takes is the one folder that not even root can list.
func TestWalkReportsUnreadableAndGoesOn(t *testing.T) {
	root := tree(t, "z.jpg")
	dir, err := os.OpenRoot(root)
	must(t, err)
	long := strings.Repeat("n", 250)
	for range 20 {
		must(t, dir.Mkdir(long, 0o755))
		next, err := dir.OpenRoot(long)
		must(t, err)
		must(t, dir.Close())
		dir = next
	}
	must(t, dir.Close())
	var told []string
	got, rep := walk(t, root, scan.Options{OnError: func(rel string, err error) { told = append(told, rel) }})
	equal(t, "files", got, []string{"z.jpg"})
	equal(t, "told", told, rep.Unreadable)
	if len(told) != 1 || !strings.HasSuffix(told[0], long) {
		t.Errorf("unreadable: %d", len(told))
	}
}

// The collection of broken files, with its looping links.
func TestWalkBrokenCollection(t *testing.T) {
	from, err := filepath.Abs("../../../shared/broken")
	must(t, err)
	if _, err := os.Stat(from); err != nil {
		t.Skip("the shared test files are not here")
	}
	root := filepath.Join(t.TempDir(), "broken")
	must(t, os.CopyFS(root, os.DirFS(from)))
	if out, err := exec.Command("bash", filepath.Join(from, "make-links.sh"), root).CombinedOutput(); err != nil {
		t.Fatalf("make-links: %v: %s", err, out)
	}
	got, rep := walk(t, root, scan.Options{})
	want := countFiles(t, root)
	if len(got) != want || len(rep.Unreadable) != 0 {
		t.Errorf("%d files, want %d; %+v", len(got), want, rep)
	}
	for _, g := range got {
		if strings.HasPrefix(g, "links/self/") || strings.HasPrefix(g, "links/up/") || strings.HasPrefix(g, "links/to-folder/") {
			t.Errorf("a folder link was followed: %s", g)
		}
	}
}

// countFiles counts regular files and links that do not lead to a folder, with the standard library's walk.
func countFiles(t *testing.T, root string) int {
	n := 0
	must(t, filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		if fi, err := os.Stat(p); err != nil || fi.Mode().IsRegular() {
			n++
		}
		return nil
	}))
	return n
}
