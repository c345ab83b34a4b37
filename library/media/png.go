package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/png"
)

// readPNG reads IHDR and looks for an eXIf chunk.
func readPNG(data []byte) (*header, error) {
	const signature = 8
	if len(data) < signature+25 || string(data[12:16]) != "IHDR" {
		return nil, errors.New("it does not start with a header")
	}
	ihdr := data[16:29]
	w, ht := binary.BigEndian.Uint32(ihdr), binary.BigEndian.Uint32(ihdr[4:])
	if w > 1<<31-1 || ht > 1<<31-1 {
		return nil, errors.New("impossible width or height")
	}
	h := &header{width: int(w), height: int(ht), orientation: 1, decode: decodePNG}
	h.fixed = int64(w) * int64(ht)
	if h.fixed/max(int64(ht), 1) == int64(w) && h.fixed < 1<<50 {
		h.fixed *= pngPixelBytes(ihdr[8], ihdr[9], ihdr[12] != 0)
	}
	if exif := pngChunk(data[signature:], "eXIf"); exif != nil {
		h.orientation = exifOrientation(exif)
	}
	return h, nil
}

// pngPixelBytes is what image/png allocates for each pixel.
func pngPixelBytes(depth, colourType byte, interlaced bool) int64 {
	n := int64(4)
	if colourType == 0 || colourType == 3 {
		n = 1
	}
	if depth == 16 {
		n *= 2
		if n == 2 {
			n = 8 // gray with a transparent shade becomes NRGBA64
		}
	}
	if interlaced {
		n += n / 2 // the last pass holds half of all pixels
	}
	return n
}

// pngChunk returns the data of the first chunk of a kind, or nil.
func pngChunk(chunks []byte, kind string) []byte {
	for len(chunks) >= 12 {
		size := uint64(binary.BigEndian.Uint32(chunks))
		if size > uint64(len(chunks)-12) {
			return nil
		}
		if string(chunks[4:8]) == kind {
			return chunks[8 : 8+size]
		}
		chunks = chunks[12+size:]
	}
	return nil
}

func decodePNG(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
	m, err := png.Decode(contextReader{ctx, bytes.NewReader(data)})
	if err != nil {
		return nil, "", err
	}
	if m.Bounds().Size() != p.stored {
		return nil, "", errors.New("it has two headers")
	}
	return adoptImage(m, p), "", nil
}
