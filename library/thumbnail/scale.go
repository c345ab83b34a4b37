package thumbnail

import (
	"encoding/binary"
	"image"
)

// MaxSide is the longer side of a thumbnail in pixels.
const MaxSide = 256

// backdrop is the shade behind transparent parts: mid grey shows both dark and
// light drawings, on light and dark windows.
const backdrop = 128

// Scale makes an opaque picture of src that fits into side x side pixels: by
// averaging, with transparent parts on mid grey. Smaller pictures keep their
// size.
func Scale(src *image.NRGBA, side int) *image.NRGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if w == 0 || h == 0 {
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}
	dst := image.NewNRGBA(image.Rectangle{Max: fit(w, h, side)})
	s := scaler{
		columns: spans(w, dst.Rect.Dx()),
		row:     make([]uint64, dst.Rect.Dx()),
		flat:    make([]byte, 4*w),
	}
	for y, span := range spans(h, dst.Rect.Dy()) {
		s.fill(dst.Pix[y*dst.Stride:], src, span)
	}
	return dst
}

// fit is the largest size of w x h within side x side, at least 1 x 1.
func fit(w, h, side int) image.Point {
	longer := max(w, h)
	if longer <= side {
		return image.Pt(w, h)
	}
	at := func(n int) int { return max(1, (n*side+longer/2)/longer) }
	return image.Pt(at(w), at(h))
}

// span is the source pixels that make up one pixel of the result, with the
// weight of each; the weights add up to 256.
type span struct {
	from    int
	weights []uint64
}

// spans divides n source pixels into m equal parts. Weights are differences of
// rounded positions, so that they add up exactly.
func spans(n, m int) []span {
	list := make([]span, m)
	all := make([]uint64, 0, n+m)
	for i := range list {
		start, end := i*n, (i+1)*n // in parts of 1/m pixel
		from, to := start/m, (end+m-1)/m
		first := len(all)
		var before uint64
		for k := from; k < to; k++ {
			covered := min((k+1)*m, end) - start
			sum := uint64((covered*256 + n/2) / n)
			all = append(all, sum-before)
			before = sum
		}
		list[i] = span{from, all[first:]}
	}
	return list
}

// lanes spreads the four bytes of a pixel over four lanes of 16 bits each. As
// weights add up to 256, a weighted sum of pixels never leaves its lane, and
// one multiplication serves all channels.
func lanes(px []byte) uint64 {
	v := uint64(binary.LittleEndian.Uint32(px))
	v = (v | v<<16) & 0x0000ffff0000ffff
	return (v | v<<8) & 0x00ff00ff00ff00ff
}

// rounded divides the lanes by 256.
func rounded(sum uint64) uint64 {
	return (sum + 0x0080008000800080) >> 8 & 0x00ff00ff00ff00ff
}

// scaler holds the buffers of one scaling.
type scaler struct {
	columns []span
	row     []uint64 // sums of one row of the result, in lanes
	flat    []byte   // one opaque row of the source
}

// fill writes one row of the result.
func (s *scaler) fill(dst []byte, src *image.NRGBA, rows span) {
	clear(s.row)
	w := src.Rect.Dx()
	for i, weight := range rows.weights {
		line := src.Pix[(rows.from+i)*src.Stride:][:4*w]
		if !opaque(line) {
			flatten(s.flat, line)
			line = s.flat
		}
		s.add(line, weight)
	}
	for x, sum := range s.row {
		sum = rounded(sum)
		px := dst[4*x : 4*x+4 : 4*x+4]
		px[0], px[1], px[2], px[3] = byte(sum), byte(sum>>16), byte(sum>>32), 255
	}
}

// add adds a row of the source with its weight.
func (s *scaler) add(line []byte, weight uint64) {
	for x := range s.columns {
		sp := &s.columns[x]
		px := line[4*sp.from:][:4*len(sp.weights)]
		var sum uint64
		for _, w := range sp.weights {
			sum += lanes(px) * w
			px = px[4:]
		}
		s.row[x] += rounded(sum) * weight
	}
}

func opaque(line []byte) bool {
	for i := 3; i < len(line); i += 4 {
		if line[i] != 255 {
			return false
		}
	}
	return true
}

// flatten puts a row on the backdrop.
func flatten(dst, src []byte) {
	for i := 0; i+3 < len(src); i += 4 {
		a := uint32(src[i+3])
		for c := range 3 {
			dst[i+c] = byte((uint32(src[i+c])*a + backdrop*(255-a) + 127) / 255)
		}
		dst[i+3] = 255
	}
}
