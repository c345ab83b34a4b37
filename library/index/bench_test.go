package index_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	"descry/library/media"
	"descry/library/metadata"
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

// BenchmarkRescanSidecars scans 100,000 indexed photos again, of which 20,000 have a sidecar. The
// ratio is to the same photos without sidecars.
func BenchmarkRescanSidecars(b *testing.B) {
	plain, beside := indexedLibrary(b, 0), indexedLibrary(b, 5)
	var took [2]time.Duration
	for b.Loop() {
		for i, f := range []*fixture{plain, beside} {
			start := time.Now()
			if f.scanFinds() {
				b.Fatal("a rescan found changes")
			}
			took[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(took[0].Milliseconds())/float64(b.N), "without-ms")
	b.ReportMetric(float64(took[1].Milliseconds())/float64(b.N), "with-ms")
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
}

// indexedLibrary is a library of 100,000 photos, known but never decoded, of which each
// every-th has a sidecar; 0 is none.
func indexedLibrary(b *testing.B, every int) *fixture {
	b.Helper()
	const dirs, perDir = 1000, 100
	f := newFixture(b)
	hashes := map[string]int64{}
	for d := range dirs {
		dir := filepath.Join(f.photos, fmt.Sprintf("%04d", d))
		must(b, os.Mkdir(dir, 0o755))
		for i := range perDir {
			name := fmt.Sprintf("%03d.jpg", i)
			must(b, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
			if every == 0 || i%every != 0 {
				continue
			}
			path := filepath.Join(dir, name+".xmp")
			must(b, os.WriteFile(path, []byte(xmpHead), 0o644))
			info, err := os.Stat(path)
			must(b, err)
			hashes[filepath.Join(dir, name)] = index.HashOf(name+".xmp", info.Size(), info.ModTime().UnixNano())
		}
	}
	f.scanFinds()
	for {
		files, err := f.store.Pending(b.Context(), f.enc.Model(), 0, 5000)
		must(b, err)
		if len(files) == 0 {
			return f
		}
		batch := make([]library.IndexedPhoto, len(files))
		for i, file := range files {
			sum := sha256.Sum256([]byte(file.Path))
			batch[i] = library.IndexedPhoto{File: file, Vector: unit([]float32{1, 2, 3, 4}), Decoding: media.Version, Metadata: metadata.Version,
				Photo:    library.Photo{Hash: library.Hash(hex.EncodeToString(sum[:])), Format: "jpeg", Width: 3, Height: 2},
				Sidecars: map[library.FileID]int64{file.ID: hashes[file.Path]}}
		}
		must(b, f.store.Commit(b.Context(), f.enc.Model(), batch))
	}
}
