package media

import (
	"fmt"
	"image"
	"testing"
)

// noisyPlanes have colours that need no clamping.
func noisyPlanes(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	m := image.NewYCbCr(r, ratio)
	noise := uint32(1)
	for _, plane := range [][]byte{m.Y, m.Cb, m.Cr} {
		for i := range plane {
			noise = noise*1664525 + 1013904223
			plane[i] = byte(100 + noise>>27)
		}
	}
	return m
}

var everyRatio = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
	image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
}

// TestAddPlanes averages planes before and after they are converted.
func TestAddPlanes(t *testing.T) {
	for _, ratio := range everyRatio[:3] {
		whole := noisyPlanes(image.Rect(0, 0, 101, 67), ratio)
		for _, part := range []image.Rectangle{whole.Rect, image.Rect(1, 0, 100, 66), image.Rect(2, 3, 99, 64), image.Rect(3, 1, 4, 2)} {
			for _, box := range []int{2, 3, 7, 64} {
				size := part.Size()
				p := plan{reduction: reduction{divideUp(size.X, box), divideUp(size.Y, box), 8, box}, stored: size}
				fast, slow := newReducer(p), newReducer(p)
				for top := part.Min.Y; top < part.Max.Y; top += 5 {
					band := whole.SubImage(image.Rect(part.Min.X, top, part.Max.X, min(top+5, part.Max.Y))).(*image.YCbCr)
					if !fast.addPlanes(band, top-part.Min.Y) {
						t.Fatal("the planes were not taken")
					}
					slow.addImage(band, top-part.Min.Y)
				}
				got, want := fast.image().Pix, slow.image().Pix
				for i := range want {
					if d := int(got[i]) - int(want[i]); d < -1 || d > 1 {
						t.Fatalf("%v, %v, box %d: byte %d is %d, want %d", ratio, part, box, i, got[i], want[i])
					}
				}
			}
		}
	}
	for _, m := range []struct {
		image *image.YCbCr
		plan
	}{
		{noisyPlanes(image.Rect(0, 0, 9, 9), image.YCbCrSubsampleRatio410), plan{reduction: reduction{3, 3, 8, 3}}},
		{noisyPlanes(image.Rect(0, 0, 9, 9), image.YCbCrSubsampleRatio420), plan{reduction: reduction{9, 9, 8, 1}}},
		{noisyPlanes(image.Rect(0, 0, 9, 9), image.YCbCrSubsampleRatio420), plan{reduction: reduction{3, 3, 8, 3}, deep: true}},
	} {
		if newReducer(m.plan).addPlanes(m.image, 0) {
			t.Errorf("planes of %v were taken for %+v", m.image.SubsampleRatio, m.plan)
		}
	}
}

// TestFillYCbCr compares with package image's colour of every pixel.
func TestFillYCbCr(t *testing.T) {
	for _, ratio := range everyRatio {
		whole := noisyPlanes(image.Rect(0, 0, 23, 11), ratio)
		for _, part := range []image.Rectangle{whole.Rect, image.Rect(1, 1, 23, 11), image.Rect(5, 2, 18, 9), image.Rect(7, 3, 8, 4)} {
			t.Run(fmt.Sprint(ratio, part), func(t *testing.T) {
				m := whole.SubImage(part).(*image.YCbCr)
				row, want := make([]byte, 4*part.Dx()), make([]byte, 4*part.Dx())
				for y := range part.Dy() {
					fillYCbCr(row, m, y)
					fillAny(want, m, y)
					if string(row) != string(want) {
						t.Errorf("row %d: %v, want %v", y, row, want)
					}
				}
			})
		}
	}
}
