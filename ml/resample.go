package ml

import (
	"encoding/binary"
	"image"
)

// Two 8-bit channels travel in one 64-bit integer, one in each half, so that one
// multiplication serves both. A half may borrow from the other while sums are negative, which
// split undoes. The results are exact, with half the multiplications.

// pixelPair holds two rows' pixels of one column.
type pixelPair struct {
	upper, lower int64 // red and blue of each row
	greens       int64 // green of the upper and of the lower row
}

// packedRow is one row after the column pass, 8-bit values again.
type packedRow struct {
	redBlue []int64 // one for each column
	green   []int64 // one for two neighbouring columns
}

const halves = half | half<<32

// split returns the two sums of a packed sum, without their fraction bits.
func split(sum int64) (low, high int32) {
	low = int32(sum)
	high = int32((sum - int64(low)) >> 32)
	return low >> fractionBits, high >> fractionBits
}

// clipTable maps a value of −512…511 to 0…255. Sums of bicubic weights stay far inside.
var clipTable = func() (t [1024]int64) {
	for i := range t {
		t[i] = int64(min(max(i-512, 0), 255))
	}
	return t
}()

func clip(v int32) int64 { return clipTable[(v+512)&1023] }

// unpackRows widens two rows of a picture for the column pass. The last row of an odd height
// is given twice.
func unpackRows(dst []pixelPair, upper, lower []uint8) {
	upper, lower = upper[:4*len(dst)], lower[:4*len(dst)]
	for i := range dst {
		u := int64(binary.LittleEndian.Uint32(upper[4*i:]))
		l := int64(binary.LittleEndian.Uint32(lower[4*i:]))
		p := &dst[i]
		p.upper = u&0xff | u&0xff0000<<16
		p.lower = l&0xff | l&0xff0000<<16
		p.greens = u>>8&0xff | l&0xff00<<24
	}
}

// resampleColumns narrows two rows at once.
func resampleColumns(upper, lower packedRow, src []pixelPair, columns []taps) {
	for x, t := range columns {
		u, l, g := weigh(src[t.first:t.end()], t.weights)
		upper.redBlue[x], lower.redBlue[x] = clipPair(u), clipPair(l)
		gu, gl := split(g)
		if x&1 == 0 {
			upper.green[x/2], lower.green[x/2] = clip(gu), clip(gl)
		} else {
			upper.green[x/2] |= clip(gu) << 32
			lower.green[x/2] |= clip(gl) << 32
		}
	}
}

// weigh is the innermost loop of the column pass, on its own so that all its variables stay in
// registers.
//
//go:noinline
func weigh(pixels []pixelPair, weights []int64) (u, l, g int64) {
	u, l, g = halves, halves, halves
	pixels = pixels[:len(weights)]
	for i, w := range weights {
		p := &pixels[i]
		u += w * p.upper
		l += w * p.lower
		g += w * p.greens
	}
	return u, l, g
}

func clipPair(sum int64) int64 {
	low, high := split(sum)
	return clip(low) | clip(high)<<32
}

// addRows adds the weighted rows to the packed sums, two rows at a time.
func addRows(sums, a, b []int64, weightA, weightB int64) {
	a, b = a[:len(sums)], b[:len(sums)]
	for i := range sums {
		sums[i] += weightA*a[i] + weightB*b[i]
	}
}

// pixelRow returns the bytes of row y, from the first pixel's red on.
func pixelRow(img *image.NRGBA, y int) []uint8 {
	b := img.Bounds()
	start := img.PixOffset(b.Min.X, b.Min.Y+y)
	return img.Pix[start : start+4*b.Dx()]
}
