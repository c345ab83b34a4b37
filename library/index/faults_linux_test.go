package index_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"descry/internal/faultyfs"
	"descry/internal/sandbox"
	"descry/internal/testlength"
	"descry/library"
	"descry/library/index"
)

// A drive below a folder, or what is mounted at the folder, fails in each way that file
// systems do. No photo is taken for deleted, however often the folder is scanned meanwhile.
// When the fault has ended, all that failed is read again by itself, and what came or changed
// under the fault is indexed.
func TestFaultyDrive(t *testing.T) {
	short := testlength.Shortened(t)
	if !sandbox.Inside(t, 0) {
		return
	}
	places := []string{"drive", ""}
	if short {
		places = places[:1]
	}
	for _, at := range places {
		for _, fault := range faultyfs.All() {
			lists := fault == faultyfs.ListsNothing || fault == faultyfs.ListsHalf
			settings := map[string]faultyfs.Setting{"all": {Fault: fault}}
			// Files of which a few are not listed are files that were deleted.
			if !short && fault != faultyfs.Dead && fault != faultyfs.Silent && fault != faultyfs.Slow && !lists {
				settings["half"] = faultyfs.Setting{Fault: fault, Share: 0.5}
				settings["by chance"] = faultyfs.Setting{Fault: fault, Share: 0.5, Fickle: true}
			}
			for share, setting := range settings {
				setting.Silence = 200 * time.Millisecond
				t.Run(fmt.Sprintf("%v, %s of /%s", fault, share, at), func(t *testing.T) { faultyDrive(t, at, setting) })
			}
		}
	}
}

func faultyDrive(t *testing.T, at string, setting faultyfs.Setting) {
	content := t.TempDir()
	var mountpoint string
	onDrive := slices.Concat(numbered(filepath.Join(at, "x")+"-", 6), numbered(filepath.Join(at, "sub", "y")+"-", 6))
	a := newAbsence(t, func(a *absence) {
		mountpoint = filepath.Join(a.photos, at)
		must(t, os.MkdirAll(mountpoint, 0o755))
		bind(t, content, mountpoint)
	}, onDrive...)
	if at != "" {
		a.add(numbered("", 3)...)
	}
	mount := func() *faultyfs.FS { return mountFailing(t, content, mountpoint) }
	f := mount()
	a.once()
	a.expectAway("sound")

	// One photo comes, one changes, and one has a sidecar that must not be overlooked.
	writePhoto(t, filepath.Join(content, "sub", "new.jpg"), 77)
	writePhoto(t, filepath.Join(content, "tagged.jpg"), 78)
	const sidecar = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`
	must(t, os.WriteFile(filepath.Join(content, "tagged.jpg.xmp"), []byte(sidecar), 0o644))
	must(t, f.Set(setting))
	for i := range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		err := a.x.Once(ctx)
		cancel()
		if err != nil {
			t.Errorf("scan %d: %v", i, err)
		}
		for name, said := range a.said {
			p, err := a.store.Photo(t.Context(), said.id)
			must(t, err)
			if len(p.Files) != 1 {
				t.Fatalf("scan %d: %s is at %+v\n%s", i, name, p.Files, a.log.String())
			}
		}
	}
	if setting.Fault == faultyfs.Dead {
		mount()
	} else {
		must(t, f.Set(faultyfs.Setting{}))
	}
	a.once()
	a.expectAway("afterwards")
	n := len(a.said) + 2
	a.expect(library.Counts{Photos: n, Files: n, Indexed: n})
	tagged, err := a.store.Photo(t.Context(), a.id(filepath.Join(at, "tagged.jpg")))
	must(t, err)
	// A sidecar that nobody may read, or that isn't found, is none.
	none := setting.Share > 0 && (setting.Fault == faultyfs.Denied || setting.Fault == faultyfs.Vanishing)
	if got := strings.Join(tagged.Keywords, " "); got != "harbour" && !none {
		t.Errorf("the sidecar's keywords are %q", got)
	}
	for _, p := range a.places() {
		if strings.ContainsAny(p, "A?") {
			t.Errorf("place %q", p)
		}
	}
}

// The same while the folder is watched: the watch goes on, and a scan afterwards finds all
// as it was.
func TestFaultyDriveWatched(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	for _, fault := range faultyfs.All() {
		t.Run(fault.String(), func(t *testing.T) {
			faultyDriveWatched(t, faultyfs.Setting{Fault: fault, Silence: 200 * time.Millisecond})
		})
	}
}

func faultyDriveWatched(t *testing.T, setting faultyfs.Setting) {
	content := t.TempDir()
	var at string
	a := newAbsence(t, func(a *absence) {
		at = filepath.Join(a.photos, "drive")
		must(t, os.Mkdir(at, 0o755))
		bind(t, content, at)
	}, slices.Concat(numbered("", 3), numbered("drive/x-", 6), numbered("drive/sub/y-", 6))...)
	mount := func() *faultyfs.FS { return mountFailing(t, content, at) }
	f := mount()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.x.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the watch ended: %v", err)
		}
	}()
	scanned := func(what string) {
		t.Helper()
		before := a.folder()
		a.x.Rescan(before.ID)
		eventually(t, what, func() bool {
			now := a.folder()
			return (now.LastScan.After(before.LastScan) || !now.OfflineSince.IsZero()) && a.x.State().Phase == index.Idle
		})
	}
	scanned("a scan while all is sound")
	writePhoto(t, filepath.Join(content, "sub", "new.jpg"), 77)
	must(t, f.Set(setting))
	for range 3 {
		scanned("a scan under the fault")
		for name, said := range a.said {
			p, err := a.store.Photo(t.Context(), said.id)
			must(t, err)
			if len(p.Files) != 1 {
				t.Fatalf("%s is at %+v", name, p.Files)
			}
		}
	}
	if setting.Fault == faultyfs.Dead {
		mount()
	} else {
		must(t, f.Set(faultyfs.Setting{}))
	}
	scanned("a scan afterwards")
	n := len(a.said) + 1
	want := library.Counts{Photos: n, Files: n, Indexed: n}
	eventually(t, "all photos back", func() bool { return a.totals() == want })
	a.expectAway("afterwards")
}

// Another disk in the place of a file system that a program serves gets the number of the file
// system's device. The other disk holds half of the files.
func TestDiskInPlaceOfAFUSE(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content := t.TempDir()
	var at string
	names := numbered("drive/", 14)
	a := newAbsence(t, func(a *absence) {
		at = filepath.Join(a.photos, "drive")
		must(t, os.Mkdir(at, 0o755))
		bind(t, content, at)
	}, names...)
	must(t, unix.Unmount(at, unix.MNT_DETACH))
	f, err := faultyfs.Mount(content, at, 1)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	a.once()
	a.expectAway("served")
	f.Close()
	must(t, unix.Mount("none", at, "tmpfs", 0, ""))
	var missing []string
	for i, name := range names {
		if i%2 == 0 {
			a.photo(name, uint64(1000+i))
		} else {
			missing = append(missing, name)
		}
	}
	a.fiveTimes("another disk", missing...)
}

// A photo that can't be found by chance is not called a broken link, which would not be
// tried again before it changes.
func TestNotFoundIsNoBrokenLink(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content, at := t.TempDir(), t.TempDir()
	writePhoto(t, filepath.Join(content, "1.jpg"), 1)
	f, err := faultyfs.Mount(content, at, 1)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	defer f.Close()
	must(t, f.Set(faultyfs.Setting{Fault: faultyfs.Vanishing, Share: 0.5, Fickle: true}))
	for range 100 {
		if _, err := index.ReadPhoto(filepath.Join(at, "1.jpg")); err != nil && err.Error() != "it does not exist" {
			t.Fatal(err)
		}
	}
}

// A sidecar that ends early by chance is not taken for a broken one, which says nothing.
func TestShortSidecarIsNotBroken(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content, at := t.TempDir(), t.TempDir()
	writePhoto(t, filepath.Join(content, "1.jpg"), 1)
	const sidecar = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`
	must(t, os.WriteFile(filepath.Join(content, "1.jpg.xmp"), []byte(sidecar), 0o644))
	f, err := faultyfs.Mount(content, at, 1)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	defer f.Close()
	photo, err := index.OpenPhoto(filepath.Join(content, "1.jpg"))
	must(t, err)
	defer photo.Close()
	must(t, f.Set(faultyfs.Setting{Fault: faultyfs.ShortRead, Share: 0.5, Fickle: true}))
	whole, short := 0, 0
	for range 100 {
		_, found, err := index.ReadFields(t.Context(), filepath.Join(at, "1.jpg"), photo)
		switch {
		case err != nil:
			short++
		case len(found) > 0:
			whole++
		default:
			t.Fatal("a short sidecar was passed over")
		}
	}
	if whole == 0 || short == 0 {
		t.Errorf("%d were read whole, %d not", whole, short)
	}
}

