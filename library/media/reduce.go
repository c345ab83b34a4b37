package media

import "image"

// maxBox keeps the sums of a box within 32 bits: 255 * 255 * 256 * 256 < 2^32.
const maxBox = 256

// reducer collects the pixels of a picture, in any order, and averages boxes
// of box x box of them. It takes 20 bytes for each pixel of the result, or 4
// when nothing is reduced.
type reducer struct {
	full image.Point
	box  int
	out  *image.NRGBA
	row  []byte   // of full.X pixels, for addImage
	deep []byte   // a row that had 16 bits
	sums []uint32 // red, green, blue weighted by alpha; alpha
}

func newReducer(p plan) *reducer {
	r := &reducer{full: p.stored, box: p.box, out: image.NewNRGBA(image.Rect(0, 0, p.width, p.height))}
	if r.box > 1 {
		r.sums = make([]uint32, 4*p.width*p.height)
	}
	return r
}

// Add takes the pixels of row y from column x on, 4 bytes each.
func (r *reducer) Add(x, y int, nrgba []byte) {
	if r.box == 1 {
		copy(r.out.Pix[r.out.PixOffset(x, y):], nrgba)
		return
	}
	row := r.sums[y/r.box*r.out.Rect.Dx()*4:]
	for len(nrgba) > 0 {
		n := min(4*(r.box-x%r.box), len(nrgba))
		addRun(row[x/r.box*4:][:4], nrgba[:n])
		x += n / 4
		nrgba = nrgba[n:]
	}
}

// Add16 is Add for pixels of 16 bits a value, 4 values each.
func (r *reducer) Add16(x, y int, nrgba []uint16) {
	if cap(r.deep) < len(nrgba) {
		r.deep = make([]byte, len(nrgba))
	}
	row := r.deep[:len(nrgba)]
	for i, v := range nrgba {
		row[i] = byte((uint32(v)*255 + 32895) >> 16) // rounded v/257, exact for every v
	}
	r.Add(x, y, row)
}

// addRun adds a run of pixels to the sums of one box.
func addRun(sum []uint32, run []byte) {
	r, g, b, a := sum[0], sum[1], sum[2], sum[3]
	for i := 0; i+3 < len(run); i += 4 {
		alpha := uint32(run[i+3])
		r += uint32(run[i]) * alpha
		g += uint32(run[i+1]) * alpha
		b += uint32(run[i+2]) * alpha
		a += alpha
	}
	sum[0], sum[1], sum[2], sum[3] = r, g, b, a
}

// image returns the result.
func (r *reducer) image() *image.NRGBA {
	if r.box == 1 {
		return r.out
	}
	w, h := r.out.Rect.Dx(), r.out.Rect.Dy()
	for y := range h {
		rows := uint32(min(r.box, r.full.Y-y*r.box))
		for x := range w {
			count := rows * uint32(min(r.box, r.full.X-x*r.box))
			i := 4 * (y*w + x)
			average(r.out.Pix[i:i+4], r.sums[i:i+4], count)
		}
	}
	r.sums = nil
	return r.out
}

// average writes the mean of a box of count pixels.
func average(dst []byte, sum []uint32, count uint32) {
	a := uint64(sum[3])
	if a == 0 {
		return
	}
	for c := range 3 {
		dst[c] = byte((uint64(sum[c]) + a/2) / a)
	}
	dst[3] = byte((sum[3] + count/2) / count)
}
