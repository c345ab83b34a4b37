package heif

import (
	"image"
	"image/color"
	"testing"
)

// TestToJFIF codes colours with other matrices and ranges and expects them
// back from image.YCbCr.
func TestToJFIF(t *testing.T) {
	colours := []color.RGBA{{200, 30, 40, 255}, {20, 180, 60, 255}, {30, 60, 200, 255}, {128, 128, 128, 255}, {240, 230, 90, 255}}
	for _, matrix := range []uint16{1, 5, 6, 9} {
		for _, full := range []bool{true, false} {
			for _, want := range colours {
				m := coded(want, matrix, full)
				toJFIF(m, Colours{Matrix: matrix, FullRange: full})
				r, g, b, _ := m.At(0, 0).RGBA()
				for i, d := range []int{int(r>>8) - int(want.R), int(g>>8) - int(want.G), int(b>>8) - int(want.B)} {
					if d > 4 || d < -4 {
						t.Errorf("matrix %d, full %v, %v: channel %d is off by %d", matrix, full, want, i, d)
					}
				}
			}
		}
	}
}

// coded is a picture of one pixel in the given coding (ISO/IEC 23091-2).
func coded(c color.RGBA, matrix uint16, full bool) *image.YCbCr {
	w, ok := lumaWeights[matrix]
	if !ok {
		w = jfif
	}
	kr, kb := w[0], w[1]
	r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	y := kr*r + (1-kr-kb)*g + kb*b
	cb, cr := (b-y)/(2*(1-kb)), (r-y)/(2*(1-kr))
	m := image.NewYCbCr(image.Rect(0, 0, 1, 1), image.YCbCrSubsampleRatio444)
	if full {
		m.Y[0], m.Cb[0], m.Cr[0] = clamp(255*y), clamp(128+255*cb), clamp(128+255*cr)
	} else {
		m.Y[0], m.Cb[0], m.Cr[0] = clamp(16+219*y), clamp(128+224*cb), clamp(128+224*cr)
	}
	return m
}
