package media

import (
	"context"
	"image"
	"io"

	"descry/library/container"
	"descry/library/media/png"
)

// readPNG reads all chunks but those of the pixels.
func readPNG(data []byte) (*header, error) {
	return readPNGAt(container.Memory(data), int64(len(data)))
}

func readPNGAt(r io.ReaderAt, size int64) (*header, error) {
	f, err := png.Open(r, size)
	if err != nil {
		return nil, err
	}
	h := &header{width: f.Width, height: f.Height, orientation: 1, fixed: f.Memory()}
	h.colours, h.deep = pngColours(f.Chunks), f.Depth == 16
	if exif := f.Chunks["eXIf"]; exif != nil {
		h.orientation, h.colours.AdobeRGB = exifOrientation(exif), exifAdobeRGB(exif)
	}
	h.decode = func(ctx context.Context, _ []byte, p plan) (*image.NRGBA, string, error) {
		var r *reducer
		warning, err := f.Decode(ctx, func() png.Sink {
			r = nil // the reducer of an earlier try is not needed any more
			r = newReducer(p)
			return r
		})
		if err != nil {
			return nil, "", err
		}
		return r.image(), warning, nil
	}
	return h, nil
}
