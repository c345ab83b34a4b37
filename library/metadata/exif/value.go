package exif

import (
	"bytes"
	"fmt"
	"math"

	"descry/library/metadata/text"
)

// Field types of TIFF 6.0, BigTIFF and Exif 3.0.
const (
	typeByte      = 1
	typeASCII     = 2
	typeShort     = 3
	typeLong      = 4
	typeRational  = 5
	typeSByte     = 6
	typeUndefined = 7
	typeSShort    = 8
	typeSLong     = 9
	typeSRational = 10
	typeFloat     = 11
	typeDouble    = 12
	typeIFD       = 13
	typeLong8     = 16
	typeSLong8    = 17
	typeIFD8      = 18
	typeUTF8      = 129
)

// width is the size of one value of a type in bytes, 0 for unknown types.
func width(typ uint16) uint64 {
	switch typ {
	case typeByte, typeASCII, typeSByte, typeUndefined, typeUTF8:
		return 1
	case typeShort, typeSShort:
		return 2
	case typeLong, typeSLong, typeFloat, typeIFD:
		return 4
	case typeRational, typeSRational, typeDouble, typeLong8, typeSLong8, typeIFD8:
		return 8
	}
	return 0
}

// bytes returns the raw value of an entry, at most limit bytes.
func (d *decoder) bytes(e entry, limit uint64) ([]byte, error) {
	w := width(e.typ)
	if w == 0 {
		return nil, fmt.Errorf("unknown type %d", e.typ)
	}
	if e.count > limit/w {
		return nil, fmt.Errorf("%d values are more than the limit of %d bytes", e.count, limit)
	}
	n, inline := e.count*w, uint64(4)
	if d.big {
		inline = 8
	}
	if n <= inline {
		return e.field[:n], nil
	}
	if d.big {
		return d.read(d.order.Uint64(e.field[:]), n)
	}
	return d.read(uint64(d.order.Uint32(e.field[:])), n)
}

// text reads a text up to its first NUL: what follows is padding or rubbish.
func (d *decoder) text(e entry) (string, error) {
	switch e.typ {
	case typeASCII, typeByte, typeUndefined, typeUTF8:
	default:
		return "", fmt.Errorf("text of type %d", e.typ)
	}
	b, err := d.bytes(e, maxText)
	if err != nil {
		return "", err
	}
	b, _, _ = bytes.Cut(b, []byte{0})
	return text.Decode(b), nil
}

// uint reads the first value of an entry as an unsigned integer.
func (d *decoder) uint(e entry) (uint64, bool) {
	switch e.typ {
	case typeByte, typeShort, typeLong, typeIFD, typeLong8, typeIFD8:
	default:
		return 0, false
	}
	b, err := d.bytes(e, maxText)
	if err != nil || len(b) == 0 {
		return 0, false
	}
	switch e.typ {
	case typeByte:
		return uint64(b[0]), true
	case typeShort:
		return uint64(d.order.Uint16(b)), true
	case typeLong, typeIFD:
		return uint64(d.order.Uint32(b)), true
	}
	return d.order.Uint64(b), true
}

// floats reads all values of an entry as numbers; a rational over 0 is NaN.
func (d *decoder) floats(e entry) ([]float64, error) {
	b, err := d.bytes(e, 256)
	if err != nil {
		return nil, err
	}
	w := int(width(e.typ))
	out := make([]float64, 0, len(b)/w)
	for ; len(b) >= w; b = b[w:] {
		out = append(out, d.float(e.typ, b))
	}
	return out, nil
}

func (d *decoder) float(typ uint16, b []byte) float64 {
	switch typ {
	case typeByte:
		return float64(b[0])
	case typeShort:
		return float64(d.order.Uint16(b))
	case typeSShort:
		return float64(int16(d.order.Uint16(b)))
	case typeLong:
		return float64(d.order.Uint32(b))
	case typeSLong:
		return float64(int32(d.order.Uint32(b)))
	case typeRational:
		return ratio(float64(d.order.Uint32(b)), float64(d.order.Uint32(b[4:])))
	case typeSRational:
		return ratio(float64(int32(d.order.Uint32(b))), float64(int32(d.order.Uint32(b[4:]))))
	case typeFloat:
		return float64(math.Float32frombits(d.order.Uint32(b)))
	case typeDouble:
		return math.Float64frombits(d.order.Uint64(b))
	}
	return math.NaN()
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
