package index_test

import (
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
)

// deviceEncoder stands in for an encoder on a device of its own (a GPU): a photo
// takes it a fixed time and no CPU.
type deviceEncoder struct {
	*meanEncoder
	perPhoto time.Duration
}

func (e deviceEncoder) MinSide() int  { return 448 }
func (e deviceEncoder) Parallel() int { return 1 }

func (e deviceEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	time.Sleep(time.Duration(len(inputs)) * e.perPhoto)
	return e.meanEncoder.Encode(ctx, inputs)
}

// BenchmarkOverlap indexes photos of 12 megapixels with an encoder that takes 25
// ms a photo beside the CPU, and compares the throughput with that encoder's own:
// the decoding has to hide behind it.
func BenchmarkOverlap(b *testing.B) {
	const photos, perPhoto = 80, 25 * time.Millisecond
	for b.Loop() {
		b.StopTimer()
		f := newFixture(b, func(o *index.Options) {
			o.Encoder = deviceEncoder{&meanEncoder{}, perPhoto}
		})
		largePhotos(b, f.photos, photos)
		b.StartTimer()
		start := time.Now()
		must(b, f.x.Once(b.Context()))
		took := time.Since(start)
		if c := f.totals(); c.Indexed != photos {
			b.Fatalf("counts %+v", c)
		}
		b.ReportMetric(photos/took.Seconds(), "photos/s")
		b.ReportMetric(photos*perPhoto.Seconds()/took.Seconds(), "ratio")
	}
}

// largePhotos writes JPEGs of 4000 × 3000 that differ in their last bytes only:
// drawing each anew would take minutes.
func largePhotos(b *testing.B, dir string, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(i/4000/16) + uint8(i%4000/24) + uint8(r.IntN(12))
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(i/7000), uint8(128+i%64)
	}
	first := filepath.Join(dir, "000.jpg")
	out, err := os.Create(first)
	must(b, err)
	must(b, jpeg.Encode(out, img, &jpeg.Options{Quality: 88}))
	must(b, out.Close())
	data, err := os.ReadFile(first)
	must(b, err)
	for i := 1; i < n; i++ {
		must(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jpg", i)), append(data, byte(i)), 0o644))
	}
}

// BenchmarkRescan looks again at 100,000 files of which none has changed, the
// catalogue included, and compares with find printing the same facts.
func BenchmarkRescan(b *testing.B) {
	const dirs, perDir = 1000, 100
	f := newFixture(b)
	for d := range dirs {
		dir := filepath.Join(f.photos, fmt.Sprintf("%04d", d))
		must(b, os.Mkdir(dir, 0o755))
		for i := range perDir {
			must(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jpg", i)), nil, 0o644))
		}
	}
	sync := func() bool {
		changed, err := f.x.Sync(b.Context(), f.folder())
		must(b, err)
		return changed
	}
	if !sync() {
		b.Fatal("the first scan found nothing")
	}
	var rescan, find time.Duration
	for b.Loop() {
		start := time.Now()
		if sync() {
			b.Fatal("a rescan found changes")
		}
		rescan += time.Since(start)
		start = time.Now()
		must(b, exec.Command("find", f.photos, "-type", "f", "-printf", "%p %s %T@\\n").Run())
		find += time.Since(start)
	}
	b.ReportMetric(float64(rescan.Milliseconds())/float64(b.N), "rescan-ms")
	b.ReportMetric(float64(find.Milliseconds())/float64(b.N), "find-ms")
	b.ReportMetric(rescan.Seconds()/find.Seconds(), "ratio-to-find")
	var known int
	must(b, f.store.KnownFiles(b.Context(), f.folder().ID, "", func(library.KnownFile) { known++ }))
	if known != dirs*perDir {
		b.Fatalf("%d files known", known)
	}
}