// A photo that has another time and can't be read is a known problem. The photo's annotations
// are there again when the photo can be read.
func TestOtherTimesAndUnreadable(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content := t.TempDir()
	var at string
	a := newAbsence(t, func(a *absence) {
		at = filepath.Join(a.photos, "drive")
		must(t, os.Mkdir(at, 0o755))
		bind(t, content, at)
	}, numbered("drive/x-", 6)...)
	f := mountFailing(t, content, at)
	later := time.Now().Add(time.Hour)
	for _, name := range numbered("x-", 3) { // by the others the drive is known
		must(t, os.Chtimes(filepath.Join(content, name), later, later))
	}
	must(t, f.Set(faultyfs.Setting{Fault: faultyfs.ReadError}))
	a.once()
	problems, err := a.store.Problems(t.Context(), 100)
	must(t, err)
	if len(problems) != 3 {
		t.Errorf("problems: %+v", problems)
	}
	for _, p := range problems {
		if p.RetryAt.IsZero() {
			t.Errorf("%s is not tried again: %s", p.Path, p.Reason)
		}
	}
	must(t, f.Set(faultyfs.Setting{}))
	a.once()
	a.expectAway("afterwards")
	n := len(a.said)
	a.expect(library.Counts{Photos: n, Files: n, Indexed: n})
}

// bind mounts a directory at another one, and unmounts all that is there in the end.
func bind(t *testing.T, content, at string) {
	t.Helper()
	must(t, unix.Mount(content, at, "", unix.MS_BIND, ""))
	t.Cleanup(func() {
		for unix.Unmount(at, unix.MNT_DETACH) == nil {
		}
	})
}

// mountFailing mounts a directory through a file system that can fail, in the place of what is
// mounted there.
func mountFailing(t *testing.T, content, at string) *faultyfs.FS {
	t.Helper()
	must(t, unix.Unmount(at, unix.MNT_DETACH))
	f, err := faultyfs.Mount(content, at, 1)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(f.Close)
	return f
}
