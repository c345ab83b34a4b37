package media_test

import (
	"encoding/binary"
	"testing"

	"descry/library/media"
)

// TestWholeJPEGInTIFF decodes a large strip smaller, as a JPEG of its own.
func TestWholeJPEGInTIFF(t *testing.T) {
	const width, height = 4400, 2600
	m := photo(width, height)
	stream, err := media.EncodeJPEG(m, 80)
	if err != nil {
		t.Fatal(err)
	}
	b := []byte("II*\x00\x08\x00\x00\x00")
	fields := [][3]uint32{{256, 4, width}, {257, 4, height}, {258, 3, 8}, {259, 3, 7}, {262, 3, 6}, {273, 4, 512}, {274, 3, 6}, {277, 3, 3}, {279, 4, uint32(len(stream))}}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(fields)))
	for _, f := range fields {
		b = binary.LittleEndian.AppendUint16(b, uint16(f[0]))
		b = binary.LittleEndian.AppendUint16(b, uint16(f[1]))
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, 1), f[2])
	}
	b = append(append(b, make([]byte, 512-len(b))...), stream...)
	img, err := media.Decode(t.Context(), b, media.Options{MinSide: 300})
	if err != nil || img.Format != media.TIFF || img.Width != height || img.Height != width {
		t.Fatalf("%+v, %v", img, err)
	}
	want, err := media.Decode(t.Context(), stream, media.Options{MinSide: 300})
	if err != nil || img.Pix.Rect.Dx() != want.Pix.Rect.Dy() || img.Pix.NRGBAAt(img.Pix.Rect.Dx()-1, 0) != want.Pix.NRGBAAt(0, 0) {
		t.Errorf("%v of %v, %v", img.Pix.Rect, want.Pix.Rect, err)
	}
}
