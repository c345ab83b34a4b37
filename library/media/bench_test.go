package media_test

import (
	"context"
	"image"
	"math"
	"testing"

	"descry/internal/cputime"
	"descry/library/media"
)

// photo makes a picture with the detail of a photo: broad shapes, texture and
// sensor noise.
func photo(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	sin := make([]float64, w+h)
	for i := range sin {
		sin[i] = math.Sin(float64(i)/67) + 0.3*math.Sin(float64(i)/5.3)
	}
	noise := uint32(1)
	for y := range h {
		for x := range w {
			noise = noise*1664525 + 1013904223
			v := 120 + 45*sin[x]*sin[y] + 25*sin[x+y] + float64(noise>>28) - 8
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = byte(v), byte(0.9*v+10), byte(200-0.6*v), 255
		}
	}
	return m
}

// BenchmarkDecodeJPEG12MP is the usual photo: 12 megapixels, reduced for the
// encoder. cpu-ms/op is the CPU time of the whole process.
func BenchmarkDecodeJPEG12MP(b *testing.B) {
	data, err := media.EncodeJPEG(photo(4000, 3000), 90)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(data))/1e6, "MB")
	for _, side := range []struct {
		name string
		min  int
	}{{"448", 448}, {"512", 512}, {"full", 0}} {
		b.Run(side.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cputime.Used()
			for b.Loop() {
				if _, err := media.Decode(context.Background(), data, media.Options{MinSide: side.min}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(len(data))/1e6, "MB")
		})
	}
}
