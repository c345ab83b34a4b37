package heif

import "image"

// Luma weights of red and blue by matrix number (ISO/IEC 23091-2, table 4).
var lumaWeights = map[int][2]float64{
	1: {0.2126, 0.0722}, // BT.709
	9: {0.2627, 0.0593}, // BT.2020
}

// jfif are the weights that image.YCbCr means: BT.601.
var jfif = [2]float64{0.299, 0.114}

// toJFIF converts the planes in place to the full-range BT.601 coding that
// image.YCbCr stands for. Colours are mixed plane by plane: the change of luma
// depends on the chroma of its own pixel.
func toJFIF(m *image.YCbCr, matrix int, fullRange bool) {
	if !fullRange {
		stretch(m.Y, 16, 219, 0)
		stretch(m.Cb, 128, 224, 128)
		stretch(m.Cr, 128, 224, 128)
	}
	w, ok := lumaWeights[matrix]
	if !ok {
		return
	}
	changeMatrix(m, mixing(w))
}

// stretch maps samples from limited range, centred and scaled as given.
func stretch(plane []byte, centre, span, to int) {
	var table [256]byte
	for v := range table {
		table[v] = clamp((float64(v-centre)*255)/float64(span) + float64(to))
	}
	for i, v := range plane {
		plane[i] = table[v]
	}
}

func clamp(v float64) byte { return byte(min(max(v+0.5, 0), 255)) }

// mix turns (cb, cr), both centred on 0, of one matrix into what has to be
// added to luma, and into (cb, cr) of BT.601.
type mix struct {
	yb, yr, bb, br, rb, rr float64
}

// mixing derives the change from weights w to BT.601. With R = Y + 2(1-kr)Cr
// and B = Y + 2(1-kb)Cb, the new luma is a weighted sum of R, G and B again.
func mixing(w [2]float64) mix {
	kr, kb := w[0], w[1]
	kg := 1 - kr - kb
	r := 2 * (1 - kr) // R - Y = r * Cr
	b := 2 * (1 - kb) // B - Y = b * Cb
	gr, gb := -kr*r/kg, -kb*b/kg
	green := 1 - jfif[0] - jfif[1]
	var m mix
	m.yb = jfif[1]*b + green*gb
	m.yr = jfif[0]*r + green*gr
	nb, nr := 2*(1-jfif[1]), 2*(1-jfif[0])
	m.bb, m.br = (b-m.yb)/nb, -m.yr/nb
	m.rb, m.rr = -m.yb/nr, (r-m.yr)/nr
	return m
}

// changeMatrix applies m: luma first, because it needs the old chroma.
func changeMatrix(img *image.YCbCr, m mix) {
	const one = 1 << 16
	yb, yr := int(m.yb*one), int(m.yr*one)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			i, c := img.YOffset(x, y), img.COffset(x, y)
			v := int(img.Y[i]) + ((int(img.Cb[c])-128)*yb+(int(img.Cr[c])-128)*yr+one/2)>>16
			img.Y[i] = byte(min(max(v, 0), 255))
		}
	}
	for i := range img.Cb {
		cb, cr := float64(img.Cb[i])-128, float64(img.Cr[i])-128
		img.Cb[i] = clamp(128 + m.bb*cb + m.br*cr)
		img.Cr[i] = clamp(128 + m.rb*cb + m.rr*cr)
	}
}
