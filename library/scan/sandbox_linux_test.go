package scan_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"descry/internal/mounts"
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
	card := func(rep scan.Report) (p scan.Place) {
		for _, q := range rep.Places {
			if q.Rel == "card" {
				p = q
			}
		}
		return p
	}
	first := card(rep)
	if rep.Dev == 0 || len(rep.Places) != 2 || rep.Places[0].Rel != "" || !rep.Places[0].Mounted || rep.Places[0].Device != rep.Dev ||
		!first.Mounted || first.Device == rep.Dev || first.Fresh || first.UUID == "" || first.UUID == rep.Places[0].UUID {
		t.Fatalf("report %+v", rep)
	}
	must(t, unix.Unmount(filepath.Join(root, "card"), 0))
	later := scan.Options{ExpectDev: rep.Dev, Expect: []string{"", "card"}}
	for _, only := range [][]string{nil, {"card/b.jpg"}, {"card"}, {"."}} {
		later.Only = only
		_, now := walk(t, root, later)
		if left := card(now); len(now.Places) != 2 || left.Rel != "card" || left.Mounted || left.Device != rep.Dev {
			t.Errorf("card unmounted, only %q: %+v", only, now)
		}
	}
	later.Only = []string{"a.jpg"}
	if _, now := walk(t, root, later); len(now.Places) != 1 {
		t.Errorf("only elsewhere: %+v", now)
	}

	must(t, unix.Unmount(root, 0))
	if _, err := scan.Probe(root, rep.Dev); !errors.Is(err, scan.ErrOffline) {
		t.Errorf("unmounted root: %v", err)
	}
	// Another device number, with content: the disk is back. What has the old number keeps it.
	for i := range 100 {
		mountTmpfs(t, root)
		if id, err := scan.Identify(root); err != nil || id.Dev != rep.Dev {
			break
		}
		holder := filepath.Join(filepath.Dir(root), fmt.Sprint(i))
		must(t, os.Mkdir(holder, 0o755))
		must(t, unix.Mount(root, holder, "", unix.MS_BIND, ""))
		t.Cleanup(func() { _ = unix.Unmount(holder, unix.MNT_DETACH) })
		must(t, unix.Unmount(root, 0))
	}
	put(t, root, "a.jpg")
	if id, err := scan.Probe(root, rep.Dev); err != nil || id.Dev == rep.Dev {
		t.Errorf("mounted again: %+v, %v", id, err)
	}
}

// A bind mount of the same file system is told by the list of mounts alone. Without such a
// list, devices tell mounts.
func TestPlaces(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := tree(t, "a.jpg", "own/b.jpg", ".hidden/c.jpg", "memory/")
	bind := func(from, to string) {
		must(t, os.MkdirAll(to, 0o755))
		must(t, unix.Mount(from, to, "", unix.MS_BIND, ""))
		t.Cleanup(func() { _ = unix.Unmount(to, unix.MNT_DETACH) })
	}
	bind(tree(t, "d.jpg"), filepath.Join(root, "bound"))
	bind(tree(t, "e.jpg"), filepath.Join(root, ".hidden"))
	mountTmpfs(t, filepath.Join(root, "memory"))
	rels := func(o scan.Options) (list []string) {
		_, rep := walk(t, root, o)
		for _, p := range rep.Places {
			if p.Mounted {
				list = append(list, p.Rel)
			}
		}
		return list
	}
	equal(t, "with a list", rels(scan.Options{}), []string{"", "bound", "memory"})
	none := func() (mounts.Table, error) { return nil, mounts.ErrUnsupported }
	equal(t, "without", rels(scan.Options{Mounts: none}), []string{"", "memory"})
	equal(t, "without, only", rels(scan.Options{Mounts: none, Only: []string{"memory/x.jpg"}, Expect: []string{"memory", "own"}}), []string{"", "memory"})
	equal(t, "hidden too", rels(scan.Options{IncludeHidden: true}), []string{"", ".hidden", "bound", "memory"})
}

// What comes and goes while a walk goes on is not trusted.
func TestMountedDuringTheWalk(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root, drive := tree(t, "a.jpg", "drive/"), tree(t, "b.jpg")
	at := filepath.Join(root, "drive")
	t.Cleanup(func() { _ = unix.Unmount(at, unix.MNT_DETACH) })
	rep, err := scan.Walk(t.Context(), root, scan.Options{Workers: 1}, func(scan.Entry) error {
		return unix.Mount(drive, at, "", unix.MS_BIND, "")
	})
	must(t, err)
	if len(rep.Places) != 2 || !rep.Places[1].Mounted || !rep.Places[1].Fresh {
		t.Errorf("mounted meanwhile: %+v", rep)
	}
	again := func(scan.Entry) error {
		return errors.Join(unix.Unmount(at, unix.MNT_DETACH), unix.Mount(drive, at, "", unix.MS_BIND, ""))
	}
	if mounts.Number(at) != 0 {
		rep, err = scan.Walk(t.Context(), root, scan.Options{Only: []string{"a.jpg", "drive/no.jpg"}}, again)
		must(t, err)
		if len(rep.Places) != 2 || !rep.Places[1].Fresh {
			t.Errorf("mounted again meanwhile: %+v", rep)
		}
		if _, err = scan.Walk(t.Context(), at, scan.Options{}, again); !errors.Is(err, scan.ErrOffline) {
			t.Errorf("root mounted again meanwhile: %v", err)
		}
	}
	_, err = scan.Walk(t.Context(), at, scan.Options{}, func(scan.Entry) error {
		return unix.Unmount(at, unix.MNT_DETACH)
	})
	if !errors.Is(err, scan.ErrOffline) {
		t.Errorf("unmounted meanwhile: %v", err)
	}
	for unix.Unmount(at, unix.MNT_DETACH) == nil {
	}
	for _, removed := range []bool{false, true} {
		must(t, os.MkdirAll(at, 0o755))
		must(t, unix.Mount(drive, at, "", unix.MS_BIND, ""))
		rep, err := scan.Walk(t.Context(), root, scan.Options{}, func(e scan.Entry) error {
			if e.Rel != "drive/b.jpg" {
				return nil
			}
			err := unix.Unmount(at, unix.MNT_DETACH)
			if removed {
				err = errors.Join(err, os.Remove(at))
			}
			return err
		})
		must(t, err)
		if len(rep.Places) != 2 || rep.Places[1].Rel != "drive" || rep.Places[1].Mounted || !rep.Places[1].Left {
			t.Errorf("gone after it was seen, its folder removed %v: %+v", removed, rep)
		}
	}
}
