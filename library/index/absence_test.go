package index_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
	"descry/library/scan"
)

// absence is a library whose photos come and go. The annotations of the photos must stay.
type absence struct {
	*fixture
	log  strings.Builder
	said map[string]said // by the photo's name
	eyes func(scan.Report, []scan.Entry) (scan.Report, []scan.Entry)
}

// said is a photo and the tag that the user gave the photo.
type said struct {
	id  library.PhotoID
	tag string
}

// newAbsence indexes some photos, each with a tag of its own.
func newAbsence(t *testing.T, prepare func(f *absence), names ...string) *absence {
	t.Helper()
	a := &absence{said: map[string]said{}}
	a.fixture = newFixture(t, func(o *index.Options) {
		o.Walk = a.walk
		o.Log = slog.New(slog.NewTextHandler(&a.log, nil))
	})
	if prepare != nil {
		prepare(a)
	}
	a.add(names...)
	return a
}

// add indexes more photos.
func (a *absence) add(names ...string) {
	a.t.Helper()
	for _, name := range names {
		a.photo(name, uint64(1000+len(a.said)))
		a.said[name] = said{tag: fmt.Sprintf("word %d", len(a.said))}
	}
	a.once()
	for _, name := range names {
		p := said{id: a.id(name), tag: a.said[name].tag}
		_, err := a.store.TagPhotos(a.t.Context(), []library.PhotoID{p.id}, []library.Tag{{Name: p.tag}}, nil)
		must(a.t, err)
		a.said[name] = p
	}
}

// walk is scan.Walk, as the file system of the test shows it.
func (a *absence) walk(ctx context.Context, root string, o scan.Options, fn func(scan.Entry) error) (scan.Report, error) {
	if a.eyes == nil {
		return scan.Walk(ctx, root, o, fn)
	}
	var all []scan.Entry
	rep, err := scan.Walk(ctx, root, o, func(e scan.Entry) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		return rep, err
	}
	rep, all = a.eyes(rep, all)
	for _, e := range all {
		if err := fn(e); err != nil {
			return rep, err
		}
	}
	return rep, nil
}

// expectAway checks that exactly the named photos are offline and all others online, and that
// the annotations of all photos are still there.
func (a *absence) expectAway(what string, away ...string) {
	a.t.Helper()
	for name, p := range a.said {
		now, err := a.store.Photo(a.t.Context(), p.id)
		must(a.t, err)
		if len(now.Files) != 1 || now.Files[0].Online == slices.Contains(away, name) {
			a.t.Errorf("%s: %s is at %+v", what, name, now.Files)
		}
		tags, err := a.store.TagShares(a.t.Context(), []library.PhotoID{p.id})
		must(a.t, err)
		if len(tags) != 1 || tags[0].Tag.Name != p.tag {
			a.t.Errorf("%s: %s has the tags %+v", what, name, tags)
		}
	}
}

// fiveTimes scans again and again: what is away stays so.
func (a *absence) fiveTimes(what string, away ...string) {
	a.t.Helper()
	for i := range 5 {
		a.once()
		a.expectAway(fmt.Sprintf("%s, scan %d", what, i+1), away...)
	}
}

// places tells where files lie: rel, how many are away, A for away and ? for asked.
func (a *absence) places() (list []string) {
	a.t.Helper()
	places, err := a.store.Places(a.t.Context(), 0)
	must(a.t, err)
	for _, p := range places {
		text := fmt.Sprintf("%s %d", p.Rel, p.Away)
		if !p.AwaySince.IsZero() {
			text += " A"
		}
		if !p.AskedSince.IsZero() {
			text += " ?"
		}
		list = append(list, text)
	}
	return list
}

func (a *absence) expectPlaces(what string, want ...string) {
	a.t.Helper()
	if got := a.places(); !slices.Equal(got, want) {
		a.t.Errorf("%s: places %q, want %q", what, got, want)
	}
	findings, err := a.store.Check(a.t.Context())
	if err != nil || len(findings) > 0 {
		a.t.Errorf("%s: %q, %v", what, findings, err)
	}
}

