package ml

import "fmt"

// Ways to bring a photo to the square input of a vision encoder.
const (
	// ResizeStretch fills the square with the whole photo, proportions lost.
	ResizeStretch = "stretch"
	// ResizeShortestEdge keeps proportions and cuts the centre out.
	ResizeShortestEdge = "shortest-edge"
)

// Where the centre crop begins when it falls on half a pixel.
const (
	// RoundFloor rounds down, as Hugging Face's image processors do.
	RoundFloor = "floor"
	// RoundHalfEven rounds to the even neighbour, as torchvision does.
	RoundHalfEven = "half-even"
)

type resizeMode int

const (
	stretch resizeMode = iota
	cropFloor
	cropHalfEven
)

func parseResize(resize, rounding string) (resizeMode, error) {
	switch {
	case resize == ResizeStretch && rounding == "":
		return stretch, nil
	case resize == ResizeShortestEdge && rounding == RoundFloor:
		return cropFloor, nil
	case resize == ResizeShortestEdge && rounding == RoundHalfEven:
		return cropHalfEven, nil
	}
	return 0, fmt.Errorf("resize %.40q with crop_rounding %.40q: want %s alone, or %s with %s or %s",
		resize, rounding, ResizeStretch, ResizeShortestEdge, RoundFloor, RoundHalfEven)
}

// axis is a resize along one direction, from in pixels to out pixels. The model sees size
// pixels beginning at from.
type axis struct{ in, out, from, size int }

// axes plans the two directions for a photo of w × h pixels.
func (m resizeMode) axes(w, h, size int) (x, y axis) {
	outW, outH := size, size
	if m != stretch {
		if w <= h {
			outH = size * h / w
		} else {
			outW = size * w / h
		}
	}
	return axis{w, outW, m.crop(outW - size), size}, axis{h, outH, m.crop(outH - size), size}
}

// crop returns where the centre begins when extra pixels are left over.
func (m resizeMode) crop(extra int) int {
	half := extra / 2
	if m == cropHalfEven && extra%2 == 1 && half%2 == 1 {
		half++
	}
	return half
}
