package index_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"descry/internal/sandbox"
	"descry/library"
	"descry/library/index"
)

// pluggable is something with photos on it that comes and goes below the folder of a fixture.
type pluggable struct {
	t     *testing.T
	at    string // where it is mounted
	store string // what is on it
}

// plug mounts it: as a part of a file system that stays, which keeps its inodes and has
// the device number of what lies around it, or as one that is made anew each time.
func (d pluggable) plug(anew bool) {
	d.t.Helper()
	if !anew {
		must(d.t, unix.Mount(d.store, d.at, "", unix.MS_BIND, ""))
		return
	}
	// The file system is filled before it is to be seen, as a drive is.
	made := d.t.TempDir()
	must(d.t, unix.Mount("none", made, "tmpfs", 0, ""))
	copyTree(d.t, d.store, made)
	must(d.t, unix.Mount(made, d.at, "", unix.MS_MOVE, ""))
}

// unplug unmounts it, lazily as a drive goes that is pulled out.
func (d pluggable) unplug(lazily bool) {
	d.t.Helper()
	flags := 0
	if lazily {
		flags = unix.MNT_DETACH
	}
	err := unix.Unmount(d.at, flags)
	if errors.Is(err, unix.EBUSY) { // it is being looked at
		err = unix.Unmount(d.at, unix.MNT_DETACH)
	}
	must(d.t, err)
}

// copyTree copies files with their times.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	must(t, filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, rel), data, 0o644); err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, rel), info.ModTime(), info.ModTime())
	}))
}

// rows are all files of the folder by path.
func (f *fixture) rows() map[string]library.KnownFile {
	f.t.Helper()
	rows := map[string]library.KnownFile{}
	must(f.t, f.store.KnownFiles(f.t.Context(), f.folder().ID, "", func(k library.KnownFile) { rows[k.Rel] = k }))
	return rows
}

// A drive below a folder that is watched comes and goes 50 times, in all the ways that a
// drive does: no row of a file is lost, and the tags stay.
func TestDriveComesAndGoes(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	f := newFixture(t, func(o *index.Options) { o.Log = slog.New(slog.NewTextHandler(t.Output(), nil)) })
	f.photo("home/1.jpg", 1)
	f.photo("home/2.jpg", 2)
	d := pluggable{t: t, at: filepath.Join(f.photos, "trips", "card"), store: t.TempDir()}
	must(t, os.MkdirAll(d.at, 0o755))
	must(t, os.Mkdir(filepath.Join(d.store, "sub"), 0o755))
	const onDrive = 12
	for i := range onDrive {
		writePhoto(t, filepath.Join(d.store, []string{"", "sub"}[i%2], fmt.Sprintf("%d.jpg", i)), uint64(100+i))
	}
	t.Cleanup(func() {
		for unix.Unmount(d.at, unix.MNT_DETACH) == nil {
		}
	})
	d.plug(false)
	f.once()
	before := f.rows()
	if len(before) != 2+onDrive {
		t.Fatalf("%d files: %v", len(before), before)
	}
	tag := library.Tag{Name: "Norway"}
	tagged := []library.PhotoID{f.id("home/1.jpg"), f.id("trips/card/0.jpg"), f.id("trips/card/sub/1.jpg")}
	_, err := f.store.TagPhotos(t.Context(), tagged, []library.Tag{tag}, nil)
	must(t, err)

	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.x.Run(ctx) }()
	defer func() {
		cancel()
		must(t, <-ended)
	}()
	t.Cleanup(func() {
		if t.Failed() {
			places, _ := f.store.Places(context.Background(), 0)
			t.Logf("places %+v", places)
		}
	})
	away := func() (n int, said bool) {
		places, err := f.store.Places(t.Context(), 0)
		must(t, err)
		for _, p := range places {
			n += p.Away
			said = said || p.Rel == "trips/card" && !p.AwaySince.IsZero()
		}
		return n, said
	}
	there := func() bool {
		n, said := away()
		return n == 0 && !said
	}
	eventually(t, "the first scan", func() bool { return !f.folder().LastScan.IsZero() && there() })
	check := func(when string, wantAway int) {
		t.Helper()
		n := 0
		for rel, was := range before {
			now, known := f.rows()[rel]
			if !known || now.ID != was.ID {
				t.Fatalf("%s: %s was row %d and is %+v", when, rel, was.ID, now)
			}
			if now.Away {
				n++
			}
		}
		if n != wantAway || len(f.rows()) != len(before) {
			t.Fatalf("%s: %d of %d files are away, want %d of %d", when, n, len(f.rows()), wantAway, len(before))
		}
	}
	for i := range 50 {
		d.unplug(i%3 == 0)
		eventually(t, fmt.Sprintf("the drive gone, time %d", i), func() bool {
			n, said := away()
			return said && n == onDrive
		})
		check(fmt.Sprintf("gone %d", i), onDrive)
		d.plug(i%2 == 0)
		eventually(t, fmt.Sprintf("the drive back, time %d", i), there)
		check(fmt.Sprintf("back %d", i), 0)
	}
	for i := range 20 { // faster than anyone can look
		d.unplug(i%3 == 0)
		d.plug(false)
	}
	quiet := 0 // a scan of a moment before may still be under way
	eventually(t, "the drive back for good", func() bool {
		if quiet++; !there() || f.x.State().Phase != index.Idle {
			quiet = 0
		}
		return quiet == 40
	})
	check("at the end", 0)
	counts, err := f.store.Tags(t.Context())
	must(t, err)
	if len(counts) != 1 || counts[0].Tag != tag || counts[0].Photos != len(tagged) {
		t.Errorf("of the tag is left: %+v", counts)
	}
	writePhoto(t, filepath.Join(d.at, "sub", "new.jpg"), 999)
	eventually(t, "a new photo on the drive", func() bool {
		row, known := f.rows()["trips/card/sub/new.jpg"]
		return known && row.State == library.FileIndexed
	})
}
