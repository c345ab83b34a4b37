package index_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"descry/internal/sandbox"
	"descry/library"
)

// drive is a file system that is mounted and taken away again, as it was.
type drive struct {
	t       *testing.T
	at, own string
}

// newDrive mounts a file system in memory at a directory, or a directory of the file
// system that the tests are on.
func newDrive(t *testing.T, at string, memory bool) *drive {
	t.Helper()
	d := &drive{t: t, at: at, own: filepath.Join(t.TempDir(), "drive")}
	must(t, os.Mkdir(d.own, 0o755))
	if memory {
		must(t, unix.Mount("none", d.own, "tmpfs", 0, ""))
		t.Cleanup(func() { _ = unix.Unmount(d.own, unix.MNT_DETACH) })
	}
	t.Cleanup(func() { _ = unix.Unmount(at, unix.MNT_DETACH) })
	d.plug()
	return d
}

func (d *drive) plug() {
	d.t.Helper()
	must(d.t, os.MkdirAll(d.at, 0o755))
	must(d.t, unix.Mount(d.own, d.at, "", unix.MS_BIND, ""))
}

func (d *drive) unplug() {
	d.t.Helper()
	must(d.t, unix.Unmount(d.at, unix.MNT_DETACH))
}

// TestDriveBelowARoot has a drive with a card in it below a folder.
func TestDriveBelowARoot(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	here, onDrive, onCard := numbered("", 2), numbered("sub/drive/", 9), numbered("sub/drive/card/", 3)
	lost := slices.Concat(onDrive, onCard)
	for name, memory := range map[string]bool{"another file system": true, "bind mount of the same": false} {
		for left, change := range map[string]func(at string){
			"mount point left":    func(string) {},
			"mount point removed": func(at string) { must(t, os.Remove(at)) },
			"stray file":          func(at string) { must(t, os.WriteFile(filepath.Join(at, "note.txt"), nil, 0o644)) },
			"stray photo":         func(at string) { writeIn(t, at, "stray.jpg") },
			"trash":               func(at string) { writeIn(t, at, ".Trash-1000/files/x.jpg") },
			"file in its place": func(at string) {
				must(t, os.Remove(at))
				must(t, os.WriteFile(at, nil, 0o644))
			},
		} {
			t.Run(name+", "+left, func(t *testing.T) {
				var d, card *drive
				a := newAbsence(t, func(a *absence) {
					d = newDrive(t, filepath.Join(a.photos, "sub", "drive"), memory)
					card = newDrive(t, filepath.Join(d.at, "card"), true)
				}, slices.Concat(here, lost)...)
				a.expectPlaces("indexed", " 0", "sub/drive 0", "sub/drive/card 0")
				card.unplug()
				a.fiveTimes("card out", onCard...)
				a.expectPlaces("card out", " 0", "sub/drive 0", "sub/drive/card 3 A")
				d.unplug()
				change(d.at)
				a.fiveTimes("drive out", lost...)
				a.expectPlaces("drive out", " 0", "sub/drive 9 A", "sub/drive/card 3 A")
				if f := a.folder(); !f.OfflineSince.IsZero() || f.Counts.Away != 12 {
					t.Errorf("folder %+v", f)
				}
				must(t, os.RemoveAll(d.at))
				d.plug()
				a.once()
				if left == "stray photo" { // gone with its directory while the drive was out
					a.fiveTimes("drive back", onCard...)
					a.expectPlaces("drive back", " 0", "sub/drive 1 ?", "sub/drive/card 3 A")
					return
				}
				a.fiveTimes("drive back", onCard...)
				card.plug()
				a.back("card back", " 0", "sub/drive 0", "sub/drive/card 0")
			})
		}
	}
}

// TestRootUnmounted has a folder that is a drive.
func TestRootUnmounted(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	names := numbered("sub/", 10)
	for name, memory := range map[string]bool{"another file system": true, "bind mount of the same": false} {
		for left, change := range map[string]func(at string){
			"empty":      func(string) {},
			"stray file": func(at string) { must(t, os.WriteFile(filepath.Join(at, "note.txt"), nil, 0o644)) },
			"trash":      func(at string) { writeIn(t, at, ".Trash-1000/files/x.jpg") },
			"lost+found": func(at string) { must(t, os.Mkdir(filepath.Join(at, "lost+found"), 0o700)) },
			"blank disk": func(at string) { must(t, unix.Mount("none", at, "tmpfs", 0, "")) },
			"another disk": func(at string) {
				must(t, unix.Mount("none", at, "tmpfs", 0, ""))
				writeIn(t, at, "other/1.jpg")
				writeIn(t, at, "other/2.jpg")
			},
			"disk with the same names": func(at string) {
				must(t, unix.Mount("none", at, "tmpfs", 0, ""))
				for _, name := range names {
					writeIn(t, at, name)
					must(t, os.Truncate(filepath.Join(at, name), 100))
				}
			},
			"a part of the disk": func(at string) { // the same file system, another directory of it
				own := filepath.Join(t.TempDir(), "part")
				must(t, os.Mkdir(own, 0o755))
				must(t, unix.Mount(own, at, "", unix.MS_BIND, ""))
			},
		} {
			t.Run(name+", "+left, func(t *testing.T) {
				var d *drive
				a := newAbsence(t, func(a *absence) { d = newDrive(t, a.photos, memory) }, names...)
				d.unplug()
				change(d.at)
				a.fiveTimes("unmounted", names...)
				if f := a.folder(); f.OfflineSince.IsZero() != (left == "another disk" || left == "disk with the same names") {
					t.Errorf("folder %+v", f)
				}
				if left != "blank disk" && left != "another disk" && left != "disk with the same names" && left != "a part of the disk" {
					d.plug()
					a.back("back", " 0")
					return
				}
				d.unplug()
				d.plug()
				a.once()
				a.expectAway("back")
			})
		}
	}
}

