package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// What is written is found as it is now, whatever way it came to be so.
func TestMentionsFollowChanges(t *testing.T) {
	ctx := t.Context()
	s, c := newStore(t)
	written(t, s, said("Norway/roof.jpg", "", "boat", []string{"Ann"}, "sea"), said("Norway/other.jpg", "", "", nil, "sea"))
	require := func(what string, wants ...string) {
		t.Helper()
		for i := 0; i < len(wants); i += 2 {
			if got := mentioned(t, s, wants[i], 10).String(); got != wants[i+1] {
				t.Errorf("%s: %q is found in %s, want %s", what, wants[i], got, wants[i+1])
			}
		}
		checkClean(t, s)
	}
	require("at first", "roof", "1!*", "norway", "1* 2*", "pictures", "1* 2*", "sea", "1!* 2!*", "boat", "1*", "ann", "1!*")

	apply(t, s, 1, library.ScanDelta{Moved: []library.MovedFile{moved(fileOf(t, s, 1, "Norway/roof.jpg"), "Norway/party.jpg", 0)}})
	require("renamed", "roof", "", "party", "1!*")
	apply(t, s, 1, library.ScanDelta{Moved: []library.MovedFile{moved(fileOf(t, s, 1, "Norway/party.jpg"), "Sweden/party.jpg", 0)}})
	require("moved", "norway", "2*", "sweden", "1*")

	scan(t, s, 1, newFile("Finland/copy.jpg", 0))
	index := func(photo library.Photo) {
		commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
			return library.IndexedPhoto{File: f, Photo: photo}
		})
	}
	index(library.Photo{Hash: testPhoto(0).Hash})
	require("copied", "finland", "1*", "copy", "1!*", "party", "1!*", "boat", "1*")
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "Sweden/party.jpg")}})
	require("one of the copies gone", "party", "", "sweden", "", "copy", "1!*", "sea", "1!* 2!*")

	f, err := s.AddFolder(ctx, "/home")
	if err != nil {
		t.Fatal(err)
	}
	require("absorbed", "home", "1* 2*", "pictures", "1* 2*", "copy", "1!*")

	apply(t, s, f.ID, library.ScanDelta{Changed: []library.MovedFile{moved(fileOf(t, s, f.ID, "Pictures/Finland/copy.jpg"), "", 7)}})
	again := library.Photo{Hash: testPhoto(0).Hash, Format: "jpeg", Width: 1, Height: 1, Caption: "ship", Keywords: []string{"Lake", "SEA"}}
	index(again)
	require("read again", "boat", "", "ann", "", "ship", "1*", "lake", "1!*", "sea", "1!* 2!*")

	apply(t, s, f.ID, library.ScanDelta{Changed: []library.MovedFile{moved(fileOf(t, s, f.ID, "Pictures/Norway/other.jpg"), "", 8)}})
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Err: errors.New("broken")}
	})
	require("damaged", "other", "", "sea", "1!*")

	if err := s.RemoveFolder(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	require("removed", "ship", "", "copy", "", "sea", "", "home", "")

	scan(t, s, addFolder(t, s, "/other"), newFile("back.jpg", 0))
	index(library.Photo{Hash: testPhoto(0).Hash})
	require("back", "ship", "1*", "back", "1!*", "lake", "1!*", "finland", "")

	apply(t, s, f.ID+1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, f.ID+1, "back.jpg")}})
	c.at = c.at.Add(time.Hour)
	if ids, err := s.Purge(ctx, c.at); err != nil || len(ids) != 2 {
		t.Errorf("purged %v, %v", ids, err)
	}
	require("purged", "ship", "", "sea", "")
}

func fileOf(t *testing.T, s *sqlite.Store, folder library.FolderID, rel string) (id library.FileID) {
	t.Helper()
	err := s.KnownFiles(t.Context(), folder, rel, func(f library.KnownFile) { id = f.ID })
	if err != nil || id == 0 {
		t.Fatalf("%s is not there, %v", rel, err)
	}
	return id
}
