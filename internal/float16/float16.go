// Package float16 converts numbers between IEEE 754 binary16, in which the catalogue,
// NumPy files and checkpoints store vectors and weights, and float32.
package float16

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// binary16 has 1 sign, 5 exponent (bias 15) and 10 fraction bits. binary32 has 1, 8 (bias 127)
// and 23.
const (
	signBit32    = 1 << 31
	expBits32    = 0x7F800000 // exponent of infinities and NaNs
	biasShift    = 112 << 23  // difference of the biases, in exponent place
	fractionGap  = 13         // fraction bits lost
	minNormal16  = 0x38800000 // 2^-14 as a binary32
	tooLarge16   = 0x47800000 // 2^16, beyond every rounding to 65504
	infinity16   = 0x7C00
	quietNaN16   = 0x7E00
	subnormalOne = 0x3F000000 // 0.5: its last place is 2^-24, as binary16's
)

// ErrLength means that bytes hold another number of values than expected.
var ErrLength = errors.New("wrong number of float16 values")

// Append appends v to dst, little endian, two bytes per value, rounded as by
// FromFloat32.
func Append(dst []byte, v []float32) []byte {
	for _, f := range v {
		dst = binary.LittleEndian.AppendUint16(dst, FromFloat32(f))
	}
	return dst
}

// Decode sets dst to the len(dst) little-endian values in b, exactly. Another length of b than
// 2·len(dst) bytes is ErrLength, and dst is then unchanged.
func Decode(dst []float32, b []byte) error {
	if len(b) != 2*len(dst) {
		return fmt.Errorf("%w: %d bytes for %d", ErrLength, len(b), len(dst))
	}
	for i := range dst {
		dst[i] = ToFloat32(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return nil
}

// FromFloat32 rounds f to the nearest binary16, ties to the even one. Values from 65520
// become infinite, and NaN becomes a quiet NaN.
func FromFloat32(f float32) uint16 {
	bits := math.Float32bits(f)
	sign := uint16(bits >> 16 & 0x8000)
	bits &^= signBit32
	switch {
	case bits > expBits32:
		return sign | quietNaN16
	case bits >= tooLarge16:
		return sign | infinity16
	case bits < minNormal16:
		// The adder aligns the value to 0.5's last place and rounds the sum.
		sum := math.Float32frombits(bits) + math.Float32frombits(subnormalOne)
		return sign | uint16(math.Float32bits(sum)-subnormalOne)
	}
	// Half a last place less one is added, plus one if the result would be odd. A
	// carry goes into the exponent, as it should.
	bits += 1<<(fractionGap-1) - 1 + bits>>fractionGap&1
	return sign | uint16((bits-biasShift)>>fractionGap)
}

// ToFloat32 is the value of a binary16, exactly.
func ToFloat32(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	bits := uint32(h&0x7FFF) << fractionGap
	if h&infinity16 == infinity16 {
		return math.Float32frombits(sign | bits | expBits32)
	}
	// Multiplying by 2^112 moves the exponent over the difference of the biases and
	// normalises subnormal values on the way.
	abs := math.Float32frombits(bits) * (1 << 112)
	return math.Float32frombits(sign | math.Float32bits(abs))
}
