package psd

import (
	"encoding/binary"
	"image/color"

	"descry/library/media/colour"
)

// output makes pixels of the rows of channels.
type output struct {
	*File
	inks   bool // inks stay inks
	narrow []byte
	wide   []uint16
}

// shallow fills narrow from samples of at most 8 bits.
func (o *output) shallow(rows [][]byte) {
	n := coloursOf[o.mode]
	for x := range o.Width {
		out := o.narrow[4*x : 4*x+4 : 4*x+4]
		out[3] = 255
		switch o.mode {
		case bitmap:
			v := rows[0][x/8]>>(7-x%8)&1 - 1 // 1 is black
			out[0], out[1], out[2] = v, v, v
		case gray, duotone:
			out[0], out[1], out[2] = rows[0][x], rows[0][x], rows[0][x]
		case indexed:
			i, third := int(rows[0][x]), len(o.palette)/3
			if i == o.transparent {
				out[3] = 0
			}
			i = min(i, third-1)
			out[0], out[1], out[2] = o.palette[i], o.palette[third+i], o.palette[2*third+i]
		case rgb:
			out[0], out[1], out[2] = rows[0][x], rows[1][x], rows[2][x]
		case cmyk: // 255 is no ink
			c, m, y, k := 255-rows[0][x], 255-rows[1][x], 255-rows[2][x], 255-rows[3][x]
			if o.inks {
				out[0], out[1], out[2], out[3] = c, m, y, k
				continue
			}
			out[0], out[1], out[2] = color.CMYKToRGB(c, m, y, k)
		case lab:
			for c, v := range colour.LabToSRGB(float64(rows[0][x])/2.55, float64(rows[1][x])-128, float64(rows[2][x])-128) {
				out[c] = byte(v*255 + 0.5)
			}
		}
		if o.opacity {
			out[3] = rows[n][x]
			withoutWhite(out, 255)
		}
	}
}

// deep fills wide from samples of 16 or 32 bits.
func (o *output) deep(rows [][]byte) {
	n := coloursOf[o.mode]
	sample := func(c, x int) uint16 { return binary.BigEndian.Uint16(rows[c][2*x:]) }
	if o.Depth == 32 {
		sample = func(c, x int) uint16 { return o.real(rows[c][4*x:]) }
	}
	for x := range o.Width {
		out := o.wide[4*x : 4*x+4 : 4*x+4]
		out[3] = 0xffff
		switch o.mode {
		case gray, duotone:
			v := sample(0, x)
			out[0], out[1], out[2] = v, v, v
		case rgb:
			out[0], out[1], out[2] = sample(0, x), sample(1, x), sample(2, x)
		case cmyk:
			if o.inks {
				for c := range out {
					out[c] = 0xffff - sample(c, x)
				}
				continue
			}
			for c := range 3 {
				out[c] = uint16(uint64(sample(c, x)) * uint64(sample(3, x)) / 0xffff)
			}
		case lab:
			l, a, b := float64(sample(0, x))/655.35, float64(sample(1, x))/257-128, float64(sample(2, x))/257-128
			for c, v := range colour.LabToSRGB(l, a, b) {
				out[c] = uint16(v*0xffff + 0.5)
			}
		}
		if o.opacity {
			out[3] = sample(n, x)
			withoutWhite(out, 0xffff)
		}
	}
}

// withoutWhite removes from a pixel the white that Photoshop has laid below the pixel.
func withoutWhite[T byte | uint16](px []T, full uint64) {
	a := uint64(px[3])
	if a == 0 || a == full {
		return
	}
	for c := range 3 {
		dark := (full - uint64(px[c])) * full / a
		px[c] = T(full - min(dark, full))
	}
}