// back checks that nothing is missing any more and nothing was read twice.
func (a *absence) back(what string, places ...string) {
	a.t.Helper()
	before := a.enc.calls.Load()
	a.once()
	a.expectAway(what)
	a.expectPlaces(what, places...)
	if f := a.folder(); f.State() != library.FolderUpToDate || f.Counts.Away != 0 {
		a.t.Errorf("%s: %+v", what, f)
	}
	if n := a.enc.calls.Load() - before; n != 0 {
		a.t.Errorf("%s: %d photos encoded again", what, n)
	}
}

// numbered are the names of n photos.
func numbered(dir string, n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("%s%02d.jpg", dir, i))
	}
	return names
}

// A sync client takes a folder away and makes it again before it fills it.
func TestRootMadeAgainEmpty(t *testing.T) {
	for name, with := range map[string]func(a *absence){
		"empty":           func(*absence) {},
		"with other file": func(a *absence) { must(t, os.WriteFile(filepath.Join(a.photos, "read me"), nil, 0o644)) },
		"with a trash":    func(a *absence) { writeIn(t, a.photos, ".Trash-1000/files/x.jpg") },
		"with lost+found": func(a *absence) { writeIn(t, a.photos, "lost+found/x.jpg") },
		"with a photo":    func(a *absence) { writeIn(t, a.photos, "stray.jpg") },
	} {
		t.Run(name, func(t *testing.T) {
			names := append(numbered("", 3), numbered("sub/", 9)...)
			a := newAbsence(t, nil, names...)
			aside := a.photos + ".aside"
			must(t, os.Rename(a.photos, aside))
			must(t, os.Mkdir(a.photos, 0o755))
			with(a)
			a.fiveTimes("made again", names...)
			a.expectPlaces("made again", " 12 A ?")
			if n := strings.Count(a.log.String(), "12 photos are gone from "+a.photos+": deleted, or is the drive away?"); n != 1 {
				t.Errorf("asked %d times:\n%s", n, &a.log)
			}
			must(t, os.RemoveAll(a.photos))
			must(t, os.Rename(aside, a.photos))
			if name == "with a photo" { // it is gone with its directory, and asked about
				a.once()
				a.expectAway("back")
				a.expectPlaces("back", " 1 ?")
				return
			}
			a.back("back", " 0")
		})
	}
}

// writeIn makes a photo that is none of those that the test knows.
func writeIn(t *testing.T, dir, name string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	writePhoto(t, path, 7)
}

// A server that is in trouble lists a part of what it has.
func TestServerListsLess(t *testing.T) {
	for name, test := range map[string]struct {
		listed int // of 20
		places string
	}{
		"nothing": {0, " 20 A ?"},
		"one":     {1, " 19 ?"},
		"half":    {10, " 10 ?"},
	} {
		t.Run(name, func(t *testing.T) {
			names := numbered("", 20)
			a := newAbsence(t, nil, names...)
			a.eyes = func(r scan.Report, all []scan.Entry) (scan.Report, []scan.Entry) {
				slices.SortFunc(all, func(x, y scan.Entry) int { return strings.Compare(x.Rel, y.Rel) })
				r.Files = test.listed
				return r, all[:test.listed]
			}
			a.fiveTimes("listed less", names[test.listed:]...)
			a.expectPlaces("listed less", test.places)
			if f := a.folder(); f.OfflineSince.IsZero() != (test.listed > 0) {
				t.Errorf("folder %+v", f)
			}
			a.eyes = nil
			a.back("back", " 0")
		})
	}
}

