package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"

	"descry/library/media/psd"
)

// readPSD reads all but the pixels of a Photoshop file.
func readPSD(data []byte) (*header, error) {
	return readPSDAt(bytes.NewReader(data), int64(len(data)))
}

// readPSDAt is readPSD for a file that isn't in memory.
func readPSDAt(r io.ReaderAt, size int64) (*header, error) {
	f, err := psd.Open(r, size)
	if err != nil {
		return nil, psdError(err)
	}
	h := &header{width: f.Width, height: f.Height, orientation: 1, fixed: f.Memory(), inks: f.Inks(), deep: f.Depth > 8}
	if !f.Lab() {
		h.colours.ICC = f.ICC
	}
	if f.EXIF != nil {
		h.orientation = exifOrientation(f.EXIF)
	}
	h.decode = func(ctx context.Context, _ []byte, p plan) (*image.NRGBA, string, error) {
		r := newReducer(p)
		warning, err := f.Decode(ctx, r)
		if err != nil {
			return nil, "", psdError(err)
		}
		m := r.image()
		if !f.Composite && uniform(m) {
			return nil, "", fail(ErrUnsupported, `the Photoshop file was saved without "maximize compatibility", so there is no whole picture in it`)
		}
		return m, warning, nil
	}
	return h, nil
}

func psdError(err error) error {
	if errors.Is(err, psd.ErrUnsupported) {
		return &photoError{kind: ErrUnsupported, text: err.Error(), cause: err}
	}
	return damaged(PSD, err)
}

// uniform says whether all pixels are the same.
func uniform(m *image.NRGBA) bool {
	for i := 4; i < len(m.Pix); i++ {
		if m.Pix[i] != m.Pix[i-4] {
			return false
		}
	}
	return true
}
