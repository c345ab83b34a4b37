package media

import "image"

// maxBox keeps the sums of a box within 32 bits: 255 * 255 * 256 * 256 < 2^32.
const maxBox = 256

// reducer collects the pixels of a picture, in any order, and averages boxes of box x box
// pixels. A reducer takes 20 bytes for each pixel of the result, or 4 when nothing is reduced.
// Under a deep plan a reducer averages samples of 16 bits, which takes 36 bytes, and converts
// the result to sRGB.
type reducer struct {
	plan
	out *image.NRGBA
	row []byte // of stored.X pixels, for addImage
	// a row in the other depth
	wide   []uint16
	narrow []byte
	sums   []uint32   // red, green, blue weighted by alpha, and alpha; or the four inks
	big    []uint64   // the same for deep samples
	planes *planeSums // of addPlanes, in place of sums
}

func newReducer(p plan) *reducer {
	r := &reducer{plan: p, out: image.NewNRGBA(image.Rect(0, 0, p.width, p.height))}
	switch {
	case r.box == 1:
	case p.deep:
		r.big = make([]uint64, 4*p.width*p.height)
	default:
		r.sums = make([]uint32, 4*p.width*p.height)
	}
	return r
}

// Add takes the pixels of row y from column x on, 4 bytes each: red, green, blue and opacity,
// or inks where the plan requests inks.
func (r *reducer) Add(x, y int, nrgba []byte) {
	switch {
	case r.deep:
		r.addWidened(x, y, nrgba)
		return
	case r.box == 1:
		copy(r.out.Pix[r.out.PixOffset(x, y):], nrgba)
		return
	}
	row := r.sums[y/r.box*r.out.Rect.Dx()*4:]
	add := addRun
	if r.inks {
		add = addInks
	}
	for len(nrgba) > 0 {
		n := min(4*(r.box-x%r.box), len(nrgba))
		add(row[x/r.box*4:][:4], nrgba[:n])
		x += n / 4
		nrgba = nrgba[n:]
	}
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

// addInks is addRun for inks.
func addInks(sum []uint32, run []byte) {
	for i, v := range run {
		sum[i%4] += uint32(v)
	}
}

// image returns the result.
func (r *reducer) image() *image.NRGBA {
	switch {
	case r.box == 1:
		return r.out
	case r.deep:
		return r.deepImage()
	case r.planes != nil:
		return r.planesImage()
	}
	w, h := r.out.Rect.Dx(), r.out.Rect.Dy()
	for y := range h {
		for x := range w {
			i := 4 * (y*w + x)
			if r.inks {
				averageInks(r.out.Pix[i:i+4], r.sums[i:i+4], uint32(r.count(x, y)))
				continue
			}
			average(r.out.Pix[i:i+4], r.sums[i:i+4], uint32(r.count(x, y)))
		}
	}
	r.sums = nil
	return r.out
}

// count is how many pixels the box at x, y of the result has.
func (r *reducer) count(x, y int) int {
	return min(r.box, r.stored.Y-y*r.box) * min(r.box, r.stored.X-x*r.box)
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

func averageInks(dst []byte, sum []uint32, count uint32) {
	for c, v := range sum {
		dst[c] = byte((uint64(v) + uint64(count)/2) / uint64(count))
	}
}
