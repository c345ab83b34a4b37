package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

const (
	bigModel  = "big"
	bigPhotos = 2000
	bigDim    = 1280
)

// bigStore has two models, one of them with large vectors.
func bigStore(t *testing.T) (s *sqlite.Store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "catalogue.db")
	s = openStore(t, path, sqlite.Options{})
	files := make([]library.ScannedFile, bigPhotos)
	for i := range files {
		files[i] = newFile(fmt.Sprintf("%c/%s", 'a'+i%26, testHashName(i)), i)
	}
	scan(t, s, addFolder(t, s, "/a"), files...)
	indexAll(t, s)
	vec := testVector(bigDim, 1)
	commitAll(t, s, bigModel, func(f library.PendingFile) library.IndexedPhoto {
		r := library.IndexedPhoto{File: f, Photo: library.Photo{ID: f.Photo, Hash: f.Hash}, Vector: vec}
		if f.ID%100 == 0 {
			r.Vector, r.Refused = nil, errors.New("not finite")
		}
		return r
	})
	return s, path
}

func size(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestDeleteModelVectors(t *testing.T) {
	ctx := context.Background()
	s, path := bigStore(t)
	before := generation(t, s)
	if err := s.DeleteModelVectors(ctx, bigModel); err != nil {
		t.Fatal(err)
	}
	if vectors := int64(bigPhotos * bigDim * 2); size(t, path)+size(t, path+"-wal") > vectors/2 {
		t.Errorf("the file has %d bytes, the vectors alone had %d", size(t, path), vectors)
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
	if n := totals(t, s); n.Indexed != bigPhotos {
		t.Errorf("totals of the other model %+v", n)
	}
	checkClean(t, s)
	f := pending(t, s, bigModel)[0]
	commit(t, s, bigModel, library.IndexedPhoto{File: f, Photo: library.Photo{ID: f.Photo}, Vector: testVector(8, 1)})
	if got := deletedSince(t, s, bigModel, before); !slices.Equal(got, []library.PhotoID{0}) {
		t.Errorf("deletions %v after one came back", got)
	}
	checkClean(t, s)
}

// Deleting what isn't there changes nothing, for nobody.
func TestDeleteUnknownModel(t *testing.T) {
	s, _ := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("1", 1))
	indexAll(t, s)
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

// A reader that sees the vectors all along keeps them as long as it reads; the file
// shrinks when it ends, and meanwhile others write.
func TestDeleteModelVectorsBesideReader(t *testing.T) {
	s, path := bigStore(t)
	other := openStore(t, path, sqlite.Options{})
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
	if got := size(t, path); got > bigPhotos*bigDim {
		t.Errorf("the file has %d bytes when the reader is gone", got)
	}
	checkClean(t, s)
}
