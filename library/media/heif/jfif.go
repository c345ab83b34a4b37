package heif

import "image"

// toJFIF converts the planes in place to the full-range BT.601 coding that image.YCbCr stands
// for. Colours are mixed plane by plane: the change of luma depends on the chroma of its own
// pixel.
func toJFIF(m *image.YCbCr, c Colours) {
	if !c.FullRange {
		stretch(m.Y, 16, 219, 0)
		stretch(m.Cb, 128, 224, 128)
		stretch(m.Cr, 128, 224, 128)
	}
	if w := c.weights(); w != jfif {
		changeMatrix(m, mixing(w))
	}
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

// mix turns (cb, cr) of one matrix, both centred on 0, into the change of luma and into (cb,
// cr) of BT.601.
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

// fixed is 1 in the fixed-point numbers of changeMatrix.
const fixed = 1 << 16

// changeMatrix applies m, to luma first, because the change of luma needs the old chroma.
func changeMatrix(img *image.YCbCr, m mix) {
	yb, yr := scaled(m.yb), scaled(m.yr)
	width, shift := img.Rect.Dx(), 1
	if img.SubsampleRatio == image.YCbCrSubsampleRatio444 {
		shift = 0
	}
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		row := img.Y[img.YOffset(img.Rect.Min.X, y):][:width]
		at := img.COffset(img.Rect.Min.X, y)
		cb, cr := img.Cb[at:], img.Cr[at:]
		for x, v := range row {
			b, r := int32(cb[x>>shift])-128, int32(cr[x>>shift])-128
			row[x] = byte(min(max(int32(v)+(b*yb+r*yr+fixed/2)>>16, 0), 255))
		}
	}
	bb, br, rb, rr := scaled(m.bb), scaled(m.br), scaled(m.rb), scaled(m.rr)
	for i := range img.Cb {
		b, r := int32(img.Cb[i])-128, int32(img.Cr[i])-128
		img.Cb[i] = byte(min(max(128+(bb*b+br*r+fixed/2)>>16, 0), 255))
		img.Cr[i] = byte(min(max(128+(rb*b+rr*r+fixed/2)>>16, 0), 255))
	}
}

func scaled(v float64) int32 { return int32(v * fixed) }