// On another disk with the same device number, and on file systems that make up their
// inodes, only the names tell.
func TestAnotherDiskWithTheSameNumbers(t *testing.T) {
	for name, made := range map[string]func(r *scan.Report, all []scan.Entry){
		"same numbers": func(r *scan.Report, all []scan.Entry) {
			for i := range r.Places {
				r.Places[i].Device, r.Places[i].Inode, r.Places[i].UUID, r.Places[i].Source = 2049, 2, "", ""
			}
			for i := range all {
				all[i].Dev, all[i].Inode = 2049, uint64(12+i)
			}
			r.Dev = 2049
		},
		"no stable inodes": func(r *scan.Report, all []scan.Entry) {
			for i := range r.Places {
				r.Places[i].Inode, r.Places[i].UUID = 0, ""
			}
			for i := range all {
				all[i].Inode = rand.Uint64()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			names := numbered("", 12)
			a := newAbsence(t, func(a *absence) {
				a.eyes = func(r scan.Report, all []scan.Entry) (scan.Report, []scan.Entry) {
					made(&r, all)
					return r, all
				}
			}, names...)
			aside := a.photos + ".aside"
			must(t, os.Rename(a.photos, aside))
			for i := range 10 {
				writeIn(t, a.photos, fmt.Sprintf("holiday/%d.jpg", i))
			}
			a.fiveTimes("another disk", names...)
			must(t, os.RemoveAll(a.photos))
			must(t, os.Rename(aside, a.photos))
			a.once()
			a.expectAway("back")
		})
	}
}

// Some photos that the user deletes are deleted at once.
func TestDeletedFromAPlaceThatIsThere(t *testing.T) {
	names := numbered("", 20)
	a := newAbsence(t, nil, names...)
	for _, name := range names[:7] {
		must(t, os.Remove(filepath.Join(a.photos, name)))
		delete(a.said, name)
	}
	a.once()
	a.expectAway("some deleted")
	a.expectPlaces("some deleted", " 0")
	a.expect(library.Counts{Photos: 13, Files: 13, Indexed: 13})
	for _, name := range names[7:15] {
		must(t, os.Remove(filepath.Join(a.photos, name)))
	}
	a.fiveTimes("many deleted", names[7:15]...)
	a.expectPlaces("many deleted", " 8 ?")

	n, err := a.store.ConfirmGone(t.Context(), a.folder().ID, "")
	must(t, err)
	if n != 8 {
		t.Errorf("%d files confirmed, want 8", n)
	}
	for _, name := range names[7:15] {
		p, err := a.store.Photo(t.Context(), a.said[name].id)
		must(t, err)
		if len(p.Files) != 0 {
			t.Errorf("%s is at %+v", name, p.Files)
		}
		delete(a.said, name)
	}
	a.back("confirmed", " 0")
	a.expect(library.Counts{Photos: 5, Files: 5, Indexed: 5})
}

// Files that a watcher sees go one by one are deleted. A burst of deletions is asked about.
func TestSeenToGo(t *testing.T) {
	names := numbered("", 60)
	a := newAbsence(t, nil, names...)
	look := func(names ...string) {
		t.Helper()
		_, err := a.x.Sync(t.Context(), a.folder(), names...)
		must(t, err)
	}
	remove := func(names ...string) {
		t.Helper()
		for _, name := range names {
			must(t, os.Remove(filepath.Join(a.photos, name)))
		}
		look(names...)
	}
	forget := func(names ...string) {
		for _, name := range names {
			delete(a.said, name)
		}
	}
	for _, name := range names[:40] {
		remove(name)
		forget(name)
	}
	a.expectAway("one by one")
	a.expectPlaces("one by one", " 0")
	remove(names[40:48]...) // a burst that comes in two parts
	forget(names[40:48]...)
	a.expectAway("a few")
	remove(names[48:56]...)
	a.expectAway("a burst", names[48:56]...)
	a.expectPlaces("a burst", " 8 ?")
	remove(names[56])
	forget(names[56])
	a.expectAway("one more", names[48:56]...)
	must(t, os.WriteFile(filepath.Join(a.photos, "note.txt"), nil, 0o644))
	look("note.txt", names[48])
	a.expectPlaces("looked again", " 8 ?")
	_, err := a.store.ConfirmGone(t.Context(), a.folder().ID, "")
	must(t, err)
	forget(names[48:56]...)
	remove(names[57])
	remove(names[58])
	forget(names[57], names[58])
	remove(names[59])
	forget(names[59])
	a.expect(library.Counts{})
	a.back("all gone one by one", " 0")
}

