package media_test

import (
	"context"
	"errors"
	"image"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"descry/library/media"
)

// TestPhotos decodes every real photo and compares its size with what the
// reference decoders say.
func TestPhotos(t *testing.T) {
	for _, set := range []string{"formats", "exif"} {
		dir := filepath.Join(shared(t, "photos"), set)
		for name, want := range expectations(t, dir) {
			t.Run(set+"/"+name, func(t *testing.T) { checkPhoto(t, read(t, dir, name), want) })
		}
	}
}

func checkPhoto(t *testing.T, data []byte, want expectation) {
	config, probeErr := media.Probe(data)
	img, err := media.Decode(context.Background(), data, media.Options{})
	switch {
	case config.Format == media.Raw:
		checkRaw(t, img, err, want)
		return
	case !want.Photo:
		if err == nil {
			t.Error("decoded what is no photo")
		}
		return
	case want.Optional && err != nil:
		t.Logf("optional (%s): %v", want.Note, err)
		return
	case !want.Decodable && !want.Optional:
		if !errors.Is(err, media.ErrUnsupported) && !errors.Is(err, media.ErrDamaged) {
			t.Errorf("error %v, want unsupported or damaged", err)
		}
	case err != nil || probeErr != nil:
		t.Fatalf("Decode: %v, Probe: %v", err, probeErr)
	}
	if config.Width != want.Width || config.Height != want.Height {
		t.Errorf("probed %d x %d, want %d x %d", config.Width, config.Height, want.Width, want.Height)
	}
	if err == nil {
		checkSize(t, img, want)
	}
}

// checkRaw compares a raw file, of which the preview is decoded. The size is the size of the
// photo. The preview of a cut file is the one that is whole.
func checkRaw(t *testing.T, img *media.Image, err error, want expectation) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if want.Preview != nil && img.Pix.Rect.Size() != image.Pt(want.Preview.Size[0], want.Preview.Size[1]) {
		t.Errorf("preview of %v, want %v", img.Pix.Rect.Size(), want.Preview.Size)
	}
	if img.Width < want.Width || img.Height < want.Height {
		t.Errorf("size %d x %d, want at least %d x %d", img.Width, img.Height, want.Width, want.Height)
	}
}

func checkSize(t *testing.T, img *media.Image, want expectation) {
	t.Helper()
	if img.Width != want.Width || img.Height != want.Height {
		t.Errorf("size %d x %d, want %d x %d", img.Width, img.Height, want.Width, want.Height)
	}
	if got := img.Pix.Bounds(); got != image.Rect(0, 0, want.Width, want.Height) {
		t.Errorf("pixels %v, want %d x %d", got, want.Width, want.Height)
	}
	if img.Warning != "" {
		t.Logf("warning: %s", img.Warning)
	}
}

// TestReducedSize checks that a reduced decode keeps its promise: short side
// at least MinSide, proportions kept, full size still reported.
func TestReducedSize(t *testing.T) {
	dir := filepath.Join(shared(t, "photos"), "formats")
	const minSide = 48
	for name, want := range expectations(t, dir) {
		if !want.Decodable || want.Optional {
			continue
		}
		img, err := media.Decode(context.Background(), read(t, dir, name), media.Options{MinSide: minSide})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w, h := img.Pix.Rect.Dx(), img.Pix.Rect.Dy()
		if min(w, h) < min(minSide, want.Width, want.Height) {
			t.Errorf("%s: reduced to %d x %d", name, w, h)
		}
		if img.Width != want.Width || img.Height != want.Height {
			t.Errorf("%s: full size %d x %d, want %d x %d", name, img.Width, img.Height, want.Width, want.Height)
		}
		if d := float64(w)*float64(want.Height) - float64(h)*float64(want.Width); min(w, h) > 8 &&
			(d > float64(want.Width+want.Height) || -d > float64(want.Width+want.Height)) {
			t.Errorf("%s: proportions of %d x %d changed to %d x %d", name, want.Width, want.Height, w, h)
		}
	}
}

// TestOrientation compares every turned picture with the upright one.
func TestOrientation(t *testing.T) {
	dir := filepath.Join(shared(t, "photos"), "formats")
	reference := decodeFile(t, dir, "jpeg/orientation-upright.png", media.Options{})
	compared := 0
	for name := range expectations(t, dir) {
		base := path.Base(name)
		turned := strings.HasPrefix(base, "orientation-") && !strings.Contains(base, "invalid") ||
			strings.Contains(base, "orientation-8.tif") || strings.Contains(base, "chunk-orientation-6")
		if !turned || strings.HasSuffix(base, "upright.png") {
			continue
		}
		compared++
		img := decodeFile(t, dir, name, media.Options{})
		if d := meanDifference(img.Pix, reference.Pix); d > 6 {
			t.Errorf("%s differs from the upright picture by %.1f", name, d)
		}
		small := decodeFile(t, dir, name, media.Options{MinSide: 40})
		if d := meanDifference(small.Pix, reference.Pix); d > 8 {
			t.Errorf("%s reduced differs by %.1f", name, d)
		}
	}
	if compared < 15 {
		t.Errorf("only %d turned pictures found", compared)
	}
}

func decodeFile(t testing.TB, dir, name string, opts media.Options) *media.Image {
	t.Helper()
	img, err := media.Decode(context.Background(), read(t, dir, name), opts)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}

// meanDifference compares two pictures on a coarse grid: mean absolute
// difference of the colours, 0 to 255.
func meanDifference(a, b *image.NRGBA) float64 {
	const grid = 40
	var sum float64
	for y := range grid {
		for x := range grid {
			p, q := cell(a, x, y, grid), cell(b, x, y, grid)
			for c := range 3 {
				sum += max(p[c]-q[c], q[c]-p[c])
			}
		}
	}
	return sum / (3 * grid * grid)
}

// cell is the mean colour of one cell of a grid laid over a picture.
func cell(m *image.NRGBA, cx, cy, grid int) (mean [3]float64) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	n := 0.0
	for y := cy * h / grid; y < max((cy+1)*h/grid, cy*h/grid+1); y++ {
		for x := cx * w / grid; x < max((cx+1)*w/grid, cx*w/grid+1); x++ {
			for c := range 3 {
				mean[c] += float64(m.Pix[m.PixOffset(x, y)+c])
			}
			n++
		}
	}
	for c := range 3 {
		mean[c] /= n
	}
	return mean
}
