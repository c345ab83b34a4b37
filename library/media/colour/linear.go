package colour

import (
	"math"
	"sync"
)

// linear converts red, green and blue by curves to linear light, a matrix to linear
// sRGB and sRGB's curve.
type linear struct {
	curves [3]curve
	shared bool // the three curves are one
	m      [9]float32
	// tone changes linear light before the matrix, where there is more than sRGB
	// can show.
	tone func(r, g, b float32) (float32, float32, float32)

	bytes [3][256]float32
	deep  func() [3][]float32
}

// newLinear makes a conversion from colours whose linear light becomes XYZ under D50
// by toXYZ.
func newLinear(curves [3]curve, shared bool, toXYZ matrix) *linear {
	l := &linear{curves: curves, shared: shared}
	for i, row := range toSRGB.times(toXYZ) {
		for k, v := range row {
			l.m[3*i+k] = float32(v)
		}
	}
	for c, f := range curves {
		if c > 0 && shared {
			l.bytes[c] = l.bytes[0]
			continue
		}
		for v := range l.bytes[c] {
			l.bytes[c][v] = float32(finite(f(float64(v) / 255)))
		}
	}
	l.deep = sync.OnceValue(l.deepTables)
	return l
}

func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// deepTables are as the tables of bytes; most photos need none.
func (l *linear) deepTables() (t [3][]float32) {
	for c, f := range l.curves {
		if c > 0 && l.shared {
			t[c] = t[0]
			continue
		}
		t[c] = make([]float32, 1<<16)
		for v := range t[c] {
			t[c][v] = float32(finite(f(float64(v) / 65535)))
		}
	}
	return t
}

// steps are fine enough for the steep start of sRGB's curve: a fifth of a level.
const steps = 1 << 14

// encoded holds sRGB's levels of linear light.
var encoded = sync.OnceValue(func() *[steps + 1]byte {
	var t [steps + 1]byte
	for i := range t {
		t[i] = byte(encode(float64(i)/steps)*255 + 0.5)
	}
	return &t
})

// step is the place of linear light in encoded.
func step(v float32) int {
	switch {
	case !(v > 0):
		return 0
	case v >= 1:
		return steps
	}
	return int(v*steps + 0.5)
}

func (l *linear) convert(pix []byte) {
	out := encoded()
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+3 : i+3]
		r, g, b := l.light(l.bytes[0][px[0]], l.bytes[1][px[1]], l.bytes[2][px[2]])
		px[0], px[1], px[2] = out[step(r)], out[step(g)], out[step(b)]
	}
}

func (l *linear) convertDeep(dst []byte, src []uint16) {
	out, t := encoded(), l.deep()
	for i := 0; i+3 < len(src); i += 4 {
		r, g, b := l.light(t[0][src[i]], t[1][src[i+1]], t[2][src[i+2]])
		px := dst[i : i+4 : i+4]
		px[0], px[1], px[2] = out[step(r)], out[step(g)], out[step(b)]
		px[3] = shallow(src[i+3])
	}
}

// light turns linear light of the picture's colours into that of sRGB.
func (l *linear) light(r, g, b float32) (float32, float32, float32) {
	if l.tone != nil {
		r, g, b = l.tone(r, g, b)
	}
	m := &l.m
	return m[0]*r + m[1]*g + m[2]*b, m[3]*r + m[4]*g + m[5]*b, m[6]*r + m[7]*g + m[8]*b
}

// shallow is v/257, rounded.
func shallow(v uint16) byte { return byte((uint32(v)*255 + 32895) >> 16) }

// grey converts by one curve, from a grey level to one of sRGB.
type grey struct {
	f     curve
	bytes [256]byte
	deep  func() *[1 << 16]byte
}

func newGrey(f curve) *grey {
	g := &grey{f: f}
	for v := range g.bytes {
		g.bytes[v] = level(f(float64(v) / 255))
	}
	g.deep = sync.OnceValue(func() *[1 << 16]byte {
		t := new([1 << 16]byte)
		for v := range t {
			t[v] = level(f(float64(v) / 65535))
		}
		return t
	})
	return g
}

// level is a value of 0..1 as 8 bits.
func level(v float64) byte { return byte(unit(v)*255 + 0.5) }

// convert leaves pixels alone that aren't grey: a grey profile isn't theirs.
func (g *grey) convert(pix []byte) {
	for i := 0; i+3 < len(pix); i += 4 {
		if pix[i] != pix[i+1] || pix[i] != pix[i+2] {
			return
		}
	}
	for i := 0; i+3 < len(pix); i += 4 {
		v := g.bytes[pix[i]]
		pix[i], pix[i+1], pix[i+2] = v, v, v
	}
}

func (g *grey) convertDeep(dst []byte, src []uint16) {
	t := g.deep()
	for i := 0; i+3 < len(src); i += 4 {
		dst[i], dst[i+1], dst[i+2] = t[src[i]], t[src[i+1]], t[src[i+2]]
		dst[i+3] = shallow(src[i+3])
	}
}
