package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"

	"github.com/jsummers/gobmp"
)

// readBMP checks the header before the decoder allocates memory by the header. gobmp decodes
// because x/image/bmp reads neither run lengths nor 16 bits nor OS/2 headers.
func readBMP(data []byte) (*header, error) {
	if len(data) < 26 {
		return nil, errors.New("its header is cut off")
	}
	if h, err := embeddedInBMP(data); h != nil || err != nil {
		return h, err
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
		if row > 2*uint64(len(data))/uint64(c.Height) {
			return h, errors.New("it is shorter than its header says")
		}
		if offset := uint64(binary.LittleEndian.Uint32(data[10:])); offset < uint64(len(data)) {
			if end := offset + row*uint64(c.Height); end > uint64(len(data)) {
				h.decode = cutBMP(end)
				h.fixed = int64(end)
			}
		}
	}
	perPixel := int64(4)
	if bits <= 8 {
		perPixel = 1
	}
	if c.Width <= MaxSide && c.Height <= MaxSide {
		h.fixed += perPixel * int64(c.Width) * int64(c.Height)
	}
	return h, nil
}

// embeddedInBMP reads the header of the JPEG or PNG that a BMP may be wrapped around. The
// result is nil for a BMP with pixels of its own.
func embeddedInBMP(data []byte) (*header, error) {
	if len(data) < 34 || binary.LittleEndian.Uint32(data[14:]) < 40 {
		return nil, nil
	}
	read := map[uint32]func([]byte) (*header, error){4: readJPEG, 5: readPNG}[binary.LittleEndian.Uint32(data[30:])]
	offset := uint64(binary.LittleEndian.Uint32(data[10:]))
	if read == nil || offset >= uint64(len(data)) {
		return nil, nil
	}
	h, err := read(data[offset:])
	if err != nil {
		return nil, err
	}
	decode := h.decode
	h.decode = func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		return decode(ctx, data[offset:], p)
	}
	return h, nil
}

// cutBMP decodes a file of which less than half is missing, up to the file's end. Rows mostly
// come from below, so that the upper rows are missing, which then are black.
func cutBMP(end uint64) decodeFunc {
	return func(ctx context.Context, data []byte, p plan) (*image.NRGBA, string, error) {
		whole := make([]byte, end)
		copy(whole, data)
		m, _, err := decodeBMP(ctx, whole, p)
		return m, "it ends early", err
	}
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
