package media

import (
	"image"
	"image/color"
	"testing"
)

func TestFlatten(t *testing.T) {
	for _, c := range []struct{ from, want color.NRGBA }{
		{color.NRGBA{10, 20, 30, 255}, color.NRGBA{10, 20, 30, 255}},
		{color.NRGBA{10, 20, 30, 0}, color.NRGBA{128, 128, 128, 255}},
		{color.NRGBA{255, 255, 255, 0}, color.NRGBA{128, 128, 128, 255}},
		{color.NRGBA{255, 0, 0, 128}, color.NRGBA{192, 64, 64, 255}}, // 191.75 and 63.75
		{color.NRGBA{255, 0, 128, 1}, color.NRGBA{128, 127, 128, 255}},
	} {
		m := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		m.SetNRGBA(0, 0, c.from)
		if flatten(m); m.NRGBAAt(0, 0) != c.want {
			t.Errorf("%v became %v, want %v", c.from, m.NRGBAAt(0, 0), c.want)
		}
	}
}
