package media

import (
	"context"
	"errors"
	"image"

	"descry/library/media/heif"
)

// Bytes that the decoders take for each pixel, measured with the largest
// pictures in the test set and rounded up.
const (
	heicPixelBytes     = 9
	avifPixelBytes     = 16
	avifDeepPixelBytes = 32
	// wasmBytes is a decoder with its stack and tables.
	wasmBytes = 24 << 20
)

// readHEIF reads the boxes of a HEIC or AVIF. Their orientation is in boxes
// too; an EXIF block inside repeats it and must not turn the picture again.
func readHEIF(data []byte) (*header, error) {
	c, err := heif.DecodeConfig(data)
	if err != nil {
		return nil, heifError(err)
	}
	coded := int64(c.CodedWidth) * int64(c.CodedHeight)
	if c.CodedWidth > MaxSide || c.CodedHeight > MaxSide {
		coded = 0 // refused by its size
	}
	h := &header{width: c.Crop.Dx(), height: c.Crop.Dy(), orientation: c.Orientation}
	decode, perPixel := heif.DecodeHEIC, int64(heicPixelBytes)
	if heif.Sniff(data) == heif.AVIF {
		decode, perPixel = heif.DecodeAVIF, avifPixelBytes
		if c.Deep {
			perPixel = avifDeepPixelBytes
		}
	}
	h.fixed = wasmBytes + 2*int64(len(data)) + perPixel*coded
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		m, err := decode(ctx, data, c)
		if err != nil {
			return nil, "", heifError(err)
		}
		if m, err = cropped(m, c); err != nil {
			return nil, "", heifError(err)
		}
		return reduceImage(m, p), "", nil
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
func heifError(err error) error {
	kind := ErrDamaged
	switch {
	case errors.Is(err, heif.ErrMemory):
		kind = ErrTooLarge
	case !errors.Is(err, heif.ErrFormat) && !errors.Is(err, heif.ErrDecode):
		return err
	}
	text := err.Error()
	if errors.Is(err, heif.ErrDecode) {
		text = heif.ErrDecode.Error() // a stack of WebAssembly helps nobody
	}
	return &photoError{kind: kind, text: text, cause: err}
}
