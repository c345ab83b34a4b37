package media

import (
	"context"
	"errors"
	"image"
	"math/bits"

	"descry/library/media/jp2"
	"descry/library/media/worker"
)

// readJPEG2000 reads the header of a JPEG 2000. An EXIF block does not turn the picture.
func readJPEG2000(data []byte) (*header, error) {
	c, err := jp2.DecodeConfig(data)
	if errors.Is(err, jp2.ErrColours) {
		return nil, &photoError{kind: ErrUnsupported, text: err.Error(), cause: err}
	}
	if err != nil {
		return nil, err
	}
	h := &header{width: c.Width, height: c.Height, orientation: 1, timed: true}
	h.colours, h.inks, h.deep = c.Colours, c.Inks, c.Deep && !c.Inks
	h.fixed = c.Memory()
	if w, _ := c.Halved(c.Levels); c.Levels > 0 && w > 0 {
		h.halvings = c.Levels
	}
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		halvings := 0
		if h.halvings > 0 {
			halvings = bits.Len(uint(p.box)) - 1
			p.stored, p.box = image.Pt(p.width, p.height), 1
		}
		r := newReducer(p)
		decoder, err := jp2.Decode(ctx, data, c, halvings, DecodeTimeout, func(band image.Image) error {
			r.addImage(band, band.Bounds().Min.Y)
			return nil
		})
		if errors.Is(err, worker.ErrMissing) {
			return nil, "", &photoError{kind: ErrUnsupported, text: "JPEG 2000 files need openjpeg (libopenjp2), which this system lacks", cause: err}
		}
		if err != nil {
			return nil, "", childError(JPEG2000, err)
		}
		h.decoder = decoder
		warning := ""
		if c.Cut {
			warning = "part of the picture is damaged (it ends early)"
		}
		return r.image(), warning, nil
	}
	return h, nil
}
