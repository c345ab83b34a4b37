package media

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
)

// prepareStdJPEG fills in the decoder of the standard library, which works
// everywhere but always decodes all pixels.
func prepareStdJPEG(h *header, info jpegInfo) {
	h.fixed = info.coefficients()
	if info.components == 4 {
		h.fixed *= 2 // planes and the merged CMYK picture
	}
	if info.buffered() {
		h.fixed += 4 * info.coefficients() // image/jpeg keeps them as int32
	}
	h.decode = decodeStdJPEG
}

func decodeStdJPEG(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
	m, err := jpeg.Decode(contextReader{ctx, bytes.NewReader(data)})
	if err != nil {
		return nil, "", err
	}
	if m.Bounds().Size() != p.stored {
		return nil, "", errTwoFrames
	}
	return adoptImage(m, p), "", nil
}