// Deleting all of a small folder at once is asked about, too.
func TestAllGoBeforeTheWatcher(t *testing.T) {
	names := numbered("sub/", 3)
	a := newAbsence(t, nil, names...)
	must(t, os.Rename(filepath.Join(a.photos, "sub"), a.photos+".sub"))
	_, err := a.x.Sync(t.Context(), a.folder(), "sub")
	must(t, err)
	a.expectAway("gone", names...)
	a.expectPlaces("gone", " 3 A ?")
	must(t, os.Rename(a.photos+".sub", filepath.Join(a.photos, "sub")))
	_, err = a.x.Sync(t.Context(), a.folder(), "sub")
	must(t, err)
	a.back("back", " 0")
}

// What lies elsewhere now has been moved, however many there are: in the same folder by
// inode, in another by content, whether that is known before or after.
func TestMovedIsNotGone(t *testing.T) {
	names := numbered("a/", 20)
	a := newAbsence(t, nil, names...)
	must(t, os.Rename(filepath.Join(a.photos, "a"), filepath.Join(a.photos, "b")))
	a.back("renamed", " 0")

	other := filepath.Join(t.TempDir(), "other")
	must(t, os.Mkdir(other, 0o755))
	_, err := a.store.AddFolder(t.Context(), other)
	must(t, err)
	move := func(from, to int, indexed bool) {
		t.Helper()
		for i := from; i < to; i++ {
			name := fmt.Sprintf("%02d.jpg", i)
			data, err := os.ReadFile(filepath.Join(a.photos, "b", name))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(other, name), data, 0o644))
		}
		if indexed {
			a.once()
		}
		for i := from; i < to; i++ {
			must(t, os.Remove(filepath.Join(a.photos, "b", fmt.Sprintf("%02d.jpg", i))))
		}
		a.once()
		a.expectAway("moved")
	}
	move(0, 12, true)
	a.add("stays.jpg")
	move(12, 20, false)
	for _, p := range a.places() {
		if !strings.HasSuffix(p, " 0") {
			t.Errorf("place %q", p)
		}
	}
	if n := a.enc.calls.Load(); n != 21 {
		t.Errorf("encoded %d times, want 21", n)
	}
}

// A photo that came while a disk was away is neither taken for one of the disk's nor
// lost when that is back: two disks may take turns at one path.
func TestTwoDisksTakeTurns(t *testing.T) {
	first, second := numbered("first ", 10), numbered("second ", 10)
	a := newAbsence(t, nil, first...)
	turn := func(out, in string) {
		t.Helper()
		must(t, os.Rename(a.photos, a.photos+out))
		if err := os.Rename(a.photos+in, a.photos); err != nil {
			must(t, os.Mkdir(a.photos, 0o755))
		}
	}
	turn(".1", ".2")
	a.add(second...)
	a.expectAway("second disk", first...)
	for range 3 {
		turn(".2", ".1")
		a.fiveTimes("first disk", second...)
		turn(".1", ".2")
		a.fiveTimes("second disk", first...)
	}
	all := slices.Sorted(maps.Keys(a.said))
	must(t, os.Rename(a.photos, a.photos+".2"))
	must(t, os.Mkdir(a.photos, 0o755))
	a.fiveTimes("no disk", all...)
}

// What came while a disk was away is no sign of it, and not deleted when the disk is back,
// however few photos that are and whatever was seen in between.
func TestWhatCameWhileADiskWasAway(t *testing.T) {
	for name, n := range map[string][2]int{"few on the second": {10, 5}, "few on the first": {3, 10}} {
		t.Run(name, func(t *testing.T) {
			first, second := numbered("first ", n[0]), numbered("second ", n[1])
			a := newAbsence(t, nil, first...)
			out := func(to string) {
				t.Helper()
				must(t, os.Rename(a.photos, a.photos+to))
				must(t, os.Mkdir(a.photos, 0o755))
			}
			in := func(from string) {
				t.Helper()
				must(t, os.Remove(a.photos))
				must(t, os.Rename(a.photos+from, a.photos))
			}
			out(".1")
			a.add(second...)
			a.fiveTimes("second disk", first...)
			out(".2")
			a.fiveTimes("no disk", append(slices.Clone(first), second...)...)
			in(".2")
			a.fiveTimes("second disk again", first...)
			out(".2")
			a.fiveTimes("no disk again", append(slices.Clone(first), second...)...)
			in(".1")
			a.fiveTimes("first disk", second...)
			a.expectPlaces("first disk", fmt.Sprintf(" %d ?", n[1]))
		})
	}
}

