package cataloguetest

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"descry/library"
)

func testCommitDropsStaleResults(t *testing.T, open Open) {
	ctx := context.Background()
	for name, change := range map[string]func(f *library.PendingFile){
		"gone":     func(f *library.PendingFile) { f.ID = 999 },
		"size":     func(f *library.PendingFile) { f.Size++ },
		"time":     func(f *library.PendingFile) { f.ModTimeNS++ },
		"replaced": func(f *library.PendingFile) { f.Inode++ },
		"device":   func(f *library.PendingFile) { f.Device++ },
		"touched":  func(f *library.PendingFile) { f.ChangedNS++ },
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open.empty(t)
			id := AddFolder(t, s, "/a")
			Scan(t, s, id, File("1", 1))
			f := pending(t, s, model)[0]
			r := Result(f)
			change(&r.File)
			failed := library.IndexedPhoto{File: r.File, Err: errors.New("broken")}
			if err := s.Commit(ctx, model, []library.IndexedPhoto{r, failed}); err != nil {
				t.Fatal(err)
			}
			if n := Totals(t, s); n != (library.Counts{Files: 1, Pending: 1}) {
				t.Errorf("totals %+v", n)
			}
			if n, err := s.Models(ctx); err != nil || len(n) != 0 {
				t.Errorf("vectors %v, %v", n, err)
			}
		})
	}
}

func testCommitRetryKeepsPending(t *testing.T, open Open) {
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1))
	r := library.IndexedPhoto{File: pending(t, s, model)[0], Err: errors.New("changing"), Retry: true}
	if err := s.Commit(context.Background(), model, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	if n := Totals(t, s); n != (library.Counts{Files: 1, Pending: 1}) {
		t.Errorf("totals %+v", n)
	}
}

// A copy of a known photo is linked by the result of PhotoByHash, without being decoded. What
// is known of the photo stays.
func testCommitLinksKnownPhoto(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1))
	IndexAll(t, s)
	want := photoAt(t, s, "/a/1")
	Scan(t, s, id, File("by id", 1), File("by hash", 1), File("by both", 1), File("unknown", 1))
	photo, encoded, err := s.PhotoByHash(ctx, Photo(1).Hash, model)
	if err != nil || photo != want || !encoded {
		t.Fatalf("by hash: %d, %v, %v", photo, encoded, err)
	}
	refs := map[string]library.Photo{
		"/a/by id": {ID: photo}, "/a/by hash": {Hash: Photo(1).Hash},
		"/a/by both": {ID: photo, Hash: Photo(1).Hash}, "/a/unknown": {ID: 999, Hash: Photo(2).Hash},
	}
	for _, f := range pending(t, s, model) {
		if err := s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Photo: refs[f.Path]}}); err != nil {
			t.Fatal(err)
		}
	}
	if n := Totals(t, s); n != (library.Counts{Photos: 1, Files: 5, Indexed: 4, Pending: 1}) {
		t.Errorf("totals %+v", n)
	}
	if p, err := s.Photo(ctx, want); err != nil || p.Camera.Make != "Acme" || len(p.Files) != 4 {
		t.Errorf("photo %+v, %v", p, err)
	}
	if hash, err := s.PhotoHash(ctx, want); err != nil || hash != Photo(1).Hash {
		t.Errorf("hash %s, %v", hash, err)
	}
	if hash, err := s.PhotoHash(ctx, want+999); !errors.Is(err, library.ErrNotFound) || hash != "" {
		t.Errorf("the hash of no photo: %q, %v", hash, err)
	}
}

func testCommitRenewsPhoto(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 1))
	files := pending(t, s, model)
	first := Result(files[0])
	if err := s.Commit(ctx, model, []library.IndexedPhoto{first}); err != nil {
		t.Fatal(err)
	}
	added := c.At
	c.At = c.At.Add(time.Hour)
	second := Result(files[1])
	second.Photo.Title, second.Photo.Camera = "Harbour", library.Camera{Model: "Other"}
	if err := s.Commit(ctx, model, []library.IndexedPhoto{second}); err != nil {
		t.Fatal(err)
	}
	p, err := s.Photo(ctx, photoAt(t, s, "/a/1"))
	if err != nil || p.Title != "Harbour" || p.Camera.Make != "" || !p.Added.Equal(added) || len(p.Files) != 2 {
		t.Errorf("photo %+v, %v", p, err)
	}
}

