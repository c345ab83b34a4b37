package media

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
)

// encodeStdJPEG encodes with the standard library.
func encodeStdJPEG(m *image.NRGBA, quality int) ([]byte, error) {
	var b bytes.Buffer
	// image/jpeg is fast only with RGBA. Opaque pixels are equal in RGBA and NRGBA.
	rgba := &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
	if err := jpeg.Encode(&b, rgba, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// EncodeJPEG encodes an opaque picture as a JPEG of a quality from 1 to 100
// with chroma at half resolution. Opacity is ignored.
func EncodeJPEG(m *image.NRGBA, quality int) ([]byte, error) {
	if m.Rect.Empty() || m.Rect.Dx() > 65535 || m.Rect.Dy() > 65535 {
		return nil, errors.New("the picture has a size that JPEG cannot hold")
	}
	return encodeJPEG(m, quality)
}