// A sync client that fills a folder again, and a user who restores a copy, may not set back
// the times of the photos. The photos are known by their content, as many as have come.
func TestFilledAgainWithOtherTimes(t *testing.T) {
	names := numbered("", 12)
	a := newAbsence(t, nil, names...)
	aside := a.photos + ".aside"
	must(t, os.Rename(a.photos, aside))
	must(t, os.Mkdir(a.photos, 0o755))
	a.fiveTimes("made again", names...)
	fill := func(names []string) {
		for _, name := range names {
			data, err := os.ReadFile(filepath.Join(aside, name))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(a.photos, name), data, 0o644))
			old := time.Now().Add(-time.Hour)
			must(t, os.Chtimes(filepath.Join(a.photos, name), old, old))
		}
	}
	fill(names[:5])
	a.fiveTimes("five are there", names[5:]...)
	a.expectPlaces("five are there", " 7 ?")
	fill(names[5:])
	a.once() // reads them
	a.back("all are there", " 0")
}

// Other photos of the same names and sizes are other photos.
func TestFilledWithOthersOfTheSameSize(t *testing.T) {
	names := numbered("", 12)
	a := newAbsence(t, nil, names...)
	aside := a.photos + ".aside"
	must(t, os.Rename(a.photos, aside))
	must(t, os.Mkdir(a.photos, 0o755))
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(aside, name))
		must(t, err)
		data[len(data)-3]++
		must(t, os.WriteFile(filepath.Join(a.photos, name), data, 0o644))
	}
	a.fiveTimes("others", names...)
	a.expectPlaces("others", " 12 A ?")
	must(t, os.RemoveAll(a.photos))
	must(t, os.Rename(aside, a.photos))
	a.back("back", " 0")
}

// A repaired catalogue doesn't know when a file was changed, and may be wrong about the disk.
// One photo that is gone then makes nobody ask about the others.
func TestNothingIsAskedAfterARepair(t *testing.T) {
	names := numbered("", 12)
	a := newAbsence(t, nil, names...)
	ctx := t.Context()
	folders, err := a.store.Folders(ctx, "")
	must(t, err)
	folder := folders[0].ID
	delta := library.ScanDelta{Places: []library.Place{{Folder: folder, Device: 1 << 40}}}
	must(t, a.store.KnownFiles(ctx, folder, "", func(f library.KnownFile) {
		f.ModTimeNS = 0
		delta.Changed = append(delta.Changed, library.MovedFile{ID: f.ID, Rel: f.Rel, FileStamp: f.FileStamp})
	}))
	if len(delta.Changed) != len(names) {
		t.Fatalf("%d files are known", len(delta.Changed))
	}
	must(t, a.store.ApplyScan(ctx, folder, delta))
	must(t, os.Remove(filepath.Join(a.photos, names[0])))
	delete(a.said, names[0]) // it has no file any more
	a.once()
	a.expectAway("after a repair")
	a.expectPlaces("after a repair", " 0")
}

// Photos that were never read have nothing to lose, and don't tell whether a place is
// the same.
func TestPendingPhotosAreNotAway(t *testing.T) {
	a := newAbsence(t, nil, "a.jpg", "b.jpg", "c.jpg")
	paths := []string{a.photo("new 1.jpg", 1), a.photo("new 2.jpg", 2)}
	_, err := a.x.Sync(t.Context(), a.folder())
	must(t, err)
	for _, p := range paths {
		must(t, os.Remove(p))
	}
	_, err = a.x.Sync(t.Context(), a.folder())
	must(t, err)
	a.expect(library.Counts{Photos: 3, Files: 3, Indexed: 3})
	a.back("without them", " 0")
}
