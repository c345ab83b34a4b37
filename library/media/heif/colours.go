package heif

import "descry/library/container"

// Colours is the meaning of a picture's numbers, as stated by the boxes, or else by the
// stream. The numbers are those of ISO/IEC 23091-2. 2 stands for unspecified.
type Colours struct {
	Primaries, Transfer, Matrix uint16
	// FullRange is false where black is 16 and white 235 of 255.
	FullRange bool
	// ICC is a profile, nil without one. ICC goes before Primaries and Transfer.
	ICC []byte
}

const unspecified = 2

// Matrices without weights of luma.
const (
	matrixIdentity = 0 // green, blue and red themselves
	matrixYCgCo    = 8
)

// applyColours takes a colr box into account.
func (p *picture) applyColours(b box) {
	if b.kind != "colr" {
		return
	}
	r := container.Fields{Data: b.body}
	switch string(r.Bytes(4)) {
	case "nclx":
		c := Colours{ICC: p.Colours.ICC}
		c.Primaries, c.Transfer, c.Matrix = uint16(r.Uint(2)), uint16(r.Uint(2)), uint16(r.Uint(2))
		c.FullRange = r.Uint(1)>>7 == 1
		if r.Cut {
			return
		}
		if c.Matrix == unspecified {
			c.Matrix = p.Colours.Matrix
		}
		p.setColours(c)
	case "prof", "rICC":
		if !r.Cut && len(r.Data) > 0 {
			p.Colours.ICC = r.Data
		}
	}
}

// setColours sets the colours of a picture and of all its parts. The colours of the whole go
// before those of the parts.
func (p *picture) setColours(c Colours) {
	icc := p.Colours.ICC
	p.Colours = c
	p.Colours.ICC = icc
	for _, cell := range p.cells {
		cell.setColours(c)
	}
}

// weights are the weights of red and blue in luma.
func (c Colours) weights() [2]float64 {
	matrix := c.Matrix
	if matrix == 12 || matrix == 13 { // by the primaries
		matrix = c.Primaries
		if w, ok := primaryWeights[matrix]; ok {
			return w
		}
	}
	if w, ok := lumaWeights[matrix]; ok {
		return w
	}
	return jfif
}

// lumaWeights are the weights of red and blue in luma by matrix number (ISO/IEC 23091-2, table
// 4). All other matrices have those of BT.601.
var lumaWeights = map[uint16][2]float64{
	1:  {0.2126, 0.0722}, // BT.709
	4:  {0.30, 0.11},     // FCC
	7:  {0.212, 0.087},   // SMPTE 240M
	9:  {0.2627, 0.0593}, // BT.2020
	10: {0.2627, 0.0593},
}

// primaryWeights are the luma weights that follow from primaries.
var primaryWeights = map[uint16][2]float64{
	1:  {0.2126, 0.0722},
	9:  {0.2627, 0.0593},
	12: {0.2290, 0.0793}, // Display P3
}

// jfif are the weights of image.YCbCr: BT.601.
var jfif = [2]float64{0.299, 0.114}

// sameCoding tells whether samples of both mean the same brightness and chroma.
func (c Colours) sameCoding(other Colours) bool {
	return c.FullRange == other.FullRange && c.Matrix == other.Matrix && c.weights() == other.weights()
}

// unspecifiedColours are the colours of a stream that states none.
var unspecifiedColours = Colours{Primaries: unspecified, Transfer: unspecified, Matrix: unspecified}
