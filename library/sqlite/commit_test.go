package sqlite_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"descry/library"
)

func TestCommitDropsStaleResults(t *testing.T) {
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
			s, _ := newStore(t)
			id := addFolder(t, s, "/a")
			scan(t, s, id, newFile("1", 1))
			f := pending(t, s, model)[0]
			r := goodResult(f)
			change(&r.File)
			failed := library.IndexedPhoto{File: r.File, Err: errors.New("broken")}
			if err := s.Commit(ctx, model, []library.IndexedPhoto{r, failed}); err != nil {
				t.Fatal(err)
			}
			if n := totals(t, s); n != (library.Counts{Files: 1, Pending: 1}) {
				t.Errorf("totals %+v", n)
			}
			if n, err := s.Models(ctx); err != nil || len(n) != 0 {
				t.Errorf("vectors %v, %v", n, err)
			}
		})
	}
}

func TestCommitRetryKeepsPending(t *testing.T) {
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1))
	r := library.IndexedPhoto{File: pending(t, s, model)[0], Err: errors.New("changing"), Retry: true}
	if err := s.Commit(context.Background(), model, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	if n := totals(t, s); n != (library.Counts{Files: 1, Pending: 1}) {
		t.Errorf("totals %+v", n)
	}
}

// A copy of a known photo is linked by what PhotoByHash said, without being
// decoded; what is known of the photo stays.
func TestCommitLinksKnownPhoto(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1))
	indexAll(t, s)
	want := photoAt(t, s, "/a/1")
	scan(t, s, id, newFile("by id", 1), newFile("by hash", 1), newFile("by both", 1), newFile("unknown", 1))
	photo, encoded, err := s.PhotoByHash(ctx, testPhoto(1).Hash, model)
	if err != nil || photo != want || !encoded {
		t.Fatalf("by hash: %d, %v, %v", photo, encoded, err)
	}
	refs := map[string]library.Photo{
		"/a/by id": {ID: photo}, "/a/by hash": {Hash: testPhoto(1).Hash},
		"/a/by both": {ID: photo, Hash: testPhoto(1).Hash}, "/a/unknown": {ID: 999, Hash: testPhoto(2).Hash},
	}
	for _, f := range pending(t, s, model) {
		if err := s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Photo: refs[f.Path]}}); err != nil {
			t.Fatal(err)
		}
	}
	if n := totals(t, s); n != (library.Counts{Photos: 1, Files: 5, Indexed: 4, Pending: 1}) {
		t.Errorf("totals %+v", n)
	}
	if p, err := s.Photo(ctx, want); err != nil || p.Camera.Make != "Acme" || len(p.Files) != 4 {
		t.Errorf("photo %+v, %v", p, err)
	}
}

func TestCommitRenewsPhoto(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1), newFile("2", 1))
	files := pending(t, s, model)
	first := goodResult(files[0])
	if err := s.Commit(ctx, model, []library.IndexedPhoto{first}); err != nil {
		t.Fatal(err)
	}
	added := c.at
	c.at = c.at.Add(time.Hour)
	second := goodResult(files[1])
	second.Photo.Title, second.Photo.Camera = "Harbour", library.Camera{Model: "Other"}
	if err := s.Commit(ctx, model, []library.IndexedPhoto{second}); err != nil {
		t.Fatal(err)
	}
	p, err := s.Photo(ctx, photoAt(t, s, "/a/1"))
	if err != nil || p.Title != "Harbour" || p.Camera.Make != "" || !p.Added.Equal(added) || len(p.Files) != 2 {
		t.Errorf("photo %+v, %v", p, err)
	}
}

func TestCommitFailureLetsPhotoGo(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1))
	indexAll(t, s)
	f := pending(t, s, "other")[0]
	if err := s.Commit(ctx, "other", []library.IndexedPhoto{{File: f, Err: errors.New("broken")}}); err != nil {
		t.Fatal(err)
	}
	if n := totals(t, s); n != (library.Counts{Failed: 1}) {
		t.Errorf("totals %+v", n)
	}
	if ids, err := s.Purge(ctx, c.at.Add(1)); err != nil || len(ids) != 1 {
		t.Errorf("purged %v, %v", ids, err)
	}
}

func TestCommitIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1), newFile("2", 2))
	files := pending(t, s, model)
	bad := goodResult(files[1])
	bad.Photo.Hash = "not a hash"
	if err := s.Commit(ctx, model, []library.IndexedPhoto{goodResult(files[0]), bad}); err == nil {
		t.Error("a bad hash was accepted")
	}
	if err := s.Commit(ctx, "", []library.IndexedPhoto{goodResult(files[0])}); err == nil {
		t.Error("a vector without a model was accepted")
	}
	if n := totals(t, s); n != (library.Counts{Files: 2, Pending: 2}) {
		t.Errorf("totals %+v", n)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Commit(cancelled, model, []library.IndexedPhoto{goodResult(files[0])}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled commit: %v", err)
	}
}

// What broken metadata gives must not make a whole batch fail.
func TestCommitTakesOddNumbers(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1))
	r := goodResult(pending(t, s, model)[0])
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
