package sqlite_test

import (
	"slices"
	"testing"
	"time"

	"descry/library"
)

// A photo is away when none of its files can be reached, for whichever reasons.
func TestPhotosAway(t *testing.T) {
	s, c := newStore(t)
	here, there := addFolder(t, s, "/here"), addFolder(t, s, "/there")
	scan(t, s, here, newFile("a.jpg", 1), newFile("b.jpg", 2), newFile("both.jpg", 3))
	scan(t, s, there, newFile("c.jpg", 4), newFile("both.jpg", 3))
	commitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		number := int(f.ModTimeNS - testStamp(0).ModTimeNS)
		return library.IndexedPhoto{File: f, Photo: testPhoto(number), Vector: testVector(8, number)}
	})
	paths := map[string]library.PhotoID{}
	for _, path := range []string{"/here/a.jpg", "/here/b.jpg", "/here/both.jpg", "/there/c.jpg"} {
		id, err := s.PhotoByPath(t.Context(), path)
		if err != nil {
			t.Fatal(path, err)
		}
		paths[path] = id
	}
	expect := func(when string, want ...string) {
		t.Helper()
		var got, ids []library.PhotoID
		if err := s.PhotosAway(t.Context(), func(id library.PhotoID) { got = append(got, id) }); err != nil {
			t.Fatal(err)
		}
		for _, path := range want {
			ids = append(ids, paths[path])
		}
		slices.Sort(got)
		slices.Sort(ids)
		if !slices.Equal(got, ids) {
			t.Errorf("%s: %v are away, want %v", when, got, ids)
		}
	}
	lose := func(away bool, rels ...string) {
		t.Helper()
		var ids []library.FileID
		err := s.KnownFiles(t.Context(), here, "", func(f library.KnownFile) {
			if slices.Contains(rels, f.Rel) {
				ids = append(ids, f.ID)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if away {
			apply(t, s, here, library.ScanDelta{Away: ids})
		} else {
			apply(t, s, here, library.ScanDelta{Back: ids})
		}
	}
	offline := func(id library.FolderID, since time.Time) {
		t.Helper()
		if err := s.SetFolderOffline(t.Context(), id, since); err != nil {
			t.Fatal(err)
		}
	}
	expect("all there")
	lose(true, "a.jpg", "both.jpg")
	expect("files away", "/here/a.jpg")
	offline(there, c.at)
	expect("the other folder offline", "/here/a.jpg", "/here/both.jpg", "/there/c.jpg")
	lose(false, "a.jpg", "both.jpg")
	expect("the files back", "/there/c.jpg")
	offline(here, c.at)
	expect("all offline", "/here/a.jpg", "/here/b.jpg", "/here/both.jpg", "/there/c.jpg")
	offline(here, time.Time{})
	offline(there, time.Time{})
	expect("all back")
}
