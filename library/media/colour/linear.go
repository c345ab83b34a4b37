package colour

import (
	"math"
	"sync"
)

// linear converts red, green and blue by curves to linear light, a matrix to linear
// sRGB and sRGB's curve.
type linear struct {
	curves [3]curve
	shared bool // the three curves are equal
	m      matrix
	plus   float64 // to each of linear sRGB
	// tone changes linear light before the matrix, where there is more light than sRGB can
	// show. A nil tone changes nothing.
	tone *tone

	shares func() *shares
	light  func() *[3][256]float32
	deep   func() [3][]float32
}

// shares are the parts of linear red, green and blue of sRGB that each level of each of three
// samples gives, in 2^22nds.
type shares [3][256][3]int32

const shareBits = 22

// newLinear makes a conversion from colours whose linear light becomes XYZ under D50
// by toXYZ.
func newLinear(curves [3]curve, shared bool, toXYZ matrix) *linear {
	l := &linear{curves: curves, shared: shared, m: toSRGB.times(toXYZ)}
	l.shares = sync.OnceValue(l.makeShares)
	l.light = sync.OnceValue(l.lightOfBytes)
	l.deep = sync.OnceValue(l.deepTables)
	return l
}

// compensate makes the profile's black sRGB's: all light is scaled so that light of the
// luminance black becomes none and white stays (ISO 18619).
func (l *linear) compensate(black float64) {
	for i := range l.m {
		for k := range l.m[i] {
			l.m[i][k] /= 1 - black
		}
	}
	l.plus = -black / (1 - black)
}

// maxLight bounds a share so that the sum of three fits into 32 bits. No display has 100 times
// the light of sRGB's white.
const maxLight = 100

func (l *linear) makeShares() *shares {
	var s shares
	for c, f := range l.curves {
		for v := range 256 {
			light := finite(f(float64(v) / 255))
			for i := range 3 {
				share := l.m[i][c] * light
				if c == 0 {
					share += l.plus
				}
				s[c][v][i] = int32(math.Round(min(max(share, -maxLight), maxLight) * (1 << shareBits)))
			}
		}
	}
	return &s
}

func (l *linear) lightOfBytes() *[3][256]float32 {
	var t [3][256]float32
	for c, f := range l.curves {
		for v := range t[c] {
			t[c][v] = float32(finite(f(float64(v) / 255)))
		}
	}
	return &t
}

func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// deepTables are like lightOfBytes for 16 bits. Most photos need none.
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

// stepBits make steps fine enough for the steep start of sRGB's curve: a fifth of a level.
const (
	stepBits = 14
	steps    = 1 << stepBits
)

// encoded holds sRGB's levels of linear light.
var encoded = sync.OnceValue(func() *[steps + 1]byte {
	var t [steps + 1]byte
	for i := range t {
		t[i] = byte(encode(float64(i)/steps)*255 + 0.5)
	}
	return &t
})

func (l *linear) convert(pix []byte) {
	if l.tone != nil {
		l.convertToned(pix)
		return
	}
	out, s := encoded(), l.shares()
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+3 : i+3]
		a, b, c := &s[0][px[0]], &s[1][px[1]], &s[2][px[2]]
		px[0] = out[stepOf(a[0]+b[0]+c[0])]
		px[1] = out[stepOf(a[1]+b[1]+c[1])]
		px[2] = out[stepOf(a[2]+b[2]+c[2])]
	}
}

// stepOf is the place of a sum of shares in encoded.
func stepOf(sum int32) int32 {
	return min(max((sum+1<<(shareBits-stepBits-1))>>(shareBits-stepBits), 0), steps)
}

func (l *linear) convertToned(pix []byte) {
	t, mix := l.light(), l.mixer()
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+3 : i+3]
		mix.write(px, t[0][px[0]], t[1][px[1]], t[2][px[2]])
	}
}

func (l *linear) convertDeep(dst []byte, src []uint16) {
	t, mix := l.deep(), l.mixer()
	for i := 0; i+3 < len(src); i += 4 {
		px := dst[i : i+4 : i+4]
		mix.write(px, t[0][src[i]], t[1][src[i+1]], t[2][src[i+2]])
		px[3] = shallow(src[i+3])
	}
}

// mixer turns linear light into sRGB's levels.
type mixer struct {
	m    [9]float32
	plus float32
	tone *tone
	out  *[steps + 1]byte
}

func (l *linear) mixer() *mixer {
	x := &mixer{plus: float32(l.plus), tone: l.tone, out: encoded()}
	for i, row := range l.m {
		for k, v := range row {
			x.m[3*i+k] = float32(v)
		}
	}
	return x
}

func (x *mixer) write(px []byte, r, g, b float32) {
	if x.tone != nil {
		s := x.tone.factor(r, g, b)
		r, g, b = r*s, g*s, b*s
	}
	m := &x.m
	px[0] = x.out[step(m[0]*r+m[1]*g+m[2]*b+x.plus)]
	px[1] = x.out[step(m[3]*r+m[4]*g+m[5]*b+x.plus)]
	px[2] = x.out[step(m[6]*r+m[7]*g+m[8]*b+x.plus)]
}

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

// convert leaves pixels that aren't grey alone, since a grey profile isn't theirs.
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
