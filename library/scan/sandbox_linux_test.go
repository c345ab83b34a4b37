package scan_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"descry/internal/sandbox"
	"descry/library/scan"
)

func mountTmpfs(t *testing.T, at string) {
	t.Helper()
	must(t, os.MkdirAll(at, 0o755))
	must(t, unix.Mount("none", at, "tmpfs", 0, ""))
	t.Cleanup(func() { _ = unix.Unmount(at, unix.MNT_DETACH) })
}

func TestPermissions(t *testing.T) {
	if !sandbox.Inside(t, 1000) {
		return
	}
	root := tree(t, "open/a.jpg", "locked/b.jpg", "listed/c.jpg", "listed/d.jpg")
	lock := func(name string, mode os.FileMode) {
		at := filepath.Join(root, name)
		must(t, os.Chmod(at, mode))
		t.Cleanup(func() { _ = os.Chmod(at, 0o755) })
	}
	lock("locked", 0)
	lock("listed", 0o444) // names can be read, the files behind them not
	reasons := map[string]error{}
	got, rep := walk(t, root, scan.Options{OnError: func(rel string, err error) { reasons[rel] = err }})
	equal(t, "files", got, []string{"open/a.jpg"})
	if len(rep.Unreadable) != 2 || !errors.Is(reasons["locked"], os.ErrPermission) || !errors.Is(reasons["listed"], os.ErrPermission) {
		t.Errorf("unreadable %q: %v", rep.Unreadable, reasons)
	}
	_, rep = walk(t, root, scan.Options{Only: []string{"locked/b.jpg", "listed/c.jpg"}})
	if len(rep.Unreadable) != 2 {
		t.Errorf("only: unreadable %q", rep.Unreadable)
	}
	lock(".", 0)
	_, err := scan.Walk(t.Context(), root, scan.Options{}, func(scan.Entry) error { return nil })
	if !errors.Is(err, scan.ErrOffline) {
		t.Errorf("locked root: %v", err)
	}
}

func TestUnmounted(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := filepath.Join(tree(t, "other.jpg"), "disk")
	mountTmpfs(t, root)
	put(t, root, "a.jpg")
	mountTmpfs(t, filepath.Join(root, "card"))
	put(t, root, "card/b.jpg")
	got, rep := walk(t, root, scan.Options{})
	equal(t, "mounted", got, []string{"a.jpg", "card/b.jpg"})
	if rep.Dev == 0 || len(rep.Mounts) != 1 || rep.Mounts["card"] == 0 {
		t.Fatalf("report %+v", rep)
	}
	must(t, unix.Unmount(filepath.Join(root, "card"), 0))
	later := scan.Options{ExpectDev: rep.Dev, ExpectMounts: rep.Mounts}
	got, now := walk(t, root, later)
	equal(t, "card unmounted", got, []string{"a.jpg"})
	equal(t, "card unmounted: unreadable", now.Unreadable, []string{"card"})
	later.Only = []string{"card/b.jpg"}
	_, now = walk(t, root, later)
	equal(t, "card unmounted, only: unreadable", now.Unreadable, []string{"card"})

	must(t, unix.Unmount(root, 0))
	if _, err := scan.Probe(root, rep.Dev); !errors.Is(err, scan.ErrOffline) {
		t.Errorf("unmounted root: %v", err)
	}
	mountTmpfs(t, filepath.Join(filepath.Dir(root), "takes the old device number"))
	mountTmpfs(t, root) // another device number, with content: the disk is back
	put(t, root, "a.jpg")
	if id, err := scan.Probe(root, rep.Dev); err != nil || id.Dev == rep.Dev {
		t.Errorf("mounted again: %+v, %v", id, err)
	}
}
