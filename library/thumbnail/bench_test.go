package thumbnail_test

import (
	"image"
	"math"
	"testing"

	"descry/internal/cputime"
	"descry/library/media"
	"descry/library/thumbnail"
)

// photo makes a picture with the detail of a photo.
func photo(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x), float64(y)
			v := 128 + 60*math.Sin(fx/37)*math.Cos(fy/29) + 30*math.Sin((fx+fy)/3.1) + float64((x*7919+y*104729)%23)
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = byte(v), byte(v*0.8+20), byte(255-v), 255
		}
	}
	return m
}

// measure runs f and reports the CPU time of the whole process beside the
// elapsed time, which other programs disturb.
func measure(b *testing.B, f func() error) {
	before := cputime.Used()
	for b.Loop() {
		if err := f(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
}

// BenchmarkScale is the scaling of a usual reduced decode of 12 megapixels.
func BenchmarkScale(b *testing.B) {
	m := photo(750, 563)
	measure(b, func() error {
		thumbnail.Scale(m, thumbnail.MaxSide)
		return nil
	})
}

// BenchmarkMake is everything a thumbnail costs but the writing.
func BenchmarkMake(b *testing.B) {
	m := photo(597, 448)
	measure(b, func() error {
		_, err := media.EncodeJPEG(thumbnail.Scale(m, thumbnail.MaxSide), 82)
		return err
	})
}

func BenchmarkPut(b *testing.B) {
	s := open(b, b.TempDir(), 0)
	m := photo(597, 448)
	measure(b, func() error { return s.Put("abcdef", m) })
}

func BenchmarkDecode(b *testing.B) {
	s := open(b, b.TempDir(), 0)
	if err := s.Put("abcdef", photo(597, 448)); err != nil {
		b.Fatal(err)
	}
	measure(b, func() error {
		_, err := s.Decode("abcdef")
		return err
	})
}
