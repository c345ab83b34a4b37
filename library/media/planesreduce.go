package media

import (
	"encoding/binary"
	"image"
)

// planeSums averages boxes of pixels before they become red, green and blue, which takes a
// fraction of the time of the reverse order. Rows are added to each other first, eight samples
// at a time.
type planeSums struct {
	sums    []uint32   // of luma and both kinds of chroma, for each box
	columns [3]columns // of the row of boxes that is being added
	row     int        // row of boxes that is being added
	shift   int        // by which chroma is narrower
	before  int        // 1 where the first sample of chroma belongs to a pixel left of the picture
	sampled []uint16   // a row of columns
}

// columns are sums of up to 256 samples, 4 in a word: those at even places and those at
// odd ones.
type columns struct{ even, odd []uint64 }

const everyOther = 0x00ff00ff00ff00ff

// add adds a row of samples, each 1 << weight times.
func (c *columns) add(row []byte, weight int) {
	words := (len(row) + 7) / 8
	if c.even == nil {
		c.even, c.odd = make([]uint64, words), make([]uint64, words)
	}
	even, odd := c.even[:words], c.odd[:words]
	whole := len(row) / 8
	for i := range whole {
		w := binary.LittleEndian.Uint64(row[8*i:])
		even[i] += w & everyOther << weight
		odd[i] += w >> 8 & everyOther << weight
	}
	if whole < words {
		var last [8]byte
		copy(last[:], row[8*whole:])
		w := binary.LittleEndian.Uint64(last[:])
		even[whole] += w & everyOther << weight
		odd[whole] += w >> 8 & everyOther << weight
	}
}

// take writes the sums and begins anew.
func (c *columns) take(to []uint16) []uint16 {
	to = to[:0]
	for i, e := range c.even {
		o := c.odd[i]
		to = append(to, uint16(e), uint16(o), uint16(e>>16), uint16(o>>16), uint16(e>>32), uint16(o>>32), uint16(e>>48), uint16(o>>48))
	}
	clear(c.even)
	clear(c.odd)
	return to
}

// addPlanes takes all of m, whose rows are full ones, as the rows from top on. Calls come from
// top to bottom. The result says whether addPlanes took m. Deep, unreduced or unusual planes
// are left to addImage, with all that follow.
func (r *reducer) addPlanes(m *image.YCbCr, top int) bool {
	shift := 1
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422:
	case image.YCbCrSubsampleRatio444:
		shift = 0
	default:
		return false
	}
	if r.deep || r.box == 1 {
		return false
	}
	if r.planes == nil {
		r.planes = &planeSums{sums: make([]uint32, 3*r.width*r.height), shift: shift, before: m.Rect.Min.X & shift}
	}
	p := r.planes
	chroma := (r.stored.X+p.before-1)>>shift + 1
	counted := -1 // the row whose chroma is in already
	for y := range m.Rect.Dy() {
		if row := (top + y) / r.box; row != p.row {
			r.endPlanesRow()
			p.row = row
		}
		p.columns[0].add(m.Y[m.YOffset(m.Rect.Min.X, m.Rect.Min.Y+y):][:r.stored.X], 0)
		if y == counted {
			continue
		}
		at, weight := m.COffset(m.Rect.Min.X, m.Rect.Min.Y+y), 0
		if next := y + 1; next < m.Rect.Dy() && (top+next)/r.box == p.row && m.COffset(m.Rect.Min.X, m.Rect.Min.Y+next) == at {
			counted, weight = next, 1 // both rows have this box
		}
		p.columns[1].add(m.Cb[at:][:chroma], weight)
		p.columns[2].add(m.Cr[at:][:chroma], weight)
	}
	return true
}

// endPlanesRow adds the columns of a row of boxes up.
func (r *reducer) endPlanesRow() {
	p := r.planes
	sums := p.sums[p.row*3*r.width:][:3*r.width]
	p.sampled = p.columns[0].take(p.sampled)
	for x, i := 0, 0; x < r.stored.X; x, i = x+r.box, i+3 {
		sums[i] = sum(p.sampled[x:min(x+r.box, r.stored.X)])
	}
	for c := 1; c < 3; c++ {
		p.sampled = p.columns[c].take(p.sampled)
		for x, i := 0, c; x < r.stored.X; x, i = x+r.box, i+3 {
			sums[i] = sumShared(p.sampled, x+p.before, min(x+r.box, r.stored.X)+p.before, p.shift)
		}
	}
}

func sum(list []uint16) (s uint32) {
	for _, v := range list {
		s += uint32(v)
	}
	return s
}

// sumShared is the sum for the pixels from one to before another, where 1 << shift pixels
// share a sample.
func sumShared(list []uint16, from, to, shift int) (s uint32) {
	if shift == 0 {
		return sum(list[from:to])
	}
	if from&1 == 1 {
		s = uint32(list[from>>1])
		from++
	}
	if to > from && to&1 == 1 {
		s += uint32(list[to>>1])
		to--
	}
	if to > from {
		s += 2 * sum(list[from>>1:to>>1])
	}
	return s
}

// planesImage averages the boxes and converts the means.
func (r *reducer) planesImage() *image.NRGBA {
	r.endPlanesRow()
	for y := range r.height {
		for x := range r.width {
			i := y*r.width + x
			planesColour(r.out.Pix[4*i:4*i+4:4*i+4], r.planes.sums[3*i:3*i+3:3*i+3], int64(r.count(x, y)))
		}
	}
	r.planes = nil
	return r.out
}

// planesColour is color.YCbCrToRGB of the mean of n pixels, without rounding the mean first.
func planesColour(px []byte, sums []uint32, n int64) {
	luma := int64(sums[0]) * 0x10101
	cb, cr := int64(sums[1])-128*n, int64(sums[2])-128*n
	px[0] = byte(min(max((luma+91881*cr)/n>>16, 0), 255))
	px[1] = byte(min(max((luma-22554*cb-46802*cr)/n>>16, 0), 255))
	px[2] = byte(min(max((luma+116130*cb)/n>>16, 0), 255))
	px[3] = 255
}
