package media_test

import (
	"context"
	"testing"

	"descry/internal/cputime"
	"descry/library/media"
	"descry/library/media/raw/rawtest"
)

// BenchmarkDecodeRaw decodes raw files beside the JPEG that is their preview: finding it
// should cost next to nothing. Reduced, the smaller preview is taken.
func BenchmarkDecodeRaw(b *testing.B) {
	large, err := media.EncodeJPEG(photo(4000, 3000), 90)
	if err != nil {
		b.Fatal(err)
	}
	small, err := media.EncodeJPEG(photo(1440, 1080), 90)
	if err != nil {
		b.Fatal(err)
	}
	p := rawtest.Photo{Large: large, Width: 8000, Height: 6000}
	both := p
	both.Medium = small
	for _, c := range []struct {
		name    string
		data    []byte
		minSide int
	}{
		{"jpeg/full", large, 0}, {"nef/full", rawtest.Named("NEF").File(p), 0}, {"cr3/full", rawtest.Named("CR3").File(p), 0},
		{"jpeg/448", large, 448}, {"nef/448", rawtest.Named("NEF").File(p), 448}, {"nef-with-preview/448", rawtest.Named("NEF").File(both), 448},
		{"jpeg-of-preview/448", small, 448},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cputime.Used()
			for b.Loop() {
				if _, err := media.Decode(context.Background(), c.data, media.Options{MinSide: c.minSide}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
		})
	}
}
