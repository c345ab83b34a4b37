package ml

import "image"

// workspace is the memory of one resize in progress. A row is narrowed only when an output row
// needs it, and is kept in a ring as long as one may need it. The working set stays in the
// processor's cache whatever the photo's height.
type workspace struct {
	pixels []pixelPair
	ring   []packedRow
	sums   packedRow
	done   int // number of rows narrowed so far, even or the full height
}

func (w *workspace) resample(p *Preprocessor, dst []float32, img *image.NRGBA, columns, rows []taps) {
	w.prepare(img.Bounds().Dx(), len(columns), longest(rows))
	w.done = rows[0].first &^ 1
	for y, t := range rows {
		w.narrowUntil(t.end(), img, columns)
		w.blend(t)
		w.emit(p, dst, y)
	}
}

func longest(rows []taps) int {
	n := 0
	for _, t := range rows {
		n = max(n, len(t.weights))
	}
	return n
}

// prepare sizes the buffers. The ring has room for two rows more than an output row reads,
// since rows come in pairs, and is even, so that a pair never wraps.
func (w *workspace) prepare(width, columns, reach int) {
	if cap(w.pixels) < width {
		w.pixels = make([]pixelPair, width)
	}
	w.pixels = w.pixels[:width]
	if len(w.sums.redBlue) != columns {
		w.sums, w.ring = newPackedRow(columns), nil
	}
	for n := (reach + 3) &^ 1; len(w.ring) < n; {
		w.ring = append(w.ring, newPackedRow(columns))
	}
	if len(w.ring)%2 == 1 {
		w.ring = append(w.ring, newPackedRow(columns))
	}
}

func newPackedRow(columns int) packedRow {
	return packedRow{make([]int64, columns), make([]int64, (columns+1)/2)}
}

func (w *workspace) row(y int) packedRow { return w.ring[y%len(w.ring)] }

func (w *workspace) narrowUntil(end int, img *image.NRGBA, columns []taps) {
	last := img.Bounds().Dy() - 1
	for ; w.done < end; w.done += 2 {
		lower := min(w.done+1, last)
		unpackRows(w.pixels, pixelRow(img, w.done), pixelRow(img, lower))
		resampleColumns(w.row(w.done), w.row(w.done+1), w.pixels, columns)
	}
}

func (w *workspace) blend(t taps) {
	for i := range w.sums.redBlue {
		w.sums.redBlue[i] = halves
	}
	for i := range w.sums.green {
		w.sums.green[i] = halves
	}
	for i := 0; i < len(t.weights); i += 2 {
		first, second, weight := w.row(t.first+i), w.row(t.first+i+1), int64(0)
		if i+1 < len(t.weights) { // else whatever the ring holds, times zero
			weight = t.weights[i+1]
		}
		addRows(w.sums.redBlue, first.redBlue, second.redBlue, t.weights[i], weight)
		addRows(w.sums.green, first.green, second.green, t.weights[i], weight)
	}
}

// emit writes the finished sums as row y of the three planes.
func (w *workspace) emit(p *Preprocessor, dst []float32, y int) {
	n := p.size
	plane := n * n
	red := dst[y*n:][:n]
	green := dst[plane+y*n:][:n]
	blue := dst[2*plane+y*n:][:n]
	for x, sum := range w.sums.redBlue {
		r, b := split(sum)
		red[x] = p.values[0][(r+512)&1023]
		blue[x] = p.values[2][(b+512)&1023]
	}
	for i, sum := range w.sums.green {
		a, b := split(sum)
		green[2*i] = p.values[1][(a+512)&1023]
		if 2*i+1 < n {
			green[2*i+1] = p.values[1][(b+512)&1023]
		}
	}
}
