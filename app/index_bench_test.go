package app

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service"
	"descry/library/media"
)

// BenchmarkIndex compares the whole pipeline (read, hash, decode, metadata,
// thumbnail, encode, commit) with the encoder alone on the same photos, whose
// inputs were prepared beforehand: as the pipeline calls it, with one call on each
// core, and photo by photo with all cores on each. Photos: those in DESCRY_BENCH_PHOTOS, or 400
// generated ones of 500 × 375.
func BenchmarkIndex(b *testing.B) {
	photos := benchPhotos(b)
	for b.Loop() {
		alone := encoderAlone(b, photos, 0)
		oneByOne := encoderAlone(b, photos, runtime.NumCPU())
		piped := pipeline(b, photos)
		b.ReportMetric(alone, "encoder-photos/s")
		b.ReportMetric(piped, "pipeline-photos/s")
		b.ReportMetric(piped/alone, "ratio")
		b.ReportMetric(piped/oneByOne, "ratio-photo-by-photo")
	}
}

func benchPhotos(b *testing.B) string {
	if dir := os.Getenv("DESCRY_BENCH_PHOTOS"); dir != "" {
		return dir
	}
	dir := b.TempDir()
	for i := range 400 {
		apptest.DrawPhoto(b, filepath.Join(dir, time.Unix(int64(i), 0).UTC().Format("150405")+".jpg"), 500, 375, i)
	}
	return dir
}

// benchEngine opens an empty library whose encoder computes with so many threads, 0 for the
// usual number. One is open at a time, since the runtime is one a
// process.
func benchEngine(b *testing.B, threads int) (e *service.Library, done func()) {
	home := b.TempDir()
	paths := config.PathsIn(home, home, home, home)
	if err := config.WriteTOML(paths.Settings, config.Settings{Threads: threads}); err != nil {
		b.Fatal(err)
	}
	e, err := service.Open(context.Background(), paths)
	if err != nil {
		b.Fatal(err)
	}
	return e, func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	}
}

// encoderAlone gives photos per second of the encoder with so many threads a call,
// 0 = as the pipeline calls it.
func encoderAlone(b *testing.B, dir string, threads int) float64 {
	e, done := benchEngine(b, threads)
	defer done()
	enc, err := e.Searcher().Vision()
	if err != nil {
		b.Fatal(err)
	}
	var inputs [][]float32
	entries, err := os.ReadDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			b.Fatal(err)
		}
		img, err := media.Decode(b.Context(), data, media.Options{MinSide: enc.MinSide()})
		if err != nil {
			continue
		}
		in, err := enc.Prepare(img.Pix)
		if err != nil {
			b.Fatal(err)
		}
		inputs = append(inputs, in)
	}
	if _, err := enc.Encode(b.Context(), inputs[:1]); err != nil { // warm
		b.Fatal(err)
	}
	start := time.Now()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range enc.Parallel() {
		workers.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(inputs) {
					return
				}
				if _, err := enc.Encode(b.Context(), inputs[i:i+1]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	workers.Wait()
	return float64(len(inputs)) / time.Since(start).Seconds()
}

// pipeline gives photos per second of indexing a folder into an empty library.
func pipeline(b *testing.B, dir string) float64 {
	e, done := benchEngine(b, 0)
	defer done()
	if err := e.AddFolders(b.Context(), []string{dir}, true); err != nil {
		b.Fatal(err)
	}
	x, err := e.NewIndexer(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	enc, err := e.Searcher().Vision()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := enc.Encode(b.Context(), [][]float32{make([]float32, enc.Pre.TensorLen())}); err != nil { // warm, as above
		b.Fatal(err)
	}
	start := time.Now()
	if err := x.Once(b.Context()); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start).Seconds()
	counts, err := e.Store.Totals(b.Context(), e.Pack().ID)
	if err != nil {
		b.Fatal(err)
	}
	return float64(counts.Indexed) / took
}
