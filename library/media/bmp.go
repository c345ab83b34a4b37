package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"

	"github.com/jsummers/gobmp"
)

// readBMP checks the header before the decoder allocates by it. gobmp is used
// because x/image/bmp reads neither run lengths nor 16 bits nor OS/2 headers.
func readBMP(data []byte) (*header, error) {
	if len(data) < 26 {
		return nil, errors.New("its header is cut off")
	}
	c, err := gobmp.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	h := &header{width: c.Width, height: c.Height, orientation: 1, decode: decodeBMP}
	h.colours.ICC = bmpProfile(data)
	bits, compressed := bmpDepth(data)
	if c.Height > 0 && c.Width > 0 && !compressed {
		row := (uint64(c.Width)*bits + 31) / 32 * 4
		if row > uint64(len(data))/uint64(c.Height) {
			return h, errors.New("it is shorter than its header says")
		}
	}
	perPixel := int64(4)
	if bits <= 8 {
		perPixel = 1
	}
	if c.Width <= MaxSide && c.Height <= MaxSide {
		h.fixed = perPixel * int64(c.Width) * int64(c.Height)
	}
	return h, nil
}

// bmpDepth reads the bits of a pixel and whether rows are run-length coded.
func bmpDepth(data []byte) (bits uint64, compressed bool) {
	const core = 12 // size of the oldest header
	if binary.LittleEndian.Uint32(data[14:]) == core {
		return uint64(binary.LittleEndian.Uint16(data[24:])), false
	}
	if len(data) < 34 {
		return 0, true
	}
	method := binary.LittleEndian.Uint32(data[30:])
	const none, bitFields = 0, 3
	return uint64(binary.LittleEndian.Uint16(data[28:])), method != none && method != bitFields
}

func decodeBMP(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
	m, err := gobmp.Decode(contextReader{ctx, bytes.NewReader(data)})
	if err != nil {
		return nil, "", err
	}
	if m.Bounds().Size() != p.stored {
		return nil, "", errNoPicture
	}
	return adoptImage(m, p), "", nil
}
