package cataloguetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"descry/internal/float16"
	"descry/library"
)

// vectorsSince returns the bytes of each vector above a generation.
func vectorsSince(t *testing.T, s library.Catalogue, model string, after int64, with bool) map[library.PhotoID][]byte {
	t.Helper()
	rows := make(map[library.PhotoID][]byte)
	err := s.VectorRows(context.Background(), model, after, with, func(id library.PhotoID, gen int64, vec []byte) error {
		if gen <= after {
			t.Errorf("photo %d has generation %d", id, gen)
		}
		rows[id] = bytes.Clone(vec)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func deletedSince(t *testing.T, s library.Catalogue, model string, after int64) []library.PhotoID {
	t.Helper()
	var ids []library.PhotoID
	err := s.DeletedVectors(context.Background(), model, after, func(id library.PhotoID) { ids = append(ids, id) })
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

func generation(t *testing.T, s library.Catalogue) int64 {
	t.Helper()
	n, err := s.Generation(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func testVectors(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	if generation(t, s) != 0 {
		t.Error("an empty catalogue has a generation")
	}
	Scan(t, s, id, File("1", 1), File("2", 2))
	IndexAll(t, s)
	first := generation(t, s)
	Scan(t, s, id, File("3", 3))
	IndexAll(t, s)
	one, two, three := photoAt(t, s, "/a/1"), photoAt(t, s, "/a/2"), photoAt(t, s, "/a/3")
	want := map[library.PhotoID][]byte{}
	for n, photo := range map[int]library.PhotoID{1: one, 2: two, 3: three} {
		want[photo] = float16.Append(nil, Vector(8, n))
	}
	if got := vectorsSince(t, s, model, 0, true); !maps.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("vectors %v, want %v", got, want)
	}
	if got := vectorsSince(t, s, model, first, false); len(got) != 1 || got[three] != nil {
		t.Errorf("new vectors %v", got)
	}
	if got := vectorsSince(t, s, "other", 0, true); len(got) != 0 {
		t.Errorf("vectors of another model %v", got)
	}
	some := make(map[library.PhotoID]bool)
	err := s.Vectors(ctx, model, []library.PhotoID{two, 999}, func(id library.PhotoID, vec []byte) error {
		some[id] = bytes.Equal(vec, want[two])
		return nil
	})
	if err != nil || !maps.Equal(some, map[library.PhotoID]bool{two: true}) {
		t.Errorf("vectors by id %v, %v", some, err)
	}
	stop := errors.New("stop")
	err = s.VectorRows(ctx, model, 0, true, func(library.PhotoID, int64, []byte) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("callback's error: %v", err)
	}
	if n, err := s.Models(ctx); err != nil || !maps.Equal(n, map[string]int{model: 3}) {
		t.Errorf("models %v, %v", n, err)
	}
}

func testVectorChanges(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 2))
	IndexAll(t, s)
	one := photoAt(t, s, "/a/1")
	start := generation(t, s)
	r := Result(library.PendingFile{})
	for file, name := range knownIDs(t, s, id) {
		if name == "1 1" {
			r.File = library.PendingFile{ID: file, FileStamp: testStamp(1)}
		}
	}
	r.Photo, r.Vector = Photo(1), Vector(8, 99)
	if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	got := vectorsSince(t, s, model, start, true)
	if len(got) != 1 || !bytes.Equal(got[one], float16.Append(nil, r.Vector)) {
		t.Errorf("replaced vector %v", got)
	}
	replaced := generation(t, s)
	apply(t, s, id, library.ScanDelta{Gone: []library.FileID{r.File.ID}})
	if ids, err := s.Purge(ctx, c.At.Add(time.Second)); err != nil || len(ids) != 1 {
		t.Fatalf("purged %v, %v", ids, err)
	}
	if got := deletedSince(t, s, model, replaced); !slices.Equal(got, []library.PhotoID{one}) || generation(t, s) <= replaced {
		t.Errorf("deleted %v, generation %d", got, generation(t, s))
	}
	if got := deletedSince(t, s, model, generation(t, s)); len(got) != 0 {
		t.Errorf("deleted since now: %v", got)
	}
}

func refusal(f library.PendingFile) library.IndexedPhoto {
	r := Result(f)
	r.Vector, r.Refused = nil, errors.New("not finite")
	return r
}

func commit(t *testing.T, s library.Catalogue, model string, batch ...library.IndexedPhoto) {
	t.Helper()
	if err := s.Commit(context.Background(), model, batch); err != nil {
		t.Fatal(err)
	}
}

func modelTotals(t *testing.T, s library.Catalogue) map[string]library.ModelCount {
	t.Helper()
	n, err := s.ModelTotals(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A photo that a model refused stays, is done with, and has no vector.
func testRefusedPhotos(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 2), File("3", 3))
	IndexAll(t, s)
	files := pending(t, s, "other")
	commit(t, s, "other", Result(files[0]), refusal(files[1]), refusal(files[2]))
	refused := photoAt(t, s, "/a/2")
	if n := pending(t, s, "other"); len(n) != 0 {
		t.Errorf("pending %v", paths(n))
	}
	for _, m := range []string{model, "other"} {
		if n := totalsOf(t, s)(m); n != (library.Counts{Photos: 3, Files: 3, Indexed: 3}) {
			t.Errorf("totals of %s %+v", m, n)
		}
	}
	if got, done, err := s.PhotoByHash(ctx, Photo(2).Hash, "other"); got != refused || !done || err != nil {
		t.Errorf("by hash: %d, %v, %v", got, done, err)
	}
	for _, with := range []bool{false, true} {
		if got := vectorsSince(t, s, "other", 0, with); len(got) != 1 {
			t.Errorf("rows %v", got)
		}
	}
	err := s.Vectors(ctx, "other", []library.PhotoID{refused}, func(id library.PhotoID, vec []byte) error {
		t.Errorf("photo %d has a vector of %d bytes", id, len(vec))
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	want := map[string]library.ModelCount{model: {Vectors: 3, Bytes: 48}, "other": {Vectors: 1, Bytes: 16, Failed: 2}}
	if got := modelTotals(t, s); !maps.Equal(got, want) {
		t.Errorf("totals %+v, want %+v", got, want)
	}
}

// A vector replaces a refusal, never the other way round.
func testRefusalsYield(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("1", 1))
	f := pending(t, s, model)[0]
	commit(t, s, model, Result(f))
	commit(t, s, model, refusal(f))
	if got := modelTotals(t, s)[model]; got.Vectors != 1 || got.Failed != 0 {
		t.Errorf("a refusal replaced a vector: %+v", got)
	}
	commit(t, s, "other", refusal(f))
	before := generation(t, s)
	commit(t, s, "other", Result(f))
	if got := vectorsSince(t, s, "other", before, true); len(got) != 1 {
		t.Errorf("a vector that came late: %v", got)
	}
}

// Retrying all files retries the photos that models refused. Retrying some doesn't.
func testRetryRefused(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("1", 1), File("2", 2))
	files := pending(t, s, model)
	commit(t, s, model, Result(files[0]), refusal(files[1]))
	if err := s.RetryFailed(ctx, files[0].ID); err != nil {
		t.Fatal(err)
	}
	if n := pending(t, s, model); len(n) != 0 {
		t.Errorf("pending after another file was retried: %v", paths(n))
	}
	if err := s.RetryFailed(ctx); err != nil {
		t.Fatal(err)
	}
	if n := pending(t, s, model); len(n) != 1 || n[0].Photo == 0 {
		t.Errorf("pending %+v", n)
	}
	if got := modelTotals(t, s)[model]; got.Vectors != 1 || got.Failed != 0 {
		t.Errorf("totals %+v", got)
	}
}

const (
	bigModel  = "big"
	bigPhotos = 2000
	bigDim    = 1280
)

// bigStore has two models, one of them with large vectors.
func bigStore(t *testing.T, open Open) (s library.Catalogue, dir string) {
	t.Helper()
	dir = t.TempDir()
	s = open(t, dir, NewClock().Now)
	files := make([]library.ScannedFile, bigPhotos)
	for i := range files {
		files[i] = File(fmt.Sprintf("%c/%s", 'a'+i%26, Name(i)), i)
	}
	Scan(t, s, AddFolder(t, s, "/a"), files...)
	IndexAll(t, s)
	vec := Vector(bigDim, 1)
	CommitAll(t, s, bigModel, func(f library.PendingFile) library.IndexedPhoto {
		r := library.IndexedPhoto{File: f, Photo: library.Photo{ID: f.Photo, Hash: f.Hash}, Vector: vec}
		if f.ID%100 == 0 {
			r.Vector, r.Refused = nil, errors.New("not finite")
		}
		return r
	})
	return s, dir
}

// size is how many bytes a store keeps in its directory.
func size(t testing.TB, dir string) (bytes int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return err
	})
	Must(t, err)
	return bytes
}

func testDeleteModelVectors(t *testing.T, open Open) {
	ctx := context.Background()
	s, dir := bigStore(t, open)
	before := generation(t, s)
	if err := s.DeleteModelVectors(ctx, bigModel); err != nil {
		t.Fatal(err)
	}
	if vectors := int64(bigPhotos * bigDim * 2); size(t, dir) > vectors*3/5 {
		t.Errorf("the store has %d bytes, the vectors alone had %d", size(t, dir), vectors)
	}
	if n, err := s.Models(ctx); err != nil || !maps.Equal(n, map[string]int{model: bigPhotos}) {
		t.Errorf("models %v, %v", n, err)
	}
	if _, there := modelTotals(t, s)[bigModel]; there {
		t.Error("the model is still counted")
	}
	if got := deletedSince(t, s, bigModel, before); !slices.Equal(got, []library.PhotoID{0}) {
		t.Errorf("deletions %v, want that of all", got)
	}
	if n := totalsOf(t, s)(bigModel); n.Pending != bigPhotos {
		t.Errorf("totals %+v", n)
	}
	if n := Totals(t, s); n.Indexed != bigPhotos {
		t.Errorf("totals of the other model %+v", n)
	}
	CheckClean(t, s)
	f := pending(t, s, bigModel)[0]
	commit(t, s, bigModel, library.IndexedPhoto{File: f, Photo: library.Photo{ID: f.Photo}, Vector: Vector(8, 1)})
	if got := deletedSince(t, s, bigModel, before); !slices.Equal(got, []library.PhotoID{0}) {
		t.Errorf("deletions %v after one came back", got)
	}
	CheckClean(t, s)
}

// Deleting a model that isn't there changes nothing, for nobody.
func testDeleteUnknownModel(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("1", 1))
	IndexAll(t, s)
	if err := s.DeleteModelVectors(context.Background(), "other"); err != nil {
		t.Fatal(err)
	}
	if n := modelTotals(t, s); len(n) != 1 || n[model].Vectors != 1 {
		t.Errorf("totals %+v", n)
	}
	if got := deletedSince(t, s, "other", 0); len(got) != 0 {
		t.Errorf("deletions %v", got)
	}
}