func testCommitFailureLetsPhotoGo(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1))
	IndexAll(t, s)
	f := pending(t, s, "other")[0]
	if err := s.Commit(ctx, "other", []library.IndexedPhoto{{File: f, Err: errors.New("broken")}}); err != nil {
		t.Fatal(err)
	}
	if n := Totals(t, s); n != (library.Counts{Failed: 1}) {
		t.Errorf("totals %+v", n)
	}
	if ids, err := s.Purge(ctx, c.At.Add(1)); err != nil || len(ids) != 1 {
		t.Errorf("purged %v, %v", ids, err)
	}
}

func testCommitIsAllOrNothing(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 2))
	files := pending(t, s, model)
	bad := Result(files[1])
	bad.Photo.Hash = "not a hash"
	if err := s.Commit(ctx, model, []library.IndexedPhoto{Result(files[0]), bad}); err == nil {
		t.Error("a bad hash was accepted")
	}
	if err := s.Commit(ctx, "", []library.IndexedPhoto{Result(files[0])}); err == nil {
		t.Error("a vector without a model was accepted")
	}
	if n := Totals(t, s); n != (library.Counts{Files: 2, Pending: 2}) {
		t.Errorf("totals %+v", n)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Commit(cancelled, model, []library.IndexedPhoto{Result(files[0])}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled commit: %v", err)
	}
}

// What broken metadata gives must not make a whole batch fail.
func testCommitTakesOddNumbers(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1))
	r := Result(pending(t, s, model)[0])
	r.Photo.Camera = library.Camera{FNumber: math.NaN(), ExposureSeconds: math.Inf(1), FocalLength: math.Inf(-1), Make: "a\x00b\xff"}
	r.Photo.GPS = &library.Position{Latitude: math.NaN(), Longitude: 1}
	r.Photo.Captured = library.CaptureTime{Local: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)}
	r.Photo.Keywords = []string{"bad \xff text", ""}
	if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	p, err := s.Photo(ctx, photoAt(t, s, "/a/1"))
	if err != nil || p.Camera != (library.Camera{Make: "a\x00b\xff"}) || p.GPS != nil || !p.Captured.Local.Equal(r.Photo.Captured.Local) {
		t.Errorf("photo %+v, %v", p, err)
	}
}

// outdated lists the paths of the files that a version has to look at, one file a page.
func outdated(t *testing.T, s library.Catalogue, decoding int) (files []library.PendingFile) {
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

func testOutdatedPhotosAreListedOnce(t *testing.T, open Open) {
	s, _ := open.empty(t)
	ctx := t.Context()
	folder := AddFolder(t, s, "/a")
	Scan(t, s, folder, File("1", 1), File("2", 2), File("copy", 3), File("4", 4))
	number := map[string]int{"/a/1": 1, "/a/2": 2, "/a/copy": 1, "/a/4": 4}
	for _, f := range pending(t, s, model) {
		r := library.IndexedPhoto{File: f, Photo: Photo(number[f.Path]), Vector: Vector(4, 1), Decoding: number[f.Path] / 4}
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
	// The first photo is renewed, the second looks as before, the third has its own time.
	other := library.IndexedPhoto{File: list[0], Photo: Photo(1), Vector: Vector(4, 2), Decoding: 2, Renewed: true}
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

// Vectors of other models, made from another picture, go. The vector of this model is
// replaced.
func testRenewedPhotoLosesOtherVectors(t *testing.T, open Open) {
	s, _ := open.empty(t)
	ctx := t.Context()
	Scan(t, s, AddFolder(t, s, "/a"), File("1", 1), File("2", 2))
	for _, m := range []string{model, "another"} {
		for i, f := range pending(t, s, m) {
			r := library.IndexedPhoto{File: f, Photo: Photo(i), Vector: Vector(4, 1)}
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
	r := library.IndexedPhoto{File: list[0], Photo: Photo(0), Vector: Vector(4, 2), Decoding: 1, Renewed: true}
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

func testRefusedFilesAreTriedByABetterVersionOnce(t *testing.T, open Open) {
	s, _ := open.empty(t)
	ctx := t.Context()
	folder := AddFolder(t, s, "/a")
	Scan(t, s, folder, File("damaged", 1), File("raw", 2), File("other", 3), File("ignored", 4), File("ignored.raw", 5), File("fine", 6))
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
				r.Err, r.Photo, r.Vector = nil, Photo(1), Vector(4, 1)
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
