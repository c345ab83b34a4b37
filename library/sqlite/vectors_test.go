package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"descry/internal/float16"
	"descry/library"
	"descry/library/sqlite"
)

// vectorsSince returns the bytes of each vector above a generation.
func vectorsSince(t *testing.T, s *sqlite.Store, model string, after int64, with bool) map[library.PhotoID][]byte {
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

func deletedSince(t *testing.T, s *sqlite.Store, model string, after int64) []library.PhotoID {
	t.Helper()
	var ids []library.PhotoID
	err := s.DeletedVectors(context.Background(), model, after, func(id library.PhotoID) { ids = append(ids, id) })
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

func generation(t *testing.T, s *sqlite.Store) int64 {
	t.Helper()
	n, err := s.Generation(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestVectors(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	if generation(t, s) != 0 {
		t.Error("an empty catalogue has a generation")
	}
	scan(t, s, id, newFile("1", 1), newFile("2", 2))
	indexAll(t, s)
	first := generation(t, s)
	scan(t, s, id, newFile("3", 3))
	indexAll(t, s)
	one, two, three := photoAt(t, s, "/a/1"), photoAt(t, s, "/a/2"), photoAt(t, s, "/a/3")
	want := map[library.PhotoID][]byte{}
	for n, photo := range map[int]library.PhotoID{1: one, 2: two, 3: three} {
		want[photo] = float16.Append(nil, testVector(8, n))
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

func TestVectorChanges(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("1", 1), newFile("2", 2))
	indexAll(t, s)
	one := photoAt(t, s, "/a/1")
	start := generation(t, s)
	r := goodResult(library.PendingFile{})
	for file, name := range knownIDs(t, s, id) {
		if name == "1 1" {
			r.File = library.PendingFile{ID: file, FileStamp: testStamp(1)}
		}
	}
	r.Photo, r.Vector = testPhoto(1), testVector(8, 99)
	if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	got := vectorsSince(t, s, model, start, true)
	if len(got) != 1 || !bytes.Equal(got[one], float16.Append(nil, r.Vector)) {
		t.Errorf("replaced vector %v", got)
	}
	replaced := generation(t, s)
	apply(t, s, id, library.ScanDelta{Gone: []library.FileID{r.File.ID}})
	if ids, err := s.Purge(ctx, c.at.Add(time.Second)); err != nil || len(ids) != 1 {
		t.Fatalf("purged %v, %v", ids, err)
	}
	if got := deletedSince(t, s, model, replaced); !slices.Equal(got, []library.PhotoID{one}) || generation(t, s) <= replaced {
		t.Errorf("deleted %v, generation %d", got, generation(t, s))
	}
	if got := deletedSince(t, s, model, generation(t, s)); len(got) != 0 {
		t.Errorf("deleted since now: %v", got)
	}
}

func testHashName(i int) string { return string(testPhoto(i).Hash[:16]) + ".jpg" }

func TestValues(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	for _, value := range []string{"", "one", "two\x00\xff", ""} {
		if err := s.SetValue(ctx, "key", value); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Value(ctx, "key"); err != nil || got != value {
			t.Errorf("got %q, want %q, %v", got, value, err)
		}
	}
	if got, err := s.Value(ctx, "absent"); err != nil || got != "" {
		t.Errorf("absent value: %q, %v", got, err)
	}
}
