package sqlite_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// outdated lists the paths of what a version has to look at, a page of one at a time.
func outdated(t *testing.T, s *sqlite.Store, decoding int) (files []library.PendingFile) {
	t.Helper()
	var last library.PendingFile
	for {
		page, err := s.Outdated(t.Context(), decoding, last, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		last = page[0]
		files = append(files, last)
	}
	if n, err := s.CountOutdated(t.Context(), decoding); err != nil || n != len(files) {
		t.Errorf("counted %d, %v; listed %q", n, err, paths(files))
	}
	return files
}

func TestOutdatedPhotosAreListedOnce(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	folder := addFolder(t, s, "/a")
	scan(t, s, folder, newFile("1", 1), newFile("2", 2), newFile("copy", 3), newFile("4", 4))
	number := map[string]int{"/a/1": 1, "/a/2": 2, "/a/copy": 1, "/a/4": 4}
	for _, f := range pending(t, s, model) {
		r := library.IndexedPhoto{File: f, Photo: testPhoto(number[f.Path]), Vector: testVector(4, 1), Decoding: number[f.Path] / 4}
		if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
			t.Fatal(err)
		}
	}
	list := outdated(t, s, 2)
	if got := paths(list); !slices.Equal(got, []string{"/a/1", "/a/2", "/a/4"}) {
		t.Fatalf("listed %q", got)
	}
	if got := paths(outdated(t, s, 1)); !slices.Equal(got, []string{"/a/1", "/a/2"}) {
		t.Errorf("of version 1 listed %q", got)
	}
	// The first is renewed, the second looks as it did, the third has its own time.
	other := library.IndexedPhoto{File: list[0], Photo: testPhoto(1), Vector: testVector(4, 2), Decoding: 2, Renewed: true}
	other.Photo.Width = 1234
	same := library.IndexedPhoto{File: list[1], Photo: library.Photo{ID: list[1].Photo, Hash: list[1].Hash}, Decoding: 2}
	later := library.IndexedPhoto{File: list[2], Photo: library.Photo{ID: list[2].Photo, Hash: list[2].Hash}, Refused: errors.New("no memory"), Temporary: true}
	if err := s.Commit(ctx, model, []library.IndexedPhoto{other, same, later}); err != nil {
		t.Fatal(err)
	}
	if got := paths(outdated(t, s, 2)); len(got) > 0 {
		t.Errorf("listed %q", got)
	}
	if p, err := s.Photo(ctx, list[0].Photo); err != nil || p.Width != 1234 {
		t.Errorf("the renewed one is %+v, %v", p, err)
	}
	if err := s.SetFolderPaused(ctx, folder, true); err != nil {
		t.Fatal(err)
	}
	if got := paths(outdated(t, s, 3)); len(got) > 0 {
		t.Errorf("of a paused folder listed %q", got)
	}
}

// Vectors of other models tell of a picture that it isn't; the one of this model is
// replaced.
func TestRenewedPhotoLosesOtherVectors(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	scan(t, s, addFolder(t, s, "/a"), newFile("1", 1), newFile("2", 2))
	for _, m := range []string{model, "another"} {
		for i, f := range pending(t, s, m) {
			r := library.IndexedPhoto{File: f, Photo: testPhoto(i), Vector: testVector(4, 1)}
			if err := s.Commit(ctx, m, []library.IndexedPhoto{r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := outdated(t, s, 1)
	both := []library.PhotoModel{{Model: "another"}, {Model: model}}
	if got, err := s.LookedAtBy(ctx, list[0].Photo); err != nil || !slices.Equal(got, both) {
		t.Errorf("looked at by %+v, %v", got, err)
	}
	r := library.IndexedPhoto{File: list[0], Photo: testPhoto(0), Vector: testVector(4, 2), Decoding: 1, Renewed: true}
	if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	if got := paths(pending(t, s, model)); len(got) > 0 {
		t.Errorf("pending %q", got)
	}
	if got := paths(pending(t, s, "another")); !slices.Equal(got, []string{"/a/1"}) {
		t.Errorf("pending for the other model %q", got)
	}
}

func TestRefusedFilesAreTriedByABetterVersionOnce(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	folder := addFolder(t, s, "/a")
	scan(t, s, folder, newFile("damaged", 1), newFile("raw", 2), newFile("other", 3), newFile("ignored", 4), newFile("ignored.raw", 5), newFile("fine", 6))
	refuse := func(decoding int) {
		t.Helper()
		for _, f := range pending(t, s, model) {
			r := library.IndexedPhoto{File: f, Err: errors.New("the photo is damaged"), Decoding: decoding}
			switch f.Path {
			case "/a/raw", "/a/ignored.raw":
				r.Err = errors.New("raw photo files are not supported")
			case "/a/other":
				r.Err, r.Other = nil, true
			case "/a/fine":
				r.Err, r.Photo, r.Vector = nil, testPhoto(1), testVector(4, 1)
			}
			if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	refuse(0)
	problems, err := s.Problems(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Path == "/a/ignored" || p.Path == "/a/ignored.raw" {
			if _, err := s.IgnoreFailed(context.Background(), true, p.File); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n, err := s.RetryRefused(ctx, folder, 1); n != 4 || err != nil {
		t.Errorf("%d are tried again, %v", n, err)
	}
	if got := paths(pending(t, s, model)); !slices.Equal(got, []string{"/a/damaged", "/a/raw", "/a/other", "/a/ignored.raw"}) {
		t.Errorf("pending %q", got)
	}
	refuse(1)
	if n, err := s.RetryRefused(ctx, folder, 1); n != 0 || err != nil {
		t.Errorf("%d are tried once more, %v", n, err)
	}
}