// A mount that is missing is deleted only when the user asks for it, and alone.
func TestConfirmThatADriveIsGone(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	here, onDrive, onOther := numbered("", 3), numbered("drive/", 4), numbered("other/", 4)
	var d, other *drive
	a := newAbsence(t, func(a *absence) {
		d, other = newDrive(t, filepath.Join(a.photos, "drive"), true), newDrive(t, filepath.Join(a.photos, "other"), true)
	}, slices.Concat(here, onDrive, onOther)...)
	d.unplug()
	other.unplug()
	a.fiveTimes("both out", slices.Concat(onDrive, onOther)...)
	n, err := a.store.ConfirmGone(t.Context(), a.folder().ID, "drive")
	must(t, err)
	if n != 4 {
		t.Errorf("%d files were away, want 4", n)
	}
	for _, name := range onDrive {
		p, err := a.store.Photo(t.Context(), a.said[name].id)
		must(t, err)
		if len(p.Files) != 0 {
			t.Errorf("%s is at %+v", name, p.Files)
		}
		delete(a.said, name)
	}
	a.fiveTimes("one is gone", onOther...)
	a.expectPlaces("one is gone", " 0", "other 4 A")
	other.plug()
	a.back("the other back", " 0", "other 0")
}

// A mount that is missing is never taken for deleted by a scan of parts either, which
// is what a watcher asks for when files vanish with it.
func TestDriveUnpluggedBeforeTheWatcher(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	here, onDrive := numbered("", 3), numbered("drive/", 4)
	var d *drive
	a := newAbsence(t, func(a *absence) { d = newDrive(t, filepath.Join(a.photos, "drive"), true) }, slices.Concat(here, onDrive)...)
	look := func(names ...string) {
		t.Helper()
		_, err := a.x.Sync(t.Context(), a.folder(), names...)
		must(t, err)
	}
	d.unplug()
	look(onDrive[0])
	a.expectAway("the first", onDrive[0])
	look("drive")
	a.expectAway("the directory", onDrive...)
	a.expectPlaces("the directory", " 0", "drive 4 A")
	a.fiveTimes("away", onDrive...)
	d.plug()
	look("drive")
	a.expectAway("back")
	a.back("back", " 0", "drive 0")
}

// A drive that was empty when it came, and got its photos before the eyes of the watcher,
// is known as one as soon as these are.
func TestDriveFilledBeforeTheWatcher(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	here, onDrive := numbered("", 12), numbered("drive/", 3)
	a := newAbsence(t, nil, here...)
	d := newDrive(t, filepath.Join(a.photos, "drive"), true)
	a.once() // as the drive comes
	a.expectPlaces("empty", " 0")
	for _, name := range onDrive {
		a.photo(name, uint64(1000+len(a.said)))
		_, err := a.x.Sync(t.Context(), a.folder(), name)
		must(t, err)
	}
	a.expectPlaces("filled", " 0", "drive 0")
	a.add(onDrive...)
	d.unplug()
	_, err := a.x.Sync(t.Context(), a.folder(), "drive")
	must(t, err)
	a.fiveTimes("unplugged", onDrive...)
	a.expectPlaces("unplugged", " 0", "drive 3 A")
	d.plug()
	a.back("plugged in again", " 0", "drive 0")
}

// A drive whose photos have been copied into its mount point is no longer missed.
func TestDriveReplacedByACopy(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	names := numbered("drive/", 9)
	var d *drive
	a := newAbsence(t, func(a *absence) { d = newDrive(t, filepath.Join(a.photos, "drive"), true) }, names...)
	d.unplug()
	must(t, os.Remove(d.at))
	must(t, os.CopyFS(d.at, os.DirFS(d.own)))
	for _, name := range names {
		fi, err := os.Stat(filepath.Join(d.own, filepath.Base(name)))
		must(t, err)
		must(t, os.Chtimes(filepath.Join(a.photos, name), fi.ModTime(), fi.ModTime()))
	}
	a.once()
	a.expectAway("copied")
	a.expectPlaces("copied", " 0")
	for _, name := range names[:3] {
		must(t, os.Remove(filepath.Join(a.photos, name)))
		delete(a.said, name)
	}
	a.once()
	a.expect(library.Counts{Photos: 6, Files: 6, Indexed: 6})
}

// Folders that lie in a new one bring their places along.
func TestAddAroundAFolderThatIsAway(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	names := numbered("drive/", 9)
	var d *drive
	a := newAbsence(t, func(a *absence) { d = newDrive(t, filepath.Join(a.photos, "drive"), true) }, names...)
	outer := filepath.Dir(a.photos)
	aside := filepath.Join(t.TempDir(), "aside")
	d.unplug()
	must(t, os.Rename(a.photos, aside))
	a.once() // offline
	_, err := a.store.AddFolder(t.Context(), outer)
	must(t, err)
	a.fiveTimes("around", names...)
	must(t, os.Rename(aside, a.photos))
	d.plug()
	a.once()
	a.expectAway("back")
	for _, p := range a.places() {
		if !strings.HasSuffix(p, " 0") {
			t.Errorf("place %q", p)
		}
	}
}
