package tiff_test

import (
	"encoding/binary"
	"testing"

	"descry/library/media/tiff"
)

// exifColours is an EXIF block with a colour space and an interoperability index, "" for none.
func exifColours(order binary.AppendByteOrder, space uint16, index string) []byte {
	b := []byte("II")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM")
	}
	long := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(order.AppendUint16(b, tag), kind)
		b = order.AppendUint32(order.AppendUint32(b, count), value)
	}
	b = order.AppendUint32(order.AppendUint16(b, 42), 8)
	b = order.AppendUint16(b, 1)
	long(34665, 4, 1, 26)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(order.AppendUint16(b, 40961), 3)
	b = order.AppendUint16(order.AppendUint16(order.AppendUint32(b, 1), space), 0)
	long(40965, 4, 1, 56)
	b = order.AppendUint32(b, 0)
	if index == "" {
		return b
	}
	b = order.AppendUint16(b, 1)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 1), 2), 4)
	return append(append(b, index...), make([]byte, 8-len(index))...)
}

func TestAdobeRGB(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, c := range []struct {
			space uint16
			index string
			want  bool
		}{
			{65535, "R03", true}, {65535, "R98", false}, {65535, "THM", false}, {65535, "", false},
			{1, "R03", false}, {1, "R98", false}, {2, "", true}, {2, "R03", true},
		} {
			block := exifColours(order, c.space, c.index)
			if got := tiff.AdobeRGB(block); got != c.want {
				t.Errorf("%v, colour space %d, index %q: %v", order, c.space, c.index, got)
			}
			for n := range block {
				tiff.AdobeRGB(block[:n]) // must not panic
			}
		}
	}
}
