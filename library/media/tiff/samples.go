package tiff

import (
	"encoding/binary"
	"math"
)

// sample is a number of a picture, scaled to all of the type's range: bytes where all
// samples have at most 8 bits.
type sample interface{ byte | uint16 }

// most is the greatest sample.
func most[T sample]() T { return ^T(0) }

// undoPredictor turns differences back into samples, in place. step is the number of
// interleaved samples. Floating point numbers come out with their highest byte first, whatever
// the order of the file.
func (l *layout) undoPredictor(row, spare []byte, step int) {
	switch {
	case l.predictor == 3:
		undoFloatPredictor(row, spare, step, l.bits/8)
	case l.predictor != 2:
	case l.bits == 8:
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	case l.bits == 16:
		for i := 2 * step; i+1 < len(row); i += 2 {
			l.order.PutUint16(row[i:], l.order.Uint16(row[i:])+l.order.Uint16(row[i-2*step:]))
		}
	case l.bits == 32:
		for i := 4 * step; i+3 < len(row); i += 4 {
			l.order.PutUint32(row[i:], l.order.Uint32(row[i:])+l.order.Uint32(row[i-4*step:]))
		}
	case l.bits == 64:
		for i := 8 * step; i+7 < len(row); i += 8 {
			l.order.PutUint64(row[i:], l.order.Uint64(row[i:])+l.order.Uint64(row[i-8*step:]))
		}
	}
}

// predictable says whether samples of this kind can have the predictor.
func (l *layout) predictable() bool {
	switch l.predictor {
	case 0, 1:
		return true
	case 2:
		return l.uniform && (l.bits == 8 || l.bits == 16 || l.bits == 32 || l.bits == 64)
	case 3:
		return l.kind == kindFloat
	}
	return false
}

// undoFloatPredictor adds up bytes, of which all highest ones stand first, then all second
// ones, and puts the bytes of each number together (Adobe's technical note 3).
func undoFloatPredictor(row, spare []byte, step, size int) {
	for i := step; i < len(row); i++ {
		row[i] += row[i-step]
	}
	n := len(row) / size
	copy(spare, row)
	for i := range n {
		for b := range size {
			row[i*size+b] = spare[b*n+i]
		}
	}
}

// unpack turns packed samples of a plane into numbers. first is the number of the plane's
// first sample in a pixel. Palette indices keep their value, all other samples are scaled.
func unpack[T sample](l *layout, dst []T, row []byte, first, samples int) {
	order := l.order
	if l.predictor == 3 {
		order = binary.BigEndian
	}
	bits := l.depths[first]
	switch d := any(dst).(type) {
	case []byte:
		if l.uniform && bits == 8 && l.kind == kindUint {
			copy(d, row)
			return
		}
	case []uint16:
		if l.uniform && bits == 16 && l.kind == kindUint {
			for i := range d {
				d[i] = order.Uint16(row[2*i:])
			}
			return
		}
	}
	if l.uniform && bits%8 == 0 {
		size := bits / 8
		for i := range dst {
			dst[i] = scale[T](l, wholeNumber(order, row[i*size:], size), bits)
		}
		return
	}
	in := bitSource{b: row}
	for i := range dst {
		bits := l.depths[first+i%samples]
		dst[i] = scale[T](l, in.take(bits), bits)
	}
}

// wholeNumber reads a number of 1 to 8 bytes.
func wholeNumber(order binary.ByteOrder, b []byte, size int) (v uint64) {
	switch size {
	case 2:
		return uint64(order.Uint16(b))
	case 4:
		return uint64(order.Uint32(b))
	case 8:
		return order.Uint64(b)
	}
	for i := range size {
		if order == binary.ByteOrder(binary.LittleEndian) {
			v |= uint64(b[i]) << (8 * i)
		} else {
			v = v<<8 | uint64(b[i])
		}
	}
	return v
}

// bitSource reads numbers that follow each other without gaps, the highest bit first.
type bitSource struct {
	b  []byte
	at int // in bits
}

func (s *bitSource) take(n int) (v uint64) {
	for n > 0 {
		free := 8 - s.at%8
		k := min(n, free)
		v = v<<k | uint64(s.b[s.at/8])>>(free-k)&(1<<k-1)
		s.at += k
		n -= k
	}
	return v
}

// scale maps what a sample can be to all of T's range.
func scale[T sample](l *layout, v uint64, bits int) T {
	top := uint64(most[T]())
	switch {
	case l.photometric == palette:
		return T(min(v, top))
	case l.kind == kindFloat:
		return unit[T](l.real(v, bits))
	case l.kind == kindInt && !l.isLab():
		v ^= 1 << (bits - 1)
	}
	if bits >= 16 {
		return T(v >> (bits - 16))
	}
	full := uint64(1)<<bits - 1
	return T((v*top + full/2) / full)
}

// real is a floating point number of 16, 24, 32 or 64 bits.
func (l *layout) real(v uint64, bits int) float64 {
	switch bits {
	case 16:
		return smallFloat(v, 5, 10)
	case 24:
		return smallFloat(v, 7, 16)
	case 32:
		return float64(math.Float32frombits(uint32(v)))
	}
	return math.Float64frombits(v)
}

// smallFloat is a number with a sign, an exponent and a fraction of so many bits.
func smallFloat(v uint64, exponentBits, fractionBits int) float64 {
	fraction := float64(v & (1<<fractionBits - 1))
	exponent := int(v >> fractionBits & (1<<exponentBits - 1))
	bias := 1<<(exponentBits-1) - 1
	f := 0.0
	switch exponent {
	case 0:
		f = math.Ldexp(fraction, 1-bias-fractionBits)
	case 1<<exponentBits - 1:
		f = math.Inf(1)
		if fraction != 0 {
			f = math.NaN()
		}
	default:
		f = math.Ldexp(fraction+math.Ldexp(1, fractionBits), exponent-bias-fractionBits)
	}
	if v>>(exponentBits+fractionBits)&1 == 1 {
		f = -f
	}
	return f
}

// unit maps 0..1 to all of T's range. Numbers outside, and NaN, are clamped.
func unit[T sample](v float64) T {
	if !(v > 0) {
		return 0
	}
	return T(min(v, 1)*float64(most[T]()) + 0.5)
}

// reverseBits turns the bit order of FillOrder 2 into the usual one.
func reverseBits(row []byte) {
	for i, b := range row {
		b = b>>4 | b<<4
		b = b>>2&0x33 | b<<2&0xcc
		row[i] = b>>1&0x55 | b<<1&0xaa
	}
}
