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
	if got := thumbnail.DominantColour(image.NewNRGBA(image.Rectangle{})); got != (color.NRGBA{128, 128, 128, 255}) {
		t.Errorf("of a picture without pixels: %v", got)
	}
}
