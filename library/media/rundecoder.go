package media

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
)

// ownDecoder stands for the decoders in Go, which are a part of this program.
const ownDecoder = "Descry"

// run decodes with the time limit and turns the result upright.
func run(ctx context.Context, data []byte, h *header, p plan) (img *Image, err error) {
	limited := ctx
	if !h.timed {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, DecodeTimeout)
		defer cancel()
	}
	defer recoverAs(h.format, &err)
	if err := limited.Err(); err != nil {
		return nil, err
	}
	pix, warning, err := h.decode(limited, data, p)
	if err != nil {
		return nil, decodeError(ctx, limited, h.format, err)
	}
	if p.colours != nil && !p.deep {
		p.colours.Pixels(pix.Pix)
	}
	if h.format != JPEG {
		flatten(pix)
	}
	img = &Image{Pix: upright(pix, h.orientation), Format: h.format, Warning: warning, Profile: p.profile, Decoder: cmp.Or(h.decoder, ownDecoder)}
	if h.foundProfile != nil {
		img.Profile = *h.foundProfile
	}
	img.Width, img.Height = h.uprightSize()
	return img, nil
}

// decodeError tells the caller's own end from the time limit and from damage.
func decodeError(outer, limited context.Context, f Format, err error) error {
	if outer.Err() != nil {
		return outer.Err()
	}
	if limited.Err() != nil {
		return &photoError{kind: ErrTooSlow, text: ErrTooSlow.Error(), cause: err}
	}
	return damaged(f, err)
}

// recoverAs turns a panic of a decoder into an ErrDamaged.
func recoverAs(f Format, err *error) {
	if r := recover(); r != nil {
		cause := fmt.Errorf("decoder panic: %v", r)
		*err = &photoError{kind: ErrDamaged, text: "the " + f.name() + " data is damaged", cause: cause}
	}
}

// contextReader ends a decoder that only knows readers when ctx ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

var errNoPicture = errors.New("there is no picture in it")
