package media_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"descry/library/media"
)

// bmpOf is a BMP with a header of size bytes, of which the fields behind the first 40 are
// those in masks.
func bmpOf(size, width, height, bits, method uint32, masks []uint32, body []byte) []byte {
	le := binary.LittleEndian
	b := []byte("BM\x00\x00\x00\x00\x00\x00\x00\x00")
	b = le.AppendUint32(b, 14+size)
	b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, size), width), height)
	b = le.AppendUint16(le.AppendUint16(b, 1), uint16(bits))
	b = le.AppendUint32(le.AppendUint32(b, method), uint32(len(body)))
	b = append(b, make([]byte, 16)...)
	for _, m := range masks {
		b = le.AppendUint32(b, m)
	}
	b = append(b, make([]byte, int(14+size)-len(b))...)
	return append(b, body...)
}

func TestBMP(t *testing.T) {
	files := made(t, photo(40, 30))
	red := []byte{0, 0, 255, 0, 0, 0, 255, 0} // two pixels, blue first
	half := []byte{0, 0, 255, 128, 0, 0, 255, 128}
	down := int32(-1)
	masks := []uint32{0xff0000, 0xff00, 0xff, 0xff000000}
	for name, c := range map[string]struct {
		data    []byte
		want    [3]byte // of the first pixel
		warning string
	}{
		"32 bits":         {bmpOf(40, 2, 1, 32, 0, nil, red), [3]byte{255, 0, 0}, ""},
		"top down":        {bmpOf(40, 2, uint32(down), 32, 0, nil, red), [3]byte{255, 0, 0}, ""},
		"V4 with opacity": {bmpOf(108, 2, 1, 32, 3, masks, half), [3]byte{192, 64, 64}, ""},
		"V5 with opacity": {bmpOf(124, 2, 1, 32, 3, masks, half), [3]byte{192, 64, 64}, ""},
		"V5 without":      {bmpOf(124, 2, 1, 32, 3, masks[:3], half), [3]byte{255, 0, 0}, ""},
		"5-5-5":           {bmpOf(40, 2, 1, 16, 0, nil, []byte{0, 0x7c, 0, 0x7c}), [3]byte{255, 0, 0}, ""},
		"cut off":         {bmpOf(40, 2, 3, 32, 0, nil, append(red, red...)), [3]byte{0, 0, 0}, "it ends early"},
	} {
		img, err := media.Decode(t.Context(), c.data, media.Options{})
		if err != nil || img.Warning != c.warning {
			t.Errorf("%s: %v, %v", name, img, err)
			continue
		}
		for i, v := range c.want {
			if d := int(img.Pix.Pix[i]) - int(v); d < -1 || d > 1 {
				t.Errorf("%s: %v, want %v", name, img.Pix.Pix[:4], c.want)
				break
			}
		}
	}
	for method, format := range map[uint32]media.Format{4: media.JPEG, 5: media.PNG} {
		img, err := media.Decode(t.Context(), bmpOf(40, 40, 30, 0, method, nil, files[format]), media.Options{})
		want, _ := media.Decode(t.Context(), files[format], media.Options{})
		if err != nil || img.Format != media.BMP || !bytes.Equal(img.Pix.Pix, want.Pix.Pix) {
			t.Errorf("%s inside: %v", format, err)
		}
	}
}
