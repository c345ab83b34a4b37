package t81

import (
	"fmt"
	"math"
)

var (
	errScan = fmt.Errorf("%w: its scan header is impossible", ErrFormat)
	errCode = fmt.Errorf("%w: its data has a code that is none", ErrFormat)
	errCut  = fmt.Errorf("%w: it ends early", ErrFormat)
)

// maxExtra is how many bytes behind the end are forgiven: what a decoder looks ahead.
const maxExtra = 8

// scan decodes a scan, whose data begins at pos.
func (d *decoder) scan(body []byte, pos int) error {
	if d.components == nil || len(body) < 1 || len(body) < 4+2*int(body[0]) {
		return errScan
	}
	n := int(body[0])
	var parts []*component
	for i := range n {
		c := d.find(body[1+2*i])
		if c == nil {
			return errScan
		}
		dc, ac := body[2+2*i]>>4, body[2+2*i]&0x0f
		if dc > 3 || ac > 3 || d.huffman[0][dc] == nil || !d.lossless && (d.huffman[1][ac] == nil || d.quantiser[c.table] == nil) {
			return errScan
		}
		c.dc, c.ac = d.huffman[0][dc], d.huffman[1][ac]
		parts = append(parts, c)
	}
	if d.seen += n; n == 0 || d.seen > len(d.components) {
		return errScan
	}
	b := &bits{data: d.data, pos: pos}
	predictor, shift := int(body[1+2*n]), int(body[3+2*n]&0x0f)
	decode := func(c *component, x, y int) bool { return d.block(b, c, x, y) }
	if d.lossless {
		if predictor < 1 || predictor > 7 || shift >= d.Bits {
			return errScan
		}
		decode = func(c *component, x, y int) bool { return d.sample(b, c, x, y, predictor, shift) }
	}
	if err := d.units(b, parts, decode); err != nil {
		return err
	}
	if d.lossless && shift > 0 {
		for _, c := range parts {
			for i := range c.samples {
				c.samples[i] <<= shift
			}
		}
	}
	return nil
}

func (d *decoder) find(id byte) *component {
	for i := range d.components {
		if c := &d.components[i]; c.id == id && c.dc == nil {
			return c
		}
	}
	return nil
}

// units goes through the units of a scan. A unit has some blocks of each component, or one
// block of the only component (T.81, A.2).
func (d *decoder) units(b *bits, parts []*component, decode func(c *component, x, y int) bool) error {
	side := d.blockSide()
	wide, high := ceil(d.Width, d.hMax*side), ceil(d.Height, d.vMax*side)
	alone := len(parts) == 1
	if alone {
		wide, high = ceil(parts[0].width, side), ceil(parts[0].height, side)
	}
	left := d.restart
	for y := range high {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		for x := range wide {
			if d.restart > 0 && left == 0 {
				if !b.passRestart() {
					return errCut
				}
				left = d.restart
				for _, c := range parts {
					c.predicted, c.firstRow = 0, y*c.v
					if alone {
						c.firstRow = y
					}
				}
			}
			left--
			for _, c := range parts {
				across, down := c.h, c.v
				if alone {
					across, down = 1, 1
				}
				for v := range down {
					for h := range across {
						if !decode(c, x*across+h, y*down+v) {
							return errCode
						}
					}
				}
			}
		}
		if b.extra > maxExtra {
			return errCut
		}
	}
	return nil
}

// sample decodes the sample of a lossless picture at x, y (T.81, annex H).
func (d *decoder) sample(b *bits, c *component, x, y, predictor, shift int) bool {
	size, ok := b.value(c.dc)
	if !ok || size > 16 {
		return false
	}
	difference := int32(32768)
	if size < 16 {
		difference = b.signed(int(size))
	}
	at := y*c.stride + x
	var from int32
	switch {
	case x == 0 && y == c.firstRow:
		from = 1 << (d.Bits - shift - 1)
	case y == c.firstRow:
		from = int32(c.samples[at-1])
	case x == 0:
		from = int32(c.samples[at-c.stride])
	default:
		from = predict(predictor, int32(c.samples[at-1]), int32(c.samples[at-c.stride]), int32(c.samples[at-c.stride-1]))
	}
	c.samples[at] = uint16(from + difference)
	return true
}

// predict is a sample predicted by its neighbours at the left, above and left above (T.81,
// table H.1).
func predict(predictor int, left, above, both int32) int32 {
	switch predictor {
	case 1:
		return left
	case 2:
		return above
	case 3:
		return both
	case 4:
		return left + above - both
	case 5:
		return left + (above-both)>>1
	case 6:
		return above + (left-both)>>1
	}
	return (left + above) >> 1
}

// zigzag is the order in which the coefficients of a block are coded.
var zigzag = [64]int{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// block decodes a block of 8 x 8 samples (T.81, annex F).
func (d *decoder) block(b *bits, c *component, x, y int) bool {
	q := d.quantiser[c.table]
	var coefficients [64]float64
	size, ok := b.value(c.dc)
	if !ok || size > 15 {
		return false
	}
	c.predicted += int(b.signed(int(size)))
	coefficients[0] = float64(c.predicted) * float64(q[0])
	last := 0
	for k := 1; k < 64; k++ {
		v, ok := b.value(c.ac)
		if !ok {
			return false
		}
		run, size := int(v>>4), int(v&0x0f)
		if size == 0 {
			if run != 15 {
				break
			}
			k += 15
			continue
		}
		if k += run; k > 63 {
			return false
		}
		coefficients[zigzag[k]] = float64(b.signed(size)) * float64(q[k])
		last = k
	}
	out := c.samples[8*y*c.stride+8*x:]
	most := float64(int(1)<<d.Bits - 1)
	if last == 0 {
		v := level(coefficients[0]/8, most)
		for row := range 8 {
			for i := range 8 {
				out[row*c.stride+i] = v
			}
		}
		return true
	}
	inverse(&coefficients)
	for i, v := range coefficients {
		out[i/8*c.stride+i%8] = level(v, most)
	}
	return true
}

// level shifts a sample to where black is 0.
func level(v, most float64) uint16 { return uint16(min(max(v+(most+1)/2+0.5, 0), most)) }

// cosines are the basis of the transform, of each sample by each coefficient.
var cosines = func() (t [8][8]float64) {
	for x := range 8 {
		for u := range 8 {
			t[x][u] = math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) / 2
			if u == 0 {
				t[x][u] /= math.Sqrt2
			}
		}
	}
	return t
}()

// inverse is the inverse discrete cosine transform, of rows and then of columns.
func inverse(block *[64]float64) {
	var half [64]float64
	for row := 0; row < 64; row += 8 {
		for x := range 8 {
			sum := 0.0
			for u, cos := range &cosines[x] {
				sum += block[row+u] * cos
			}
			half[row+x] = sum
		}
	}
	for x := range 8 {
		for y := range 8 {
			sum := 0.0
			for v, cos := range &cosines[y] {
				sum += half[8*v+x] * cos
			}
			block[8*y+x] = sum
		}
	}
}
