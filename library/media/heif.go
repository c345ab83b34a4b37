package media

import (
	"context"
	"errors"
	"image"

	"descry/library/media/colour"
	"descry/library/media/heif"
	"descry/library/media/worker"
)

// Bytes that the decoders take for each pixel: 6 and 20 measured with a HEIC of
// 12 megapixels and an AVIF of 20, rounded up; deep samples take half as much
// again.
const (
	heicPixelBytes     = 7
	avifPixelBytes     = 21
	avifDeepPixelBytes = 32
	// wasmBytes is a decoder with its stack and tables, and the process it runs in.
	wasmBytes = 28 << 20
)

// readHEIF reads the boxes of a HEIC or AVIF. Their orientation is in boxes
// too; an EXIF block inside repeats it and must not turn the picture again.
func readHEIF(data []byte) (*header, error) {
	c, err := heif.DecodeConfig(data)
	if errors.Is(err, heif.ErrMinimized) {
		return nil, fail(ErrUnsupported, kindOf(data).name()+" with a minimized header is not supported")
	}
	if err != nil {
		return nil, err
	}
	coded := int64(c.CodedWidth) * int64(c.CodedHeight)
	if c.CodedWidth > MaxSide || c.CodedHeight > MaxSide {
		coded = 0 // refused by its size
	}
	h := &header{width: c.Crop.Dx(), height: c.Crop.Dy(), orientation: c.Orientation}
	h.colours = colour.Tags{ICC: c.ICC, CICP: colour.CICP{Primaries: c.Primaries, Transfer: c.Transfer}}
	h.deep = c.Deep
	format, decode, perPixel := kindOf(data), heif.DecodeHEIC, int64(heicPixelBytes)
	if format == AVIF {
		decode, perPixel = heif.DecodeAVIF, avifPixelBytes
		if c.Deep {
			perPixel = avifDeepPixelBytes
		}
	}
	h.fixed = wasmBytes + 2*int64(len(data)) + perPixel*coded
	h.timed = true
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		r := newReducer(p)
		err := decode(ctx, data, c, DecodeTimeout, func(band image.Image) error {
			if part := band.Bounds().Intersect(c.Crop); !part.Empty() {
				r.addImage(cropped(band, part), part.Min.Y-c.Crop.Min.Y)
			}
			return nil
		})
		if err != nil {
			return nil, "", heifError(format, err)
		}
		return r.image(), "", nil
	}
	return h, nil
}

// kindOf tells which of the two a file is.
func kindOf(data []byte) Format {
	if heif.Sniff(data) == heif.AVIF {
		return AVIF
	}
	return HEIC
}

// cropped cuts a part out of a picture.
func cropped(m image.Image, part image.Rectangle) image.Image {
	if part == m.Bounds() {
		return m
	}
	return m.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(part)
}

// heifError gives the errors of packages heif and worker their kind and text here.
func heifError(f Format, err error) error {
	switch {
	case errors.Is(err, worker.ErrMemory):
		cause := errors.Join(ErrMemory, err)
		return &photoError{kind: ErrTooLarge, text: "opening the photo would take too much memory", cause: cause}
	case errors.Is(err, worker.ErrKilled):
		return &photoError{kind: ErrMemory, text: "the system ended its decoder, as it does when memory runs out", cause: err}
	case errors.Is(err, worker.ErrTime):
		return &photoError{kind: ErrTooSlow, text: ErrTooSlow.Error(), cause: err}
	case errors.Is(err, worker.ErrUnavailable):
		return &photoError{kind: ErrUnavailable, text: err.Error(), cause: err}
	}
	return damaged(f, err)
}
