package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"descry/library"
)

// manyVectors has a model with more vectors than two steps delete.
func manyVectors(t *testing.T, model string) (s *Store, photos int) {
	t.Helper()
	ctx := t.Context()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "catalogue.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	f, err := s.AddFolder(ctx, "/a")
	if err != nil {
		t.Fatal(err)
	}
	photos = 2*dropStep + 10
	files := make([]library.ScannedFile, photos)
	for i := range files {
		files[i].Rel = fmt.Sprint(i)
	}
	work, err := []library.PendingFile(nil), s.ApplyScan(ctx, f.ID, library.ScanDelta{New: files})
	if err == nil {
		work, err = s.Pending(ctx, model, 0, photos)
	}
	batch := make([]library.IndexedPhoto, len(work))
	for i, f := range work {
		batch[i] = library.IndexedPhoto{File: f, Vector: []float32{1},
			Photo: library.Photo{Hash: library.Hash(fmt.Sprintf("%064x", i)), Format: "jpeg"}}
	}
	if err = errors.Join(err, s.Commit(ctx, model, batch)); err != nil {
		t.Fatal(err)
	}
	return s, photos
}

// A deletion that was cut short between two steps leaves a sound catalogue whose
// other vectors still count, and goes on when asked for again.
func TestDeletionCutShort(t *testing.T) {
	ctx := t.Context()
	s, photos := manyVectors(t, "big")
	before, err := s.Generation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	err = s.write(ctx, "one step", func(tx *sql.Tx) error {
		more, err := dropVectors(ctx, tx, "big")
		if !more {
			t.Error("one step was enough")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{photos - dropStep, 0} {
		n, err := s.ModelTotals(ctx)
		if err != nil || n["big"].Vectors != want {
			t.Errorf("%+v, want %d, %v", n, want, err)
		}
		if c, err := s.Totals(ctx, "big"); err != nil || c.Indexed != want {
			t.Errorf("totals %+v, %v", c, err)
		}
		var dropped []library.PhotoID
		err = s.DeletedVectors(ctx, "big", before, func(id library.PhotoID) { dropped = append(dropped, id) })
		if err != nil || len(dropped) != 1 || dropped[0] != 0 {
			t.Errorf("deletions %v, %v", dropped, err)
		}
		if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
			t.Errorf("check: %q, %v", findings, err)
		}
		if err := s.DeleteModelVectors(ctx, "big"); err != nil {
			t.Fatal(err)
		}
	}
}

// A catalogue of the first release gets along.
func TestMigrateFirstRelease(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	first := stepFiles(t, nil)
	for name := range first {
		if filepath.Base(name) != "0001_catalogue.sql" {
			delete(first, name)
		}
	}
	old, err := open(ctx, path, Options{}, first)
	if err != nil {
		t.Fatal(err)
	}
	_, err = old.writer.Exec(`INSERT INTO models (id, name) VALUES (1, 'a');
INSERT INTO photos (id, hash, format, bytes, width, height, colour, added, orphaned_since, file_time)
  VALUES (1, zeroblob(32), 'jpeg', 1, 1, 1, 0, 0, 1, 0);
INSERT INTO embeddings (model, photo_id, gen, vec) VALUES (1, 1, 0, zeroblob(8))`)
	if err = errors.Join(err, old.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.ModelTotals(ctx); err != nil || n["a"] != (library.ModelCount{Vectors: 1, Orphans: 1, Bytes: 8}) {
		t.Errorf("totals %+v, %v", n, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}
