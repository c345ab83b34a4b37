package media

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"descry/library/container"
	"descry/library/media/colour"
	"descry/library/media/tiff"
)

// readTIFF reads the header. A TIFF with sensor data is a raw photo.
func readTIFF(data []byte) (*header, error) {
	c, err := tiff.DecodeConfig(data)
	if err != nil {
		return nil, tiffError(err)
	}
	if c.ChunkBytes > wholeStrip {
		if h := headerOfWhole(c, data); h != nil {
			return h, nil
		}
	}
	return headerOfTIFF(c, func(ctx context.Context, r *reducer) (string, error) {
		return tiff.Decode(ctx, data, r, stripDecoder(ctx, r.inks))
	})
}

// wholeStrip is the memory, in bytes, from which a single strip is not decoded as one: 10
// megapixels.
const wholeStrip = 128 << 20

// headerOfWhole is the header of a TIFF that is nothing but a large JPEG, which can be decoded
// smaller. The result is nil for any other TIFF.
func headerOfWhole(c tiff.Config, data []byte) *header {
	stream, ok := tiff.WholeJPEG(data)
	if !ok {
		return nil
	}
	h, err := readJPEG(stream)
	if err != nil || h.width != c.Width || h.height != c.Height {
		return nil
	}
	h.format, h.orientation, h.colours = TIFF, c.Orientation, colour.Tags{ICC: c.ICC}
	h.fixed += int64(len(stream))
	decode := h.decode
	h.decode = func(ctx context.Context, _ []byte, p plan) (*image.NRGBA, string, error) {
		p.stripOfTIFF = true
		return decode(ctx, stream, p)
	}
	return h
}

// readTIFFAt is readTIFF for a file that isn't in memory.
func readTIFFAt(r io.ReaderAt, size int64) (*header, error) {
	c, err := tiff.DecodeConfigAt(r, size)
	if err != nil {
		return nil, tiffError(err)
	}
	return headerOfTIFF(c, func(ctx context.Context, sink *reducer) (string, error) {
		return tiff.DecodeAt(ctx, r, size, sink, stripDecoder(ctx, sink.inks))
	})
}

func headerOfTIFF(c tiff.Config, decode func(ctx context.Context, r *reducer) (string, error)) (*header, error) {
	h := &header{width: c.Width, height: c.Height, orientation: c.Orientation}
	if c.Raw {
		h.format = Raw
		return h, unsupported(Raw)
	}
	h.fixed = c.ChunkBytes
	h.colours.ICC, h.colours.AdobeRGB = c.ICC, c.AdobeRGB
	h.inks, h.deep = c.Inks, c.Deep
	h.decode = func(ctx context.Context, _ []byte, p plan) (*image.NRGBA, string, error) {
		r := newReducer(p)
		warning, err := decode(ctx, r)
		if err != nil {
			return nil, "", tiffError(err)
		}
		return r.image(), warning, nil
	}
	return h, nil
}

// tiffError gives errors of package tiff a kind and a text of this package.
func tiffError(err error) error {
	if errors.Is(err, tiff.ErrUnsupported) {
		return &photoError{kind: ErrUnsupported, text: err.Error(), cause: err}
	}
	return damaged(TIFF, err)
}

func stripDecoder(ctx context.Context, inks bool) tiff.JPEGFunc {
	return func(data []byte, maxWidth, maxHeight int) ([]byte, int, int, error) {
		return decodeStrip(ctx, data, maxWidth, maxHeight, inks)
	}
}

// decodeStrip decodes a JPEG or WebP inside a TIFF at full size. The memory has been reserved
// with the TIFF's, and the TIFF's own profile counts.
func decodeStrip(ctx context.Context, data []byte, maxWidth, maxHeight int, inks bool) ([]byte, int, int, error) {
	read := readJPEG
	if container.KindOf(data) == container.KindWebP {
		read = readWebP
	}
	h, err := read(data)
	if err != nil {
		return nil, 0, 0, err
	}
	if h.width > maxWidth || h.height > maxHeight || h.width <= 0 || h.height <= 0 {
		return nil, 0, 0, fmt.Errorf("a strip of %d x %d pixels does not fit", h.width, h.height)
	}
	p := plan{reduction: h.reduction(0), stored: image.Pt(h.width, h.height), stripOfTIFF: true}
	p.inks = inks && h.inks
	m, _, err := h.decode(ctx, data, p)
	if err != nil {
		return nil, 0, 0, err
	}
	return m.Pix, m.Rect.Dx(), m.Rect.Dy(), nil
}
