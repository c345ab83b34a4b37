package thumbnail

import (
	"image"
	"image/color"
)

// unknown is the colour of a picture without pixels.
var unknown = color.NRGBA{128, 128, 128, 255}

// DominantColour is the mean colour of the largest group of alike pixels, with eight steps
// each in red, green and blue. A grid can show the colour until the thumbnail is there.
// Without any pixels the colour is mid grey.
func DominantColour(img *image.NRGBA) color.NRGBA {
	var count [512]int
	var sums [512][3]int
	w, h := img.Rect.Dx(), img.Rect.Dy()
	step := max(1, min(w, h)/64) // a few thousand pixels tell enough
	for y := 0; y < h; y += step {
		for x := 0; x < w; x += step {
			px := img.Pix[y*img.Stride+4*x:][:4]
			bin := int(px[0])>>5<<6 | int(px[1])>>5<<3 | int(px[2])>>5
			count[bin]++
			for c := range 3 {
				sums[bin][c] += int(px[c])
			}
		}
	}
	best := 0
	for bin, n := range count {
		if n > count[best] {
			best = bin
		}
	}
	n := count[best]
	if n == 0 {
		return unknown
	}
	return color.NRGBA{byte(sums[best][0] / n), byte(sums[best][1] / n), byte(sums[best][2] / n), 255}
}
