package finetune

import (
	"runtime"
	"sync"
)

// matrix is dense, row by row.
type matrix struct {
	rows, cols int
	data       []float64
}

func newMatrix(rows, cols int) *matrix { return &matrix{rows, cols, make([]float64, rows*cols)} }

func fromVectors(vectors [][]float32, cols int) *matrix {
	m := newMatrix(len(vectors), cols)
	for i, v := range vectors {
		for j, x := range v {
			m.data[i*cols+j] = float64(x)
		}
	}
	return m
}

func (m *matrix) row(i int) []float64 { return m.data[i*m.cols : (i+1)*m.cols : (i+1)*m.cols] }

func (m *matrix) vectors() [][]float32 {
	out := make([][]float32, m.rows)
	for i := range out {
		out[i] = make([]float32, m.cols)
		for j, x := range m.row(i) {
			out[i][j] = float32(x)
		}
	}
	return out
}

func (m *matrix) transposed() *matrix {
	t := newMatrix(m.cols, m.rows)
	const tile = 32 // both sides stay in the cache
	for i0 := 0; i0 < m.rows; i0 += tile {
		for j0 := 0; j0 < m.cols; j0 += tile {
			for i := i0; i < min(i0+tile, m.rows); i++ {
				for j := j0; j < min(j0+tile, m.cols); j++ {
					t.data[j*m.rows+i] = m.data[i*m.cols+j]
				}
			}
		}
	}
	return t
}

// parallel calls do for each part of 0…n. The parts don't depend on the number of cores, and
// one goroutine does each part, so the results have the same bits on any number of cores.
func parallel(n, part int, do func(from, to int)) {
	parts := (n + part - 1) / part
	workers := min(runtime.GOMAXPROCS(0), parts)
	if workers <= 1 {
		for p := range parts {
			do(p*part, min(n, (p+1)*part))
		}
		return
	}
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for p := w; p < parts; p += workers {
				do(p*part, min(n, (p+1)*part))
			}
		})
	}
	wait.Wait()
}

// multiply returns A·Bᵀ: the products of each row of a with each row of b.
func multiply(a, b *matrix) *matrix {
	out := newMatrix(a.rows, b.rows)
	if a.rows == 0 || b.rows == 0 {
		return out
	}
	const part = 32 // rows of b that stay in the cache
	parallel(b.rows, part, func(from, to int) {
		var sums [8]float64
		for i := 0; i < a.rows; i += 2 {
			for j := from; j < to; j += 4 {
				tileOf(&sums, a, b, i, j)
				for n, s := range sums {
					if i+n/4 < a.rows && j+n%4 < to {
						out.data[(i+n/4)*out.cols+j+n%4] = s
					}
				}
			}
		}
	})
	return out
}

// tileOf multiplies two rows of a with four of b. Rows that don't exist are replaced by the
// last row, so that every product is summed in the same order: equal rows have equal products
// wherever they stand.
func tileOf(sums *[8]float64, a, b *matrix, i, j int) {
	last := b.rows - 1
	tile(sums, a.row(i), a.row(min(i+1, a.rows-1)), b.row(j), b.row(min(j+1, last)), b.row(min(j+2, last)), b.row(min(j+3, last)))
}

// tileGo is tile in plain Go: eight sums in registers need six loads.
func tileGo(sums *[8]float64, a0, a1, b0, b1, b2, b3 []float64) {
	n := len(a0)
	a1, b0, b1, b2, b3 = a1[:n], b0[:n], b1[:n], b2[:n], b3[:n]
	var s00, s01, s02, s03, s10, s11, s12, s13 float64
	for k, x := range a0 {
		y := a1[k]
		p, q, r, s := b0[k], b1[k], b2[k], b3[k]
		s00 += x * p
		s01 += x * q
		s02 += x * r
		s03 += x * s
		s10 += y * p
		s11 += y * q
		s12 += y * r
		s13 += y * s
	}
	*sums = [8]float64{s00, s01, s02, s03, s10, s11, s12, s13}
}
