package watch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"descry/internal/sandbox"
	"descry/library/watch"
)

func TestUnmount(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := filepath.Join(t.TempDir(), "disk")
	must(t, os.Mkdir(root, 0o755))
	mount := func() {
		must(t, unix.Mount("none", root, "tmpfs", 0, ""))
		put(t, root, "sub/a.jpg")
	}
	mount()
	t.Cleanup(func() { _ = unix.Unmount(root, unix.MNT_DETACH) })
	r := start(t, quick(), root)
	r.ready(t)
	must(t, unix.Unmount(root, unix.MNT_DETACH))
	r.await(t, "offline", r.noticed(watch.Offline))
	if !r.silent() {
		t.Errorf("unmounting looks like a change: %v", r)
	}
	mount()
	r.await(t, "online", r.noticed(watch.Online))
	r.await(t, "rescan", r.rescanned(1))
	r.forget()
	put(t, root, "sub/b.jpg")
	r.await(t, "change", r.has("sub/b.jpg"))
}

// The device that a root was on tells that its empty mount point is not it, even at the start.
func TestUnmountedAtStart(t *testing.T) {
	root := t.TempDir()
	o := quick()
	o.ExpectDev = func(string) uint64 { return 1<<40 + 1 }
	r := start(t, o, root)
	r.await(t, "offline", r.noticed(watch.Offline))
	put(t, root, "a.jpg") // mounted under another number
	r.await(t, "online", r.noticed(watch.Online))
	r.await(t, "rescan", r.rescanned(1))
}

func TestLockedFolder(t *testing.T) {
	if !sandbox.Inside(t, 1000) {
		return
	}
	root := t.TempDir()
	put(t, root, "locked/sub/a.jpg")
	locked := filepath.Join(root, "locked")
	t.Cleanup(func() { _ = os.Chmod(locked, 0o755) })
	must(t, os.Chmod(locked, 0))
	r := start(t, quick(), root)
	r.ready(t)
	must(t, os.Chmod(locked, 0o755))
	r.await(t, "the folder", r.has("locked"))
	put(t, root, "locked/sub/b.jpg")
	r.await(t, "a file in it", r.has("locked/sub/b.jpg"))
	must(t, os.Chmod(locked, 0))
	put(t, root, "c.jpg")
	r.await(t, "a file elsewhere", r.has("c.jpg"))
	must(t, os.Rename(locked, locked+".2"))
	r.await(t, "its removal", r.has("locked"))
	must(t, os.Rename(locked+".2", locked))
}

func TestRealWatchLimit(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := t.TempDir()
	put(t, root, "1/2/3/a.jpg")
	if err := os.WriteFile("/proc/sys/user/max_inotify_watches", []byte("3"), 0o644); err != nil {
		t.Skipf("the limit cannot be set here: %v", err)
	}
	o := quick()
	o.PollEvery = quick().MaxWait
	r := start(t, o, root)
	r.await(t, "notice", r.noticed(watch.WatchLimit))
	r.await(t, "rescans", r.rescanned(3))
}

// A drive below a root comes and goes: what lies on it is watched while it is there, and nothing but its place is
// told, neither of the drive's files when it goes nor of the folder around it.
func TestDriveBelowARoot(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	base := t.TempDir()
	root, store := filepath.Join(base, "root"), filepath.Join(base, "store")
	card := filepath.Join(root, "in/card")
	put(t, root, "a.jpg")
	put(t, store, "trip/b.jpg")
	must(t, os.MkdirAll(card, 0o755))
	plug := map[string]func(){
		"bind": func() { must(t, unix.Mount(store, card, "", unix.MS_BIND, "")) },
		"tmpfs": func() {
			must(t, unix.Mount("none", card, "tmpfs", 0, ""))
			put(t, card, "trip/b.jpg")
		},
	}
	t.Cleanup(func() { _ = unix.Unmount(card, unix.MNT_DETACH) })
	r := start(t, quick(), root)
	r.ready(t)
	for name, mount := range plug {
		for round := range 3 {
			mount()
			r.await(t, name+": the drive", r.has("in/card"))
			r.await(t, name+": a look at all", r.rescanned(1))
			put(t, card, "trip/c.jpg")
			r.await(t, name+": a new file on it", r.has("in/card/trip/c.jpg"))
			r.forget()
			flags := 0
			if round == 1 {
				flags = unix.MNT_DETACH
			}
			must(t, unix.Unmount(card, flags))
			r.await(t, name+": its going", r.has("in/card"))
			put(t, root, "a.jpg")
			r.await(t, name+": a file beside it", r.has("a.jpg"))
			if r.rescanned(1)() || r.places() != 2 {
				t.Errorf("%s going looks like more: %v", name, r)
			}
			r.forget()
			must(t, os.RemoveAll(filepath.Join(store, "trip/c.jpg")))
		}
	}
}

// The folder that a drive is mounted at often comes and goes with it.
func TestDriveWithItsMountPoint(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := t.TempDir()
	card := filepath.Join(root, "card")
	t.Cleanup(func() { _ = unix.Unmount(card, unix.MNT_DETACH) })
	r := start(t, quick(), root)
	r.ready(t)
	for range 3 {
		must(t, os.Mkdir(card, 0o755))
		must(t, unix.Mount("none", card, "tmpfs", 0, ""))
		put(t, card, "b.jpg")
		r.await(t, "the drive", r.has("card"))
		// While all of the drive is to be looked at, a file on it goes without saying: one of several is told.
		looks, made := 0, []string{}
		r.await(t, "a new file on it", func() bool {
			if looks++; looks%40 == 1 {
				made = append(made, fmt.Sprintf("card/sub/%d.jpg", len(made)))
				put(t, root, made[len(made)-1])
			}
			return slices.ContainsFunc(made, func(name string) bool { return r.has(name)() })
		})
		r.forget()
		must(t, unix.Unmount(card, 0))
		must(t, os.Remove(card))
		r.await(t, "its going", r.has("card"))
		r.forget()
	}
}
