package thumbnail_test

import (
	"image"
	"image/color"
	"testing"

	"descry/library/thumbnail"
)

func TestScaleSize(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{4000, 3000, 256, 192},
		{3000, 4000, 192, 256},
		{256, 256, 256, 256},
		{100, 50, 100, 50}, // never larger
		{2000, 1, 256, 1},
		{1, 3000, 1, 256},
		{257, 200, 256, 199},
		{1, 1, 1, 1},
	} {
		got := thumbnail.Scale(image.NewNRGBA(image.Rect(0, 0, c.w, c.h)), thumbnail.MaxSide).Rect
		if got != image.Rect(0, 0, c.wantW, c.wantH) {
			t.Errorf("%d x %d became %v, want %d x %d", c.w, c.h, got, c.wantW, c.wantH)
		}
	}
}

// TestScaleMean checks that averaging neither brightens nor darkens, for sizes
// that divide evenly and others.
func TestScaleMean(t *testing.T) {
	for _, side := range []int{256, 300, 511, 512, 513, 777, 1024, 3001} {
		m := image.NewNRGBA(image.Rect(0, 0, side, side))
		for i := 0; i < len(m.Pix); i += 4 {
			x, y := i/4%side, i/4/side
			v := byte(255 * ((x + y) % 2))
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = v, byte(x*255/side), byte(y*255/side), 255
		}
		before, after := channelMeans(m), channelMeans(thumbnail.Scale(m, thumbnail.MaxSide))
		for c := range 3 {
			if d := before[c] - after[c]; d > 1 || d < -1 {
				t.Errorf("side %d, channel %d: mean %.2f became %.2f", side, c, before[c], after[c])
			}
		}
	}
}

func channelMeans(m *image.NRGBA) (mean [3]float64) {
	for i, v := range m.Pix {
		if i%4 < 3 {
			mean[i%4] += float64(v) / float64(len(m.Pix)/4)
		}
	}
	return mean
}

// TestScaleFlattens puts transparent parts on mid grey.
func TestScaleFlattens(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 600, 300)) // transparent
	for y := range 300 {
		for x := 300; x < 600; x++ {
			m.SetNRGBA(x, y, color.NRGBA{255, 0, 0, 128})
		}
	}
	got := thumbnail.Scale(m, thumbnail.MaxSide)
	if c := got.NRGBAAt(10, 10); c != (color.NRGBA{128, 128, 128, 255}) {
		t.Errorf("transparent became %v", c)
	}
	// Exactly it is 191.75 and 63.75; the library cuts off, others round.
	if c := got.NRGBAAt(200, 10); c != (color.NRGBA{191, 63, 63, 255}) && c != (color.NRGBA{192, 64, 64, 255}) {
		t.Errorf("half-transparent red became %v", c)
	}
}

func TestDominantColour(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 100, 100))
	for i := range 100 * 100 {
		c := color.NRGBA{200, 40, 30, 255}
		if i%3 == 0 {
			c = color.NRGBA{0, 0, 255, 255}
		}
		m.SetNRGBA(i%100, i/100, c)
	}
	if got := thumbnail.DominantColour(m); got != (color.NRGBA{200, 40, 30, 255}) {
		t.Errorf("dominant colour %v", got)
	}
	if got := thumbnail.DominantColour(image.NewNRGBA(image.Rect(0, 0, 3, 3))); got.A != 255 {
		t.Errorf("of a transparent picture: %v", got)
	}
}
