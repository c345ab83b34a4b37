package pyramid

import "image"

// Bytes returns how much memory the pixels of img take. The backing arrays
// count, as they are what the picture keeps alive.
func Bytes(img image.Image) int64 {
	switch m := img.(type) {
	case *image.YCbCr:
		return int64(cap(m.Y)) + int64(cap(m.Cb)) + int64(cap(m.Cr))
	case *image.RGBA:
		return int64(cap(m.Pix))
	case *image.NRGBA:
		return int64(cap(m.Pix))
	case *image.Gray:
		return int64(cap(m.Pix))
	case *image.Paletted:
		return int64(cap(m.Pix))
	}
	size := img.Bounds().Size()
	return 8 * int64(size.X) * int64(size.Y) // 16 bits per channel at most
}
