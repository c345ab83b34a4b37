package heif

import "math"

// converter turns rows of a tile into red, green and blue.
type converter struct {
	tile
	// what samples add to colours of 16 bits
	luma                                    []int32
	redOfCr, greenOfCr, greenOfCb, blueOfCb []int32
	y, cb, cr                               []uint16 // a row
}

func newConverter(t tile) converter {
	c := converter{tile: t}
	if t.layout >= rgba8 {
		return c
	}
	n := 1 << t.bits
	scale := 1 << (t.bits - 8)
	offset, span, chromaSpan := 0, n-1, n-1
	if !t.colours.FullRange {
		offset, span, chromaSpan = 16*scale, 219*scale, 224*scale
	}
	c.luma = table(n, offset, 65535/float64(span))
	if t.layout == mono {
		return c
	}
	w := t.colours.weights()
	kr, kb := w[0], w[1]
	kg := 1 - kr - kb
	red, blue := 2*(1-kr), 2*(1-kb)
	unit := 65535 / float64(chromaSpan)
	c.redOfCr, c.blueOfCb = table(n, n/2, red*unit), table(n, n/2, blue*unit)
	c.greenOfCr, c.greenOfCb = table(n, n/2, -kr*red/kg*unit), table(n, n/2, -kb*blue/kg*unit)
	if t.colours.Matrix == matrixYCgCo {
		c.redOfCr = table(n, n/2, unit)
	}
	return c
}

func table(n, centre int, factor float64) []int32 {
	t := make([]int32, n)
	for v := range t {
		t[v] = int32(math.Round(float64(v-centre) * factor))
	}
	return t
}

// convert writes pixels of row y in the form of a canvas, from the left edge on.
func (c *converter) convert(to []byte, kind canvasKind, y int) {
	row := c.planes[0][y*c.row:]
	switch {
	case c.layout == rgba8 && kind == nrgba:
		copy(to, row)
		return
	case c.layout >= rgba8:
		c.spread(to, row, kind)
		return
	}
	size := map[canvasKind]int{gray16: 2, nrgba: 4, nrgba64: 8}[kind]
	n := len(to) / size
	c.y = c.samples(c.y, row, n)
	if c.layout == mono {
		for x, v := range c.y {
			g := bounded(c.luma[v])
			put(to[size*x:], kind, g, g, g)
		}
		return
	}
	at, shift := c.chromaAt(y), c.chromaShift()
	c.cb = c.samples(c.cb, c.planes[1][at:], c.chroma(n))
	c.cr = c.samples(c.cr, c.planes[2][at:], c.chroma(n))
	for x, v := range c.y {
		r, g, b := c.colour(v, c.cb[x>>shift], c.cr[x>>shift])
		put(to[size*x:], kind, r, g, b)
	}
}

func (c *converter) colour(y, cb, cr uint16) (r, g, b uint32) {
	switch c.colours.Matrix {
	case matrixIdentity:
		return bounded(c.luma[cr]), bounded(c.luma[y]), bounded(c.luma[cb])
	case matrixYCgCo:
		green, orange := c.redOfCr[cb], c.redOfCr[cr]
		rest := c.luma[y] - green
		return bounded(rest + orange), bounded(c.luma[y] + green), bounded(rest - orange)
	}
	l := c.luma[y]
	return bounded(l + c.redOfCr[cr]), bounded(l + c.greenOfCb[cb] + c.greenOfCr[cr]), bounded(l + c.blueOfCb[cb])
}

// bounded is a colour of 16 bits.
func bounded(v int32) uint32 { return uint32(min(max(v, 0), 0xffff)) }

// samples unpacks the first n samples of a row.
func (c *converter) samples(to []uint16, row []byte, n int) []uint16 {
	if cap(to) < n {
		to = make([]uint16, n)
	}
	to = to[:n]
	if c.bits == 8 {
		for i := range to {
			to[i] = uint16(row[i])
		}
		return to
	}
	most := uint16(1<<c.bits - 1)
	for i := range to {
		to[i] = min(uint16(row[2*i])|uint16(row[2*i+1])<<8, most)
	}
	return to
}

// put writes an opaque pixel.
func put(to []byte, kind canvasKind, r, g, b uint32) {
	switch kind {
	case gray16:
		to[0], to[1] = byte(g>>8), byte(g)
	case nrgba:
		to = to[:4]
		to[0], to[1], to[2], to[3] = rounded(r), rounded(g), rounded(b), 255
	default:
		to = to[:8]
		to[0], to[1], to[2], to[3] = byte(r>>8), byte(r), byte(g>>8), byte(g)
		to[4], to[5], to[6], to[7] = byte(b>>8), byte(b), 255, 255
	}
}

// rounded is a colour of 16 bits in 8.
func rounded(v uint32) byte { return byte((v*255 + 32767) / 65535) }

// spread writes pixels of a row of red, green, blue and opacity in another depth.
func (c *converter) spread(to, row []byte, kind canvasKind) {
	deep := c.layout == rgba16
	value := func(i int) uint32 {
		if deep {
			return uint32(row[2*i]) | uint32(row[2*i+1])<<8
		}
		return uint32(row[i]) * 257
	}
	for i := 0; i < len(to); {
		switch kind {
		case nrgba:
			to[i] = rounded(value(i))
			i++
		case nrgba64:
			v := value(i / 2)
			to[i], to[i+1] = byte(v>>8), byte(v)
			i += 2
		default: // gray16
			v := value(2 * i)
			to[i], to[i+1] = byte(v>>8), byte(v)
			i += 2
		}
	}
}

// chromaAt is where in the chroma planes the row y lies.
func (f *frame) chromaAt(y int) int {
	if f.layout == yuv420 {
		y /= 2
	}
	return y * f.chromaRow
}
