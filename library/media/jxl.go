package media

import (
	"context"
	"errors"
	"image"

	"descry/library/media/colour"
	"descry/library/media/jxl"
	"descry/library/media/worker"
)

// readJXL reads the header of a JPEG XL. The orientation is in the codestream, by which libjxl
// turns the picture. An EXIF block beside the codestream must not turn the picture again.
func readJXL(data []byte) (*header, error) {
	c, err := jxl.DecodeConfig(data)
	if err != nil {
		return nil, err
	}
	h := &header{width: c.Width, height: c.Height, orientation: 1, timed: true}
	if c.Inks {
		return h, fail(ErrUnsupported, "JPEG XL in CMYK is not supported")
	}
	if c.Width <= MaxSide && c.Height <= MaxSide { // otherwise refused by its size
		h.fixed = c.Memory()
	}
	h.colours, h.deep = c.Colours, c.Deep()
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		if !c.OwnProfile {
			return h.decodeJXL(ctx, data, c, p)
		}
		if err := h.findJXLProfile(ctx, data, &p); err != nil {
			return nil, "", childError(JXL, err)
		}
		pix, warning, err := h.decodeJXL(ctx, data, c, p)
		if err == nil && p.colours != nil && !p.deep {
			p.colours.Pixels(pix.Pix)
		}
		return pix, warning, err
	}
	return h, nil
}

// decodeJXL decodes the pixels.
func (h *header) decodeJXL(ctx context.Context, data []byte, c jxl.Config, p plan) (pix *image.NRGBA, warning string, err error) {
	var r *reducer
	result, err := jxl.Decode(ctx, data, c, DecodeTimeout, func(band image.Image) error {
		if band.Bounds().Min.Y == 0 {
			r = newReducer(p)
		}
		r.addImage(band, band.Bounds().Min.Y)
		return nil
	})
	if errors.Is(err, worker.ErrMissing) {
		return nil, "", &photoError{kind: ErrUnsupported, text: "JPEG XL files need libjxl, 0.7 or newer, which this system lacks", cause: err}
	}
	if err != nil {
		return nil, "", childError(JXL, err)
	}
	h.decoder = result.Decoder
	if result.Cut {
		warning = "part of the picture is damaged (it ends early)"
	}
	return r.image(), warning, nil
}

// findJXLProfile has the profile of the file convert. Where libjxl refuses the profile, the
// colours stay unconverted, if the pixels can be had.
func (h *header) findJXLProfile(ctx context.Context, data []byte, p *plan) error {
	h.foundProfile = new(string)
	icc, err := jxl.Profile(ctx, data, DecodeTimeout)
	switch {
	case errors.Is(err, worker.ErrMissing) || errors.Is(err, worker.ErrDecode):
		return nil
	case err != nil:
		return err
	}
	found := header{colours: colour.Tags{ICC: icc}, deep: h.deep}
	p.setColours(&found)
	*h.foundProfile = p.profile
	return nil
}
