package mounts_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"descry/internal/mounts"
	"descry/internal/sandbox"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSystem(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	at := func(name string) string {
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(path, 0o755))
		return path
	}
	disk, bound := at("a disk\n"), at("bound")
	must(t, unix.Mount("none", disk, "tmpfs", 0, ""))
	must(t, unix.Mount(at("original"), bound, "", unix.MS_BIND, ""))
	t.Cleanup(func() {
		_ = unix.Unmount(bound, unix.MNT_DETACH)
		_ = unix.Unmount(disk, unix.MNT_DETACH)
	})
	table, err := mounts.System()
	must(t, err)
	if all := table.Below(dir); len(all) != 2 || all[0].Point != disk || all[1].Point != bound {
		t.Fatalf("below: %+v", all)
	}
	var st unix.Stat_t
	must(t, unix.Stat(disk, &st))
	m, ok := table.At(disk)
	if !ok || m.Device != uint64(st.Dev) || m.Type != "tmpfs" {
		t.Errorf("disk: %+v, device %d", m, st.Dev)
	}
	around, _ := table.Holding(at("original"))
	inner, ok := table.At(bound)
	if !ok || inner.Device != around.Device || inner.Root == around.Root || inner.UUID() != around.UUID() {
		t.Errorf("bind mount %+v in %+v", inner, around)
	}
	first, outer := mounts.Number(bound), mounts.Number(dir)
	if first == outer && first != 0 {
		t.Errorf("a mount and what it lies in have the number %d", first)
	}
	must(t, unix.Unmount(bound, 0))
	must(t, unix.Mount(at("original"), bound, "", unix.MS_BIND, ""))
	if again := mounts.Number(bound); again == first && first != 0 || mounts.Number(dir) != outer {
		t.Errorf("mounted again: number %d, before %d", again, first)
	}
	must(t, unix.Unmount(bound, 0))
	table, err = mounts.System()
	must(t, err)
	if m, ok := table.At(bound); ok {
		t.Errorf("unmounted: %+v", m)
	}
}
