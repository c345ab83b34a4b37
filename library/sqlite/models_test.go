package sqlite_test

import (
	"context"
	"errors"
	"maps"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

func refusal(f library.PendingFile) library.IndexedPhoto {
	r := goodResult(f)
	r.Vector, r.Refused = nil, errors.New("not finite")
	return r
}

func commit(t *testing.T, s *sqlite.Store, model string, batch ...library.IndexedPhoto) {
	t.Helper()
	if err := s.Commit(context.Background(), model, batch); err != nil {
		t.Fatal(err)
	}
}

func modelTotals(t *testing.T, s *sqlite.Store) map[string]library.ModelCount {
	t.Helper()
	n, err := s.ModelTotals(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A photo that a model refused stays, is done with, and has no vector.
func TestRefusedPhotos(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1), newFile("2", 2), newFile("3", 3))
	indexAll(t, s)
	files := pending(t, s, "other")
	commit(t, s, "other", goodResult(files[0]), refusal(files[1]), refusal(files[2]))
	refused := photoAt(t, s, "/a/2")
	if n := pending(t, s, "other"); len(n) != 0 {
		t.Errorf("pending %v", paths(n))
	}
	for _, m := range []string{model, "other"} {
		if n := totalsOf(t, s)(m); n != (library.Counts{Photos: 3, Files: 3, Indexed: 3}) {
			t.Errorf("totals of %s %+v", m, n)
		}
	}
	if got, done, err := s.PhotoByHash(ctx, testPhoto(2).Hash, "other"); got != refused || !done || err != nil {
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
func TestRefusalsYield(t *testing.T) {
	s, _ := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("1", 1))
	f := pending(t, s, model)[0]
	commit(t, s, model, goodResult(f))
	commit(t, s, model, refusal(f))
	if got := modelTotals(t, s)[model]; got.Vectors != 1 || got.Failed != 0 {
		t.Errorf("a refusal replaced a vector: %+v", got)
	}
	commit(t, s, "other", refusal(f))
	before := generation(t, s)
	commit(t, s, "other", goodResult(f))
	if got := vectorsSince(t, s, "other", before, true); len(got) != 1 {
		t.Errorf("a vector that came late: %v", got)
	}
}

// Retrying all retries what models refused; retrying some leaves it.
func TestRetryRefused(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("1", 1), newFile("2", 2))
	files := pending(t, s, model)
	commit(t, s, model, goodResult(files[0]), refusal(files[1]))
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
