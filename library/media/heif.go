package media

import (
	"context"
	"errors"
	"image"

	"descry/library/media/heif"
)

// Bytes that the decoders take for each pixel: 6 and 20 measured with a HEIC of
// 12 megapixels and an AVIF of 20, rounded up; deep samples take half as much
// again.
const (
	heicPixelBytes     = 7
	avifPixelBytes     = 21
	avifDeepPixelBytes = 32
	// wasmBytes is a decoder with its stack and tables.
	wasmBytes = 8 << 20
)

// readHEIF reads the boxes of a HEIC or AVIF. Their orientation is in boxes
// too; an EXIF block inside repeats it and must not turn the picture again.
func readHEIF(data []byte) (*header, error) {
	c, err := heif.DecodeConfig(data)
	if err != nil {
		return nil, err
	}
	coded := int64(c.CodedWidth) * int64(c.CodedHeight)
	if c.CodedWidth > MaxSide || c.CodedHeight > MaxSide {
		coded = 0 // refused by its size
	}
	h := &header{width: c.Crop.Dx(), height: c.Crop.Dy(), orientation: c.Orientation}
	format, decode, perPixel := HEIC, heif.DecodeHEIC, int64(heicPixelBytes)
	if heif.Sniff(data) == heif.AVIF {
		format, decode, perPixel = AVIF, heif.DecodeAVIF, avifPixelBytes
		if c.Deep {
			perPixel = avifDeepPixelBytes
		}
	}
	h.fixed = wasmBytes + 2*int64(len(data)) + perPixel*coded
	h.decode = func(ctx context.Context, data []byte, p plan) (pix *image.NRGBA, _ string, err error) {
		err = decode(ctx, data, c, func(m image.Image) error {
			m, err := cropped(m, c)
			if err == nil {
				pix = reduceImage(m, p)
			}
			return err
		})
		if err != nil {
			return nil, "", heifError(format, err)
		}
		return pix, "", nil
	}
	return h, nil
}

// cropped cuts the clean aperture out of a picture of the coded size.
func cropped(m image.Image, c heif.Config) (image.Image, error) {
	if m.Bounds().Dx() != c.CodedWidth || m.Bounds().Dy() != c.CodedHeight {
		return nil, heif.ErrFormat
	}
	if c.Crop == m.Bounds() {
		return m, nil
	}
	return m.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(c.Crop), nil
}

// heifError gives the errors of package heif their kind and text here.
func heifError(f Format, err error) error {
	if errors.Is(err, heif.ErrMemory) {
		return &photoError{kind: ErrTooLarge, text: "opening the photo would take too much memory", cause: err}
	}
	return damaged(f, err)
}
