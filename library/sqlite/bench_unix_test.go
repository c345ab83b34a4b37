//go:build unix

package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"descry/internal/cputime"
	"descry/library"
	"descry/library/sqlite"
)

const (
	benchPhotos = 100_000
	benchDim    = 512
	benchModel  = "bench-model"
)

// benchCatalogue holds 100,000 photos in two folders, half of them in either, and
// another 100,000 files that are copies.
func benchCatalogue(b *testing.B, o sqlite.Options) (*sqlite.Store, library.FolderID) {
	b.Helper()
	s := openStore(b, filepath.Join(b.TempDir(), "catalogue.db"), o)
	first := addFolder(b, s, "/pictures/first")
	second := addFolder(b, s, "/pictures/second")
	for i, folder := range []library.FolderID{first, second} {
		scan(b, s, folder, benchFiles(i*benchPhotos/2, benchPhotos)...)
	}
	start := time.Now()
	commitAll(b, s, benchModel, func(f library.PendingFile) library.IndexedPhoto {
		return benchResult(f, int(f.Size)%benchPhotos)
	})
	b.Logf("200,000 files committed in %v", time.Since(start).Round(time.Millisecond))
	b.ResetTimer()
	return s, first
}

func benchResult(f library.PendingFile, number int) library.IndexedPhoto {
	p := testPhoto(number)
	return library.IndexedPhoto{File: f, Photo: p, Vector: testVector(benchDim, number)}
}

func BenchmarkCatalogue(b *testing.B) {
	ctx := context.Background()
	s, folder := benchCatalogue(b, sqlite.Options{})
	run := func(name string, fn func() error) {
		b.Run(name, func(b *testing.B) {
			before := cputime.Used()
			for b.Loop() {
				if err := fn(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
	run("Folders", func() error { _, err := s.Folders(ctx, benchModel); return err })
	run("Totals", func() error { _, err := s.Totals(ctx, benchModel); return err })
	run("ModelTotals", func() error { _, err := s.ModelTotals(ctx); return err })
	run("KnownFiles100k", func() error { return s.KnownFiles(ctx, folder, "", func(library.KnownFile) {}) })
	for name, sort := range map[string]library.Sort{
		"NewestFirst": library.NewestFirst, "AddedLast": library.AddedLast, "ByName": library.ByName} {
		run("Tiles100k/"+name, func() error { _, err := s.Tiles(ctx, library.Scope{}, library.Filter{}, sort); return err })
		run("TilesFolder100k/"+name, func() error {
			_, err := s.Tiles(ctx, library.Scope{Folder: folder}, library.Filter{}, sort)
			return err
		})
	}
	run("TilesDirectory", func() error {
		_, err := s.Tiles(ctx, library.Scope{Folder: folder, Rel: "2003"}, library.Filter{}, library.NewestFirst)
		return err
	})
	run("Subfolders", func() error { _, err := s.Subfolders(ctx, folder); return err })
	run("PendingNone", func() error { _, err := s.Pending(ctx, benchModel, 0, 64); return err })
	run("PendingOtherModel", func() error { _, err := s.Pending(ctx, "other", 0, 64); return err })
	count := func(library.PhotoID, int64, []byte) error { return nil }
	run("VectorRows100k", func() error { return s.VectorRows(ctx, benchModel, 0, false, count) })
	run("VectorRows100kWithVectors", func() error { return s.VectorRows(ctx, benchModel, 0, true, count) })
	photos := make([]library.PhotoID, 200)
	for i := range photos {
		photos[i] = library.PhotoID(1 + i*499)
	}
	run("Vectors200", func() error {
		return s.Vectors(ctx, benchModel, photos, func(library.PhotoID, []byte) error { return nil })
	})
	run("TilesByID200", func() error { _, err := s.TilesByID(ctx, photos); return err })
	run("Paths200", func() error { _, err := s.Paths(ctx, photos); return err })
	run("PhotoHash", func() error { _, err := s.PhotoHash(ctx, 50_000); return err })
	run("Photo", func() error { _, err := s.Photo(ctx, 50_000); return err })

	// One photo at the end lacks its vector. The counters can't save the walk to that photo.
	scan(b, s, folder, newFile("zz.jpg", 1))
	for _, f := range pendingFiles(b, s, benchModel) {
		photo := testPhoto(benchPhotos + 1)
		if err := s.Commit(ctx, benchModel, []library.IndexedPhoto{{File: f, Photo: photo}}); err != nil {
			b.Fatal(err)
		}
	}
	run("PendingLastOfAll", func() error {
		files, err := s.Pending(ctx, benchModel, 0, 64)
		if err == nil && len(files) != 1 {
			err = fmt.Errorf("%d files are pending", len(files))
		}
		return err
	})
}

func pendingFiles(b *testing.B, s *sqlite.Store, model string) []library.PendingFile {
	b.Helper()
	files, err := s.Pending(context.Background(), model, 0, 100)
	if err != nil {
		b.Fatal(err)
	}
	return files
}

// BenchmarkCommit commits batches of 16 new photos with vectors into a catalogue
// that grows from 50,000 photos on.
func BenchmarkCommit(b *testing.B) {
	ctx := context.Background()
	s := openStore(b, filepath.Join(b.TempDir(), "catalogue.db"), sqlite.Options{})
	folder := addFolder(b, s, "/pictures")
	const existing = 50_000
	scan(b, s, folder, benchFiles(0, existing)...)
	commitAll(b, s, benchModel, func(f library.PendingFile) library.IndexedPhoto { return benchResult(f, int(f.Size)) })
	scan(b, s, folder, benchFiles(existing, existing+50_000)[existing:]...)
	var after library.FileID
	var work []library.IndexedPhoto
	for b.Loop() {
		if len(work) == 0 {
			b.StopTimer()
			files, err := s.Pending(ctx, benchModel, after, 16*256)
			if err != nil || len(files) == 0 {
				b.Fatalf("no more pending files: %v", err)
			}
			after = files[len(files)-1].ID
			for _, f := range files {
				work = append(work, benchResult(f, int(f.Size)))
			}
			b.StartTimer()
		}
		n := min(16, len(work))
		if err := s.Commit(ctx, benchModel, work[:n]); err != nil {
			b.Fatal(err)
		}
		work = work[n:]
	}
	b.ReportMetric(16*float64(b.N)/b.Elapsed().Seconds(), "photos/s")
}

func BenchmarkApplyScanNew100k(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := openStore(b, filepath.Join(b.TempDir(), "catalogue.db"), sqlite.Options{})
		folder := addFolder(b, s, "/pictures")
		files := benchFiles(0, benchPhotos)
		b.StartTimer()
		scan(b, s, folder, files...)
	}
}
