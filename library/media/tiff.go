package media

import (
	"context"
	"errors"
	"fmt"
	"image"

	"descry/library/media/tiff"
)

// readTIFF reads the header; a TIFF with sensor data is a raw photo.
func readTIFF(data []byte) (*header, error) {
	c, err := tiff.DecodeConfig(data)
	if err != nil {
		return nil, tiffError(err)
	}
	h := &header{width: c.Width, height: c.Height, orientation: c.Orientation}
	if c.Raw {
		h.format = Raw
		return h, unsupported(Raw)
	}
	h.fixed = c.ChunkBytes
	h.colours.ICC, h.inks, h.deep = c.ICC, c.Inks, c.Deep
	h.decode = decodeTIFF
	return h, nil
}

func decodeTIFF(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
	r := newReducer(p)
	strip := func(data []byte, maxWidth, maxHeight int) ([]byte, int, int, error) {
		return decodeStrip(data, maxWidth, maxHeight, p.inks)
	}
	if err := tiff.Decode(ctx, data, r, strip); err != nil {
		return nil, "", tiffError(err)
	}
	return r.image(), "", nil
}

// tiffError gives the errors of package tiff their kind and text here.
func tiffError(err error) error {
	if errors.Is(err, tiff.ErrUnsupported) {
		return &photoError{kind: ErrUnsupported, text: err.Error(), cause: err}
	}
	return damaged(TIFF, err)
}

// decodeStrip decodes a JPEG inside a TIFF at full size. Its memory has been
// reserved with that of the TIFF, whose own profile counts.
func decodeStrip(data []byte, maxWidth, maxHeight int, inks bool) ([]byte, int, int, error) {
	h, err := readJPEG(data)
	if err != nil {
		return nil, 0, 0, err
	}
	if h.width > maxWidth || h.height > maxHeight || h.width <= 0 || h.height <= 0 {
		return nil, 0, 0, fmt.Errorf("a strip of %d x %d pixels does not fit", h.width, h.height)
	}
	p := plan{reduction: h.reduction(0), stored: image.Pt(h.width, h.height), stripOfTIFF: true}
	p.inks = inks && h.inks
	m, _, err := h.decode(context.Background(), data, p)
	if err != nil {
		return nil, 0, 0, err
	}
	return m.Pix, m.Rect.Dx(), m.Rect.Dy(), nil
}
