package media

import "image"

// upright turns and mirrors a picture as its EXIF orientation says.
func upright(src *image.NRGBA, orientation int) *image.NRGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	start, stepX, stepY := walk(orientation, w, h)
	if orientation >= 5 {
		w, h = h, w
	}
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		s := 4 * (start + y*stepY)
		row := dst.Pix[y*dst.Stride:][:4*w]
		for ; len(row) > 0; row = row[4:] {
			copy(row[:4], src.Pix[s:s+4])
			s += 4 * stepX
		}
	}
	return dst
}

// walk says how to read a stored picture of w x h upright: the pixel to start from, and the
// steps to the next pixel and row.
func walk(orientation, w, h int) (start, stepX, stepY int) {
	right, last := w-1, w*(h-1)
	switch orientation {
	case 2: // mirrored
		return right, -1, w
	case 3: // upside down
		return last + right, -1, -w
	case 4: // mirrored upside down
		return last, 1, -w
	case 5: // mirrored and lying
		return 0, w, 1
	case 6: // lying on its left side
		return last, -w, 1
	case 7: // mirrored and lying the other way
		return last + right, -w, -1
	case 8: // lying on its right side
		return right, w, -1
	}
	return 0, 1, w
}
