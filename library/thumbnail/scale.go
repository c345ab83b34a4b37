package thumbnail

import (
	"image"

	"github.com/disintegration/imaging"
)

const (
	// MaxSide is the longer side of a thumbnail in pixels.
	MaxSide = 256
	// LargeSide is the side of the larger thumbnail, in pixels, which the largest rows and
	// screens of double density need.
	LargeSide = 1024
)

// Scale makes a picture of src, which must be opaque, that fits into side x side pixels, by
// averaging. Smaller pictures keep their size. The result may be src itself.
func Scale(src *image.NRGBA, side int) *image.NRGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if w == 0 || h == 0 {
		return imaging.New(1, 1, unknown)
	}
	if size := fit(w, h, side); size != src.Rect.Size() {
		return imaging.Resize(src, size.X, size.Y, imaging.Box)
	}
	return src
}

// fit is the largest size of w x h within side x side, at least 1 x 1.
func fit(w, h, side int) image.Point {
	longer := max(w, h)
	if longer <= side {
		return image.Pt(w, h)
	}
	at := func(n int) int { return max(1, (n*side+longer/2)/longer) }
	return image.Pt(at(w), at(h))
}
