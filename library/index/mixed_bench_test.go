package index_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/cputime"
	"descry/library/index"
	"descry/library/media"
	"descry/library/media/raw/rawtest"
)

// sharperEncoder takes pictures as large as the built-in model does, and no time.
type sharperEncoder struct{ *meanEncoder }

func (sharperEncoder) MinSide() int { return 448 }

// BenchmarkMixed indexes a folder of JPEG, raw and, with the shared test files, HEIC of 12
// megapixels, and compares the CPU time, the children's included, with that of decoding and
// encoding them alone. The encoder is one that costs nothing, so that the rest weighs most.
func BenchmarkMixed(b *testing.B) {
	const each = 12
	for b.Loop() {
		b.StopTimer()
		f := newFixture(b, func(o *index.Options) { o.Encoder = sharperEncoder{&meanEncoder{}} })
		photos := mixedPhotos(b, f.photos, each)
		enc := sharperEncoder{&meanEncoder{}}
		decode := func(path string) {
			data, err := os.ReadFile(path)
			must(b, err)
			img, err := media.Decode(b.Context(), data, media.Options{MinSide: enc.MinSide()})
			must(b, err)
			input, err := enc.Prepare(img.Pix)
			must(b, err)
			_, err = enc.Encode(b.Context(), [][]float32{input})
			must(b, err)
		}
		for _, kind := range []string{"jpg", "nef", "heic"} { // starts the children
			if path := filepath.Join(f.photos, "0."+kind); photos[path] {
				decode(path)
			}
		}
		before := cputime.Used()
		for path := range photos {
			decode(path)
		}
		alone := cputime.Used() - before
		b.StartTimer()
		before = cputime.Used()
		must(b, f.x.Once(b.Context()))
		indexing := cputime.Used() - before
		if c := f.totals(); c.Indexed != len(photos) {
			b.Fatalf("counts %+v", c)
		}
		b.ReportMetric(indexing.Seconds(), "cpu-s")
		b.ReportMetric(alone.Seconds(), "alone-cpu-s")
		b.ReportMetric(indexing.Seconds()/alone.Seconds(), "ratio")
	}
}

// mixedPhotos writes photos of several kinds, no two with the same bytes.
func mixedPhotos(b *testing.B, dir string, each int) map[string]bool {
	b.Helper()
	largePhotos(b, dir, 1)
	first, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	must(b, err)
	jpeg, err := os.ReadFile(first[0])
	must(b, err)
	must(b, os.Remove(first[0]))
	kinds := map[string][]byte{
		"jpg": jpeg, "nef": rawtest.Named("NEF").File(rawtest.Photo{Large: jpeg, Width: 4000, Height: 3000}),
	}
	if heic, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "photos", "formats", "heic", "iphone-11-exif-at-eof.heic")); err == nil {
		kinds["heic"] = heic
	}
	photos := map[string]bool{}
	for kind, data := range kinds {
		for i := range each {
			path := filepath.Join(dir, fmt.Sprint(i, ".", kind))
			free := binary.BigEndian.AppendUint32([]byte("\x00\x00\x00\x0cfree"), uint32(i)) // which all of them pass over
			must(b, os.WriteFile(path, append(data[:len(data):len(data)], free...), 0o644))
			photos[path] = true
		}
	}
	return photos
}
