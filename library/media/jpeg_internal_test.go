package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"descry/library/container"
)

// gradient is a smooth picture, which every decoder should agree on.
func gradient(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{byte(255 * x / w), byte(255 * y / h), byte(255 * (x + y) / (w + h)), 255})
		}
	}
	return m
}

// TestDecodersAgree compares libjpeg-turbo, where it is built in, with the
// standard library, and the scaling of one with the averaging of the other.
func TestDecodersAgree(t *testing.T) {
	files := map[string][]byte{}
	for name, m := range map[string]*image.NRGBA{"even": gradient(640, 480), "odd": gradient(333, 517), "thin": gradient(900, 48)} {
		data, err := EncodeJPEG(m, 92)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	for _, name := range []string{"progressive", "subsampling-422", "subsampling-444", "grayscale", "cmyk-adobe-inverted", "rgb-colourspace"} {
		path := filepath.Join("..", "..", "..", "shared", "photos", "formats", "jpeg", name+".jpg")
		if data, err := os.ReadFile(path); err == nil {
			files[name] = data
		}
	}
	for name, data := range files {
		for _, minSide := range []int{0, 100} {
			compareDecoders(t, name, data, minSide)
		}
	}
}

func compareDecoders(t *testing.T, name string, data []byte, minSide int) {
	t.Helper()
	got, err := Decode(context.Background(), data, Options{MinSide: minSide})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	info, err := parseJPEG(data)
	if err != nil {
		t.Fatal(err)
	}
	h := &header{format: JPEG, width: info.width, height: info.height, orientation: info.orientation}
	prepareStdJPEG(h, info)
	want, _, err := h.decode(context.Background(), data, plan{reduction: h.reduction(0), stored: image.Pt(h.width, h.height)})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if d := coarseDifference(got.Pix, want); d > 3 {
		t.Errorf("%s at %d: decoders differ by %.1f", name, minSide, d)
	}
}

// coarseDifference samples both pictures at the same places.
func coarseDifference(a, b *image.NRGBA) float64 {
	const grid = 9
	sum := 0.0
	for y := range grid {
		for x := range grid {
			p, q := cellMean(a, x, y, grid), cellMean(b, x, y, grid)
			for c := range 3 {
				sum += max(p[c]-q[c], q[c]-p[c])
			}
		}
	}
	return sum / (3 * grid * grid)
}

func cellMean(m *image.NRGBA, cx, cy, grid int) (mean [3]float64) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	x1, y1 := max((cx+1)*w/grid, cx*w/grid+1), max((cy+1)*h/grid, cy*h/grid+1)
	n := float64((x1 - cx*w/grid) * (y1 - cy*h/grid))
	for y := cy * h / grid; y < y1; y++ {
		for x := cx * w / grid; x < x1; x++ {
			for c := range 3 {
				mean[c] += float64(m.Pix[m.PixOffset(x, y)+c]) / n
			}
		}
	}
	return mean
}

// TestEncodersAgree compares both encoders through the same decoder.
func TestEncodersAgree(t *testing.T) {
	m := gradient(200, 100)
	fast, err := EncodeJPEG(m, 82)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := encodeStdJPEG(m, 82)
	if err != nil {
		t.Fatal(err)
	}
	a, errA := Decode(context.Background(), fast, Options{})
	b, errB := Decode(context.Background(), plain, Options{})
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	if d := coarseDifference(a.Pix, b.Pix); d > 2 {
		t.Errorf("encoders differ by %.1f", d)
	}
	if _, err := EncodeJPEG(image.NewNRGBA(image.Rect(0, 0, 70000, 1)), 82); err == nil {
		t.Error("encoded a picture that JPEG cannot hold")
	}
}

// segment is a marker segment of a JPEG.
func segment(marker byte, body []byte) []byte {
	n := len(body) + 2
	return append([]byte{0xff, marker, byte(n >> 8), byte(n)}, body...)
}

// TestScanLimit refuses a JPEG of many scans by its markers alone.
func TestScanLimit(t *testing.T) {
	frame := segment(container.MarkerSOF0+2, []byte{8, 0x10, 0, 0x10, 0, 1, 1, 0x11, 0})
	scan := append(segment(container.MarkerSOS, []byte{1, 1, 0, 0, 63, 0}), 1, 2, 3)
	for scans, want := range map[int]error{1: nil, maxScans: nil, maxScans + 1: ErrTooLarge} {
		data := append([]byte{0xff, container.MarkerSOI}, frame...)
		data = append(data, bytes.Repeat(scan, scans)...)
		data = append(data, 0xff, container.MarkerEOI)
		if _, err := Probe(data); !errors.Is(err, want) {
			t.Errorf("%d scans: %v, want %v", scans, err, want)
		}
	}
}
