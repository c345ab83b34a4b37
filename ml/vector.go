package ml

import "image"

// The resize of workspace.go with vector instructions. Pixels stay RGBA bytes between the
// passes, and sums are 32 bits a channel. The results are equal bit for bit, except for alpha,
// which is not used.

// kernel holds the weights of one axis, in the forms that the passes want.
type kernel struct {
	taps []taps
	// For the column pass, each output pixel reads the same number of pixels. Missing pixels
	// weigh nothing. starts is nil if the photo is too narrow for that.
	starts []int32
	wide   []int32 // see columnsAVX2
	pairs  int
	// For the row pass: the weights of taps as 32 bits.
	narrow [][]int32
}

func newKernel(a axis) *kernel {
	k := &kernel{taps: a.taps()}
	if !vectorUnits {
		return k
	}
	k.pairs = (longest(k.taps) + 1) / 2
	for _, t := range k.taps {
		k.narrow = append(k.narrow, narrow(t.weights))
		if 2*k.pairs <= a.in {
			k.widen(t, min(t.first, a.in-2*k.pairs))
		}
	}
	return k
}

func narrow(weights []int64) []int32 {
	out := make([]int32, len(weights))
	for i, w := range weights {
		out[i] = int32(w)
	}
	return out
}

// widen appends one output pixel that reads from start on. Near the right edge start lies left
// of the pixel's first tap.
func (k *kernel) widen(t taps, start int) {
	row := make([]int32, 2*k.pairs)
	copy(row[t.first-start:], narrow(t.weights))
	k.starts = append(k.starts, int32(start))
	for _, w := range row {
		k.wide = append(k.wide, w, w, w, w)
	}
}

// bytesWorkspace is the memory of one resize in progress. See workspace.
type bytesWorkspace struct {
	ring  [][]uint8 // rows of size pixels, padded to a multiple of four
	blend []*uint8
	out   []uint8
	done  int
}

func (w *bytesWorkspace) resample(p *Preprocessor, dst []float32, img *image.NRGBA, columns, rows *kernel) {
	w.prepare(p.size, longest(rows.taps))
	w.done = rows.taps[0].first &^ 3
	for y, t := range rows.taps {
		w.narrowUntil(t.end(), img, columns)
		w.blend = w.blend[:0]
		for i := range t.weights {
			w.blend = append(w.blend, &w.row(t.first + i)[0])
		}
		rowsAVX2(&w.out[0], &w.blend[0], &rows.narrow[y][0], len(t.weights), len(w.out)/16)
		w.emit(p, dst, y)
	}
}

// prepare sizes the ring as workspace.prepare does, for rows that come in fours.
func (w *bytesWorkspace) prepare(size, reach int) {
	stride := (4*size + 15) &^ 15
	if len(w.out) != stride {
		w.out, w.ring = make([]uint8, stride), nil
	}
	for n := (reach + 9) &^ 3; len(w.ring) < n; {
		w.ring = append(w.ring, make([]uint8, stride))
	}
}

func (w *bytesWorkspace) row(y int) []uint8 { return w.ring[y%len(w.ring)] }

func (w *bytesWorkspace) narrowUntil(end int, img *image.NRGBA, columns *kernel) {
	last := img.Bounds().Dy() - 1
	for ; w.done < end; w.done += 4 {
		var dst, src [4]*uint8
		for i := range dst {
			dst[i] = &w.row(w.done + i)[0]
			src[i] = &pixelRow(img, min(w.done+i, last))[0]
		}
		columnsAVX2(&dst, &src, &columns.starts[0], &columns.wide[0], len(columns.starts), columns.pairs)
	}
}

func (w *bytesWorkspace) emit(p *Preprocessor, dst []float32, y int) {
	n := p.size
	red, green, blue := dst[y*n:][:n], dst[(n+y)*n:][:n], dst[(2*n+y)*n:][:n]
	pixels := w.out[:4*n]
	for x := range red {
		red[x] = p.values[0][512+int(pixels[4*x])]
		green[x] = p.values[1][512+int(pixels[4*x+1])]
		blue[x] = p.values[2][512+int(pixels[4*x+2])]
	}
}
