package media

import (
	"context"
	"errors"
	"image"

	"descry/library/container"
	"descry/library/media/colour"
	"descry/library/media/heif"
	"descry/library/media/worker"
)

// readHEIF reads the boxes of a HEIC or AVIF. The orientation is in boxes too. An EXIF block
// inside repeats the orientation and must not turn the picture again.
func readHEIF(data []byte) (*header, error) {
	c, err := heif.DecodeConfig(data)
	switch {
	case errors.Is(err, heif.ErrMinimized):
		return nil, fail(ErrUnsupported, kindOf(data).name()+" with a minimized header is not supported")
	case errors.Is(err, heif.ErrCoding):
		return nil, &photoError{kind: ErrUnsupported, text: err.Error(), cause: err}
	case err != nil:
		return nil, err
	}
	h := &header{width: c.Crop.Dx(), height: c.Crop.Dy(), orientation: c.Orientation, timed: true}
	format := kindOf(data)
	if c.CodedWidth <= MaxSide && c.CodedHeight <= MaxSide { // otherwise refused by its size
		h.fixed = 2*int64(len(data)) + c.Memory()
	}
	h.colours = colour.Tags{ICC: c.ICC, CICP: colour.CICP{Primaries: c.Primaries, Transfer: c.Transfer}}
	h.deep = c.Deep
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		var r *reducer
		decoder, err := heif.Decode(ctx, data, c, DecodeTimeout, func(band image.Image) error {
			if band.Bounds().Min.Y == 0 {
				r = newReducer(p)
			}
			part := band.Bounds().Intersect(c.Crop)
			if part.Empty() {
				return nil
			}
			band, top := cropped(band, part), part.Min.Y-c.Crop.Min.Y
			if planes, ok := band.(*image.YCbCr); !ok || !r.addPlanes(planes, top) {
				r.addImage(band, top)
			}
			return nil
		})
		if err != nil {
			return nil, "", childError(format, err)
		}
		h.decoder = decoder
		return r.image(), "", nil
	}
	return h, nil
}

// kindOf tells whether a file is HEIC or AVIF.
func kindOf(data []byte) Format {
	if container.KindOf(data) == container.KindAVIF {
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

// childError gives errors of packages heif and worker a kind and a text of this package.
func childError(f Format, err error) error {
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
