package tiff

import (
	"image/color"
	"math"

	"descry/library/media/colour"
)

// pixels turns one row of samples, interleaved, into red, green, blue and opacity, or with
// inks into inks.
func pixels[T sample](l *layout, dst, samples []T, inks bool) {
	alpha, premultiplied := l.alpha()
	convert := converter[T](l, inks)
	for i, s := 0, 0; i+3 < len(dst); i, s = i+4, s+l.samples {
		px := samples[s : s+l.samples]
		out := dst[i : i+4 : i+4]
		out[3] = most[T]()
		convert(out, px)
		if alpha < 0 || inks {
			continue
		}
		out[3] = px[alpha]
		if premultiplied {
			unpremultiply(out)
		}
	}
}

// converter returns a function that writes the colours of one pixel.
func converter[T sample](l *layout, inks bool) func(out, px []T) {
	switch l.photometric {
	case whiteIsZero:
		return func(out, px []T) {
			v := most[T]() - px[0]
			out[0], out[1], out[2] = v, v, v
		}
	case blackIsZero, mask:
		return func(out, px []T) { out[0], out[1], out[2] = px[0], px[0], px[0] }
	case palette:
		return func(out, px []T) {
			i := min(3*int(px[0]), len(l.colours)-3)
			for c, v := range l.colours[i : i+3] {
				out[c] = fromDeep[T](v)
			}
		}
	case cmyk:
		if inks {
			return func(out, px []T) { copy(out, px[:4]) }
		}
		return fromInks[T]
	case yCbCr:
		if l.plainYCbCr() {
			return fromYCbCr[T]
		}
		return func(out, px []T) {
			r, g, b := l.ycc.rgb(toUnit(px[0])*255, toUnit(px[1])*255, toUnit(px[2])*255)
			out[0], out[1], out[2] = unit[T](r/255), unit[T](g/255), unit[T](b/255)
		}
	case cieLab, iccLab, ituLab:
		return func(out, px []T) {
			lightness, a, b := lab(l.photometric, px)
			for c, v := range colour.LabToSRGB(lightness, a, b) {
				out[c] = unit[T](v)
			}
		}
	}
	return func(out, px []T) { copy(out[:3], px) }
}

// inks says whether the picture is of cyan, magenta, yellow and black.
func (l *layout) inks() bool { return l.photometric == cmyk }

func toUnit[T sample](v T) float64 { return float64(v) / float64(most[T]()) }

// fromDeep makes a sample of one of 16 bits.
func fromDeep[T sample](v uint16) T {
	if most[T]() == T(0xff) {
		return T(v >> 8)
	}
	return T(v)
}

// fromInks subtracts the inks from white paper.
func fromInks[T sample](out, px []T) {
	if most[T]() == T(0xff) {
		r, g, b := color.CMYKToRGB(byte(px[0]), byte(px[1]), byte(px[2]), byte(px[3]))
		out[0], out[1], out[2] = T(r), T(g), T(b)
		return
	}
	white := uint64(most[T]())
	for c := range 3 {
		out[c] = T((white - uint64(px[c])) * (white - uint64(px[3])) / white)
	}
}

func fromYCbCr[T sample](out, px []T) {
	if most[T]() == T(0xff) {
		r, g, b := color.YCbCrToRGB(byte(px[0]), byte(px[1]), byte(px[2]))
		out[0], out[1], out[2] = T(r), T(g), T(b)
		return
	}
	r, g, b := defaultYCC.rgb(toUnit(px[0])*255, toUnit(px[1])*255, toUnit(px[2])*255)
	out[0], out[1], out[2] = unit[T](r/255), unit[T](g/255), unit[T](b/255)
}

// lab reads lightness from 0 to 100 and the two opponent colours, which are around 0.
func lab[T sample](photometric uint64, px []T) (l, a, b float64) {
	l = toUnit(px[0]) * 100
	if most[T]() == T(0xff) {
		a, b = float64(int8(px[1])), float64(int8(px[2]))
		if photometric != cieLab {
			a, b = float64(px[1])-128, float64(px[2])-128
		}
		return l, a, b
	}
	a, b = float64(int16(px[1]))/256, float64(int16(px[2]))/256
	if photometric != cieLab { // 0xff00 is 100
		l = min(float64(px[0])/652.8, 100)
		a, b = float64(px[1])/256-128, float64(px[2])/256-128
	}
	return l, a, b
}

// unpremultiply divides the colours by their opacity.
func unpremultiply[T sample](px []T) {
	a, full := uint64(px[3]), uint64(most[T]())
	if a == 0 || a == full {
		return
	}
	for c := range 3 {
		px[c] = T(min((uint64(px[c])*full+a/2)/a, full))
	}
}

// ycc is how brightness and colour make red, green and blue: the weights of the three, and the
// codes of black and white.
type ycc struct {
	red, green, blue float64
	black, white     [3]float64
}

var defaultYCC = ycc{0.299, 0.587, 0.114, [3]float64{0, 128, 128}, [3]float64{255, 255, 255}}

// rgb converts codes of 0 to 255 (TIFF 6.0, section 21).
func (c *ycc) rgb(y, cb, cr float64) (r, g, b float64) {
	y = (y - c.black[0]) * 255 / (c.white[0] - c.black[0])
	cb = (cb - c.black[1]) * 127 / (c.white[1] - c.black[1])
	cr = (cr - c.black[2]) * 127 / (c.white[2] - c.black[2])
	r = y + cr*(2-2*c.red)
	b = y + cb*(2-2*c.blue)
	g = (y - c.blue*b - c.red*r) / c.green
	return r, g, b
}

// readYCC reads the tags with rational numbers that the conversion depends on.
func (l *layout) readYCC(d directory) {
	l.ycc = defaultYCC
	if w := d.rationals(tagYCbCrCoefficients, 3); len(w) == 3 && w[0] > 0 && w[1] > 0 && w[2] > 0 {
		l.ycc.red, l.ycc.green, l.ycc.blue = w[0], w[1], w[2]
	}
	r := d.rationals(tagReferenceBlackWhite, 6)
	if len(r) < 6 {
		return
	}
	for c := range 3 {
		if math.Abs(r[2*c+1]-r[2*c]) < 1 {
			return
		}
	}
	for c := range 3 {
		l.ycc.black[c], l.ycc.white[c] = r[2*c], r[2*c+1]
	}
}

func (l *layout) plainYCbCr() bool { return l.ycc == defaultYCC }
