package media

import (
	"context"
	"image"

	"descry/library/media/t81"
)

// rare says whether a JPEG is of a kind that common libraries leave out: lossless, or
// sequential of 12 bits.
func (i *jpegInfo) rare() bool {
	lossless := i.process == 3 && i.precision >= 2 && i.precision <= 16
	return (lossless || i.process <= 1 && i.precision == 12) && (i.components == 1 || i.components == 3 || i.components == 4)
}

// prepareRareJPEG fills in the decoder of rare JPEGs.
func prepareRareJPEG(h *header, info jpegInfo) {
	h.fixed = 2 * info.coefficients()
	h.deep = info.precision > 8
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		m, err := t81.Decode(ctx, data, info.width*info.height)
		if err != nil {
			return nil, "", err
		}
		if m.Width != p.stored.X || m.Height != p.stored.Y {
			return nil, "", errTwoFrames
		}
		r, row := newReducer(p), make([]uint16, 4*m.Width)
		for y := range m.Height {
			m.Row(y, row)
			if m.Components() == 4 {
				deepInks(row, p)
			}
			r.Add16(0, y, row)
		}
		return r.image(), "", nil
	}
}

// deepInks converts inks to what the plan requests, in place. The strips of a TIFF aren't
// inverted.
func deepInks(row []uint16, p plan) {
	for i := 0; i < len(row); i += 4 {
		px := row[i : i+4]
		if p.stripOfTIFF {
			for c := range px {
				px[c] = 65535 - px[c]
			}
		}
		if !p.inks {
			rest := 65535 - uint32(px[3])
			for c := range 3 {
				px[c] = uint16((65535 - uint32(px[c])) * rest / 65535)
			}
			px[3] = 65535
		}
	}
}
