package media_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"descry/library/media"
)

// slope is a picture of soft colours, as photos have.
func slope(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{uint8(40 + 150*x/w), uint8(200 - 120*y/h), uint8(60 + 90*(x+y)/(w+h)), 255})
		}
	}
	return m
}

// TestDecodePlanes compares with image/jpeg, also for sizes that are no multiple
// of a block.
func TestDecodePlanes(t *testing.T) {
	for _, size := range []image.Point{{256, 171}, {171, 256}, {1, 1}, {17, 3}, {255, 255}} {
		data, err := media.EncodeJPEG(slope(size.X, size.Y), 90)
		if err != nil {
			t.Fatal(err)
		}
		got, err := media.DecodePlanes(data)
		if err != nil {
			t.Skipf("built without libjpeg-turbo: %v", err)
		}
		want, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got.Bounds() != want.Bounds() {
			t.Fatalf("%v: decoded as %v", size, got.Bounds())
		}
		for y := range size.Y {
			for x := range size.X {
				a, b := got.YCbCrAt(x, y), want.(*image.YCbCr).YCbCrAt(x, y)
				if apart(a.Y, b.Y) > 3 || apart(a.Cb, b.Cb) > 3 || apart(a.Cr, b.Cr) > 3 {
					t.Fatalf("%v at %d,%d: %v, want %v", size, x, y, a, b)
				}
			}
		}
	}
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

func TestDecodePlanesRefuses(t *testing.T) {
	var grey bytes.Buffer
	if err := jpeg.Encode(&grey, image.NewGray(image.Rect(0, 0, 20, 20)), nil); err != nil {
		t.Fatal(err)
	}
	data, err := media.EncodeJPEG(slope(64, 64), 90)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"nothing": nil, "text": []byte("no picture"), "grey": grey.Bytes(), "half": data[:len(data)/2], "header": data[:20],
	} {
		if m, err := media.DecodePlanes(bad); err == nil {
			t.Errorf("%s: decoded as %v", name, m.Bounds())
		}
	}
}

func FuzzDecodePlanes(f *testing.F) {
	data, err := media.EncodeJPEG(slope(33, 17), 80)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := media.DecodePlanes(data)
		if err == nil && len(m.Y) < m.Rect.Dx()*m.Rect.Dy() {
			t.Errorf("%v in %d bytes", m.Rect, len(m.Y))
		}
	})
}

func BenchmarkDecodePlanes(b *testing.B) {
	data, err := media.EncodeJPEG(slope(256, 171), 82)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := media.DecodePlanes(data); err != nil {
			b.Fatal(err)
		}
	}
}
