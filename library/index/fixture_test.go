package index_test

import (
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/index"
	"descry/library/sqlite"
	"descry/library/thumbnail"
)

// meanEncoder stands in for the vision model: the vector is made of the picture's
// mean colours, so equal pictures get equal vectors and encoding costs nothing.
type meanEncoder struct {
	calls atomic.Int64
	fail  func(input []float32) error
	delay time.Duration
	// refuse is asked before a picture is prepared.
	refuse func(img *image.NRGBA) error
}

func (e *meanEncoder) Model() string { return "mean-1" }
func (e *meanEncoder) MinSide() int  { return 16 }
func (e *meanEncoder) Parallel() int { return 2 }
func (e *meanEncoder) Batch() int    { return 2 }

func (e *meanEncoder) Prepare(img *image.NRGBA) ([]float32, error) {
	if e.refuse != nil {
		if err := e.refuse(img); err != nil {
			return nil, err
		}
	}
	var sum [3]float64
	n := 0
	for i := 0; i+3 < len(img.Pix); i += 4 {
		for c := range 3 {
			sum[c] += float64(img.Pix[i+c])
		}
		n++
	}
	return []float32{float32(sum[0] / float64(n)), float32(sum[1] / float64(n)), float32(sum[2] / float64(n)), 1}, nil
}

func (e *meanEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	out := make([][]float32, len(inputs))
	for i, in := range inputs {
		e.calls.Add(1)
		if e.fail != nil {
			if err := e.fail(in); err != nil {
				return nil, err
			}
		}
		time.Sleep(e.delay)
		out[i] = unit(in)
	}
	return out, ctx.Err()
}

func unit(v []float32) []float32 {
	out := slices.Clone(v)
	_ = vectormath.Normalize(out)
	return out
}

// fixture is a catalogue, a photo folder in it and an indexer.
type fixture struct {
	t       testing.TB
	photos  string // the folder
	store   *sqlite.Store
	thumbs  *thumbnail.Store
	enc     *meanEncoder
	options index.Options
	x       *index.Indexer
}

func newFixture(t testing.TB, change ...func(*index.Options)) *fixture {
	t.Helper()
	f := &fixture{t: t, photos: filepath.Join(t.TempDir(), "photos"), enc: &meanEncoder{}}
	must(t, os.Mkdir(f.photos, 0o755))
	home := t.TempDir()
	var err error
	f.store, err = sqlite.Open(t.Context(), filepath.Join(home, "catalogue.db"), sqlite.Options{})
	must(t, err)
	f.thumbs, err = thumbnail.Open(filepath.Join(home, "thumbnails"), 1<<30)
	must(t, err)
	_, err = f.store.AddFolder(t.Context(), f.photos)
	must(t, err)
	f.options = index.Options{Store: f.store, Encoder: f.enc, Thumbnails: f.thumbs, StableFor: -1}
	for _, c := range change {
		c(&f.options)
	}
	f.x, err = index.New(f.options)
	must(t, err)
	t.Cleanup(func() {
		if err := f.thumbs.Close(); err != nil {
			t.Error(err)
		}
		if err := f.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// once indexes and fails the test on an error.
func (f *fixture) once() {
	f.t.Helper()
	must(f.t, f.x.Once(f.t.Context()))
}

// photo writes a JPEG whose content depends on seed alone.
func (f *fixture) photo(name string, seed uint64) string {
	f.t.Helper()
	path := filepath.Join(f.photos, filepath.FromSlash(name))
	must(f.t, os.MkdirAll(filepath.Dir(path), 0o755))
	writePhoto(f.t, path, seed)
	return path
}

func writePhoto(t testing.TB, path string, seed uint64) {
	t.Helper()
	base := photoColour(seed)
	img := image.NewNRGBA(image.Rect(0, 0, 48, 32))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = base.R, base.G, base.B, 255
	}
	out, err := os.Create(path)
	must(t, err)
	must(t, jpeg.Encode(out, img, nil))
	must(t, out.Close())
}

// photoColour is the one colour of the photo made from a seed.
func photoColour(seed uint64) color.NRGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	return color.NRGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
}

func (f *fixture) totals() library.Counts {
	f.t.Helper()
	c, err := f.store.Totals(f.t.Context(), f.enc.Model())
	must(f.t, err)
	return c
}

func (f *fixture) expect(want library.Counts) {
	f.t.Helper()
	if got := f.totals(); got != want {
		f.t.Fatalf("counts %+v, want %+v", got, want)
	}
}

// id finds the photo a file holds.
func (f *fixture) id(name string) library.PhotoID {
	f.t.Helper()
	id, err := f.store.PhotoByPath(f.t.Context(), filepath.Join(f.photos, filepath.FromSlash(name)))
	must(f.t, err)
	return id
}

func (f *fixture) folder() library.Folder {
	f.t.Helper()
	folders, err := f.store.Folders(f.t.Context(), f.enc.Model())
	must(f.t, err)
	if len(folders) != 1 {
		f.t.Fatalf("%d folders, want 1", len(folders))
	}
	return folders[0]
}

// eventually waits for a condition that another goroutine brings about.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for range 1200 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("did not happen within a minute: %s", what)
}
