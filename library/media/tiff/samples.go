package tiff

import (
	"encoding/binary"
	"math"
)

// undoPredictor turns horizontal differences back into samples, in place.
// step is the number of interleaved samples.
func undoPredictor(row []byte, order binary.ByteOrder, bits, step int) {
	switch bits {
	case 8:
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	case 16:
		for i := 2 * step; i+1 < len(row); i += 2 {
			order.PutUint16(row[i:], order.Uint16(row[i:])+order.Uint16(row[i-2*step:]))
		}
	case 32:
		for i := 4 * step; i+3 < len(row); i += 4 {
			order.PutUint32(row[i:], order.Uint32(row[i:])+order.Uint32(row[i-4*step:]))
		}
	}
}

// unpack turns packed samples into one byte each. Palette indices keep their
// value; everything else is scaled to 0..255.
func (l *layout) unpack(dst, row []byte) {
	switch {
	case l.bits == 8:
		copy(dst, row)
	case l.float:
		for i := range dst {
			dst[i] = unitToByte(math.Float32frombits(l.order.Uint32(row[4*i:])))
		}
	case l.bits == 16:
		for i := range dst {
			// rounded v/257, exact for every 16-bit v
			dst[i] = byte((uint32(l.order.Uint16(row[2*i:]))*255 + 32895) >> 16)
		}
	case l.bits == 32:
		for i := range dst {
			dst[i] = byte(l.order.Uint32(row[4*i:]) >> 24)
		}
	default:
		l.unpackBits(dst, row)
	}
}

// unpackBits unpacks samples of 1, 2 or 4 bits, most significant first.
func (l *layout) unpackBits(dst, row []byte) {
	perByte := 8 / l.bits
	mask := byte(1<<l.bits - 1)
	scale := byte(1)
	if l.photometric != palette {
		scale = 255 / mask
	}
	for i := range dst {
		shift := 8 - l.bits*(i%perByte+1)
		dst[i] = row[i/perByte] >> shift & mask * scale
	}
}

// unitToByte maps 0..1 to 0..255; what is outside, or not a number, is clamped.
func unitToByte(v float32) byte {
	if !(v > 0) {
		return 0
	}
	return byte(min(v, 1)*255 + 0.5)
}

// reverseBits turns the bit order of FillOrder 2 into the usual one.
func reverseBits(row []byte) {
	for i, b := range row {
		b = b>>4 | b<<4
		b = b>>2&0x33 | b<<2&0xcc
		row[i] = b>>1&0x55 | b<<1&0xaa
	}
}
