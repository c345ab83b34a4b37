package media

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"

	"descry/library/container"
)

// prepareStdJPEG fills in the decoder of the standard library, which works everywhere but
// always decodes all pixels.
func prepareStdJPEG(h *header, info jpegInfo) {
	h.fixed = info.coefficients()
	if info.components == 4 {
		h.fixed *= 2 // planes and the merged CMYK picture
	}
	if info.buffered() {
		h.fixed += 4 * info.coefficients() // image/jpeg keeps coefficients as int32
	}
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		if info.components == 4 && !info.adobe {
			data = withAdobeMarker(data)
		}
		return decodeStdJPEG(ctx, data, p)
	}
}

// withAdobeMarker marks four components as inks. image/jpeg needs the mark.
func withAdobeMarker(data []byte) []byte {
	marked := make([]byte, 0, len(data)+16)
	marked = append(marked, data[:2]...)
	marked = append(marked, 0xff, container.MarkerAPP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0)
	return append(marked, data[2:]...)
}

func decodeStdJPEG(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
	m, err := jpeg.Decode(contextReader{ctx, bytes.NewReader(data)})
	if err != nil {
		return nil, "", err
	}
	if m.Bounds().Size() != p.stored {
		return nil, "", errTwoFrames
	}
	if inks, ok := m.(*image.CMYK); ok && p.stripOfTIFF {
		for i, v := range inks.Pix {
			inks.Pix[i] = 255 - v
		}
	}
	return adoptImage(m, p), "", nil
}