// A reader that sees the vectors from the start keeps them until its end. The store shrinks
// after the reader's end, and meanwhile others write.
func testDeleteModelVectorsBesideReader(t *testing.T, open Open) {
	s, dir := bigStore(t, open)
	other := open(t, dir, NewClock().Now)
	reading, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		seen := 0
		err := other.VectorRows(t.Context(), bigModel, 0, true, func(_ library.PhotoID, _ int64, vec []byte) error {
			if seen++; seen == 1 {
				close(reading)
				<-release
			}
			if len(vec) != 2*bigDim {
				return fmt.Errorf("a vector of %d bytes", len(vec))
			}
			return nil
		})
		if err == nil && seen != bigPhotos-bigPhotos/100 {
			err = fmt.Errorf("%d vectors were seen", seen)
		}
		done <- err
	}()
	<-reading
	deleted := make(chan error, 1)
	go func() { deleted <- s.DeleteModelVectors(t.Context(), bigModel) }()
	for len(modelTotals(t, s)) > 1 {
		if err := other.SetValue(t.Context(), "key", "value"); err != nil {
			t.Fatal(err)
		}
	}
	close(release)
	if err := <-done; err != nil {
		t.Errorf("the reader: %v", err)
	}
	if err := <-deleted; err != nil {
		t.Fatal(err)
	}
	if got := size(t, dir); got > bigPhotos*bigDim*6/5 {
		t.Errorf("the store has %d bytes when the reader is gone", got)
	}
	CheckClean(t, s)
}
