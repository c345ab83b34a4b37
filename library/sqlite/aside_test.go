package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// folderDump is all that is known of the folders, their files and their photos.
func folderDump(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	ctx := t.Context()
	list, err := s.Folders(ctx, model)
	if err != nil {
		t.Fatal(err)
	}
	dump := fmt.Sprintf("%+v\n", list)
	for _, f := range list {
		dirs, err := s.Subfolders(ctx, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]library.KnownFile{}
		err = s.KnownFiles(ctx, f.ID, "", func(k library.KnownFile) { files[k.Rel] = k })
		if err != nil {
			t.Fatal(err)
		}
		dump += fmt.Sprintf("%v %v\n", dirs, files)
	}
	problems, err := s.Problems(ctx, 100)
	if err != nil {
		t.Fatal(err)
	}
	tiles, err := s.Tiles(ctx, library.Scope{}, library.Filter{}, library.NewestFirst)
	if err != nil {
		t.Fatal(err)
	}
	return dump + fmt.Sprintf("%+v\n%+v\n%+v\n", problems, tiles, totals(t, s))
}

func TestFolderSetAsideComesBackAsItWas(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	a, b := addFolder(t, s, "/a"), addFolder(t, s, "/b")
	scan(t, s, a, newFile("only.jpg", 1), newFile("x/both.jpg", 2), newFile("x/y/broken.jpg", 3), newFile("later.jpg", 4))
	scan(t, s, b, newFile("both.jpg", 2))
	commitAll(t, s, model, func(p library.PendingFile) library.IndexedPhoto {
		if p.Size == 1003 {
			return library.IndexedPhoto{File: p, Err: errors.New("permission denied")}
		}
		return goodResult(p)
	})
	for _, err := range []error{
		s.SetFolderScanned(ctx, a, c.at, 77),
		s.SetFolderPaused(ctx, a, true),
		s.SetFolderOffline(ctx, a, c.at.Add(time.Minute)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	edit(t, s, statements(say(photoAt(t, s, "/a/only.jpg"), tag("sea"), library.Yes)))
	before, tags := folderDump(t, s), tagList(t, s)
	checkClean(t, s)
	for range 2 {
		c.at = c.at.Add(time.Hour)
		if err := s.SetFolderAside(ctx, a); err != nil {
			t.Fatal(err)
		}
		if f, err := s.Folders(ctx, model); err != nil || len(f) != 1 || totals(t, s).Photos != 1 {
			t.Fatalf("%+v, %v", f, err)
		}
		checkClean(t, s)
		if err := s.RestoreFolder(ctx, a); err != nil {
			t.Fatal(err)
		}
		equal(t, "restored", folderDump(t, s), before)
		equal(t, "tags", tagList(t, s), tags)
		checkClean(t, s)
	}
	if err := s.RestoreFolder(ctx, a); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("it was restored twice: %v", err)
	}
	if err := s.SetFolderAside(ctx, 99); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("a folder that isn't there: %v", err)
	}
}

func TestFolderThatWasAddedSinceIsNotRestored(t *testing.T) {
	for name, path := range map[string]string{"itself": "/a/b", "around": "/a", "inside": "/a/b/c"} {
		t.Run(name, func(t *testing.T) {
			s, _ := newStore(t)
			id := addFolder(t, s, "/a/b")
			scan(t, s, id, newFile("c/x.jpg", 1))
			if err := s.SetFolderAside(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			addFolder(t, s, path)
			before := folderDump(t, s)
			if err := s.RestoreFolder(t.Context(), id); !errors.Is(err, library.ErrChanged) {
				t.Errorf("%v", err)
			}
			equal(t, "left alone", folderDump(t, s), before)
		})
	}
}

// Photos that were deleted for good meanwhile are read again.
func TestRestoredFilesWithoutTheirPhotoAreRead(t *testing.T) {
	s, c := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("x.jpg", 1), newFile("y.jpg", 2))
	indexAll(t, s)
	if err := s.SetFolderAside(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Purge(t.Context(), c.at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreFolder(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	want := library.Counts{Files: 2, Pending: 2}
	if got := folder(t, s, id).Counts; !reflect.DeepEqual(got, want) {
		t.Errorf("counts %+v, want %+v", got, want)
	}
	checkClean(t, s)
}

func TestSwapSearch(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	dogs := library.SavedSearch{Name: "Dogs", Query: "a dog"}
	id, err := s.SaveSearch(ctx, dogs)
	if err != nil {
		t.Fatal(err)
	}
	dogs.ID = id
	cats := library.SavedSearch{ID: id, Name: "Cats", Query: "a cat"}
	none := library.SavedSearch{}
	for i, step := range []struct {
		now, then library.SavedSearch
		err       error
	}{
		{dogs, cats, nil},
		{dogs, cats, library.ErrChanged},
		{dogs, none, library.ErrChanged},
		{none, dogs, library.ErrChanged},
		{cats, none, nil},
		{cats, none, library.ErrChanged},
		{none, dogs, nil},
	} {
		if err := s.SwapSearch(ctx, step.now, step.then); !errors.Is(err, step.err) {
			t.Errorf("step %d: %v, want %v", i, err, step.err)
		}
	}
	list, err := s.SavedSearches(ctx)
	if err != nil || !reflect.DeepEqual(list, []library.SavedSearch{dogs}) {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.SwapSearch(ctx, dogs, none); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveSearch(ctx, library.SavedSearch{Name: "dogs", Query: "x"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SwapSearch(ctx, none, dogs); !errors.Is(err, library.ErrNameTaken) {
		t.Errorf("a name was taken since: %v", err)
	}
}
