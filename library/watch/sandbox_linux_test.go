package watch_test

import (
	"os"
	"path/filepath"
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
