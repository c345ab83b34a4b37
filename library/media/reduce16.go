package media

import "image"

// Add16 is Add for samples of 16 bits, which become 8 at once unless the plan is deep.
func (r *reducer) Add16(x, y int, nrgba []uint16) {
	if !r.deep {
		r.addNarrowed(x, y, nrgba)
		return
	}
	if r.box == 1 {
		r.colours.Deep(r.out.Pix[r.out.PixOffset(x, y):][:len(nrgba)], nrgba)
		return
	}
	row := r.big[y/r.box*r.out.Rect.Dx()*4:]
	for len(nrgba) > 0 {
		n := min(4*(r.box-x%r.box), len(nrgba))
		addDeepRun(row[x/r.box*4:][:4], nrgba[:n], r.inks)
		x += n / 4
		nrgba = nrgba[n:]
	}
}

// Deep says whether Add16 is to be called for pictures with more than 8 bits a sample.
func (r *reducer) Deep() bool { return r.deep }

// Inks says whether inks are wanted without conversion.
func (r *reducer) Inks() bool { return r.inks }

// addDeepRun adds a run of pixels to the sums of one box. The sums have room for 65,536
// pixels: 2^16 * 2^16 * 2^16 < 2^64.
func addDeepRun(sum []uint64, run []uint16, inks bool) {
	for i := 0; i+3 < len(run); i += 4 {
		if inks {
			for c := range sum {
				sum[c] += uint64(run[i+c])
			}
			continue
		}
		alpha := uint64(run[i+3])
		sum[0] += uint64(run[i]) * alpha
		sum[1] += uint64(run[i+1]) * alpha
		sum[2] += uint64(run[i+2]) * alpha
		sum[3] += alpha
	}
}

// addWidened takes pixels of 8 bits a sample in a deep picture.
func (r *reducer) addWidened(x, y int, nrgba []byte) {
	if cap(r.wide) < len(nrgba) {
		r.wide = make([]uint16, len(nrgba))
	}
	wide := r.wide[:len(nrgba)]
	for i, v := range nrgba {
		wide[i] = uint16(v) * 257
	}
	r.Add16(x, y, wide)
}

func (r *reducer) addNarrowed(x, y int, nrgba []uint16) {
	if cap(r.narrow) < len(nrgba) {
		r.narrow = make([]byte, len(nrgba))
	}
	row := r.narrow[:len(nrgba)]
	for i, v := range nrgba {
		row[i] = byte((uint32(v)*255 + 32895) >> 16) // rounded v/257, exact for every v
	}
	r.Add(x, y, row)
}

// deepImage averages the boxes and converts the means.
func (r *reducer) deepImage() *image.NRGBA {
	w, h := r.out.Rect.Dx(), r.out.Rect.Dy()
	row := make([]uint16, 4*w)
	for y := range h {
		for x := range w {
			i := 4 * (y*w + x)
			averageDeep(row[4*x:4*x+4], r.big[i:i+4], uint64(r.count(x, y)), r.inks)
		}
		r.colours.Deep(r.out.Pix[r.out.PixOffset(0, y):][:4*w], row)
	}
	r.big = nil
	return r.out
}

// averageDeep writes the mean of a box of count pixels.
func averageDeep(dst []uint16, sum []uint64, count uint64, inks bool) {
	if inks {
		for c, v := range sum {
			dst[c] = uint16((v + count/2) / count)
		}
		return
	}
	clear(dst)
	if a := sum[3]; a > 0 {
		for c := range 3 {
			dst[c] = uint16((sum[c] + a/2) / a)
		}
		dst[3] = uint16((a + count/2) / count)
	}
}

// deepFiller returns a function that writes row y of m, counted from the top of its bounds, as
// NRGBA of 16 bits a sample. The function is nil where m has no more than 8 bits.
func deepFiller(m image.Image) func(row []uint16, y int) {
	switch m := m.(type) {
	case *image.Gray16:
		return func(row []uint16, y int) {
			src := m.Pix[y*m.Stride:]
			for x := range len(row) / 4 {
				v := big16(src[2*x:])
				row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = v, v, v, 0xffff
			}
		}
	case *image.NRGBA64:
		return func(row []uint16, y int) {
			src := m.Pix[y*m.Stride:]
			for i := range row {
				row[i] = big16(src[2*i:])
			}
		}
	case *image.RGBA64:
		return func(row []uint16, y int) {
			src := m.Pix[y*m.Stride:]
			for i := range row {
				row[i] = big16(src[2*i:])
			}
			unpremultiplyDeep(row)
		}
	}
	return nil
}

func big16(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }

// unpremultiplyDeep divides colours by their opacity, in place.
func unpremultiplyDeep(row []uint16) {
	for i := 0; i+3 < len(row); i += 4 {
		a := uint32(row[i+3])
		if a == 0xffff {
			continue
		}
		for c := i; c < i+3; c++ {
			if a == 0 {
				row[c] = 0
				continue
			}
			row[c] = uint16(min((uint64(row[c])*0xffff+uint64(a)/2)/uint64(a), 0xffff))
		}
	}
}
