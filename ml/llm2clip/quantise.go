package llm2clip

import (
	"bufio"
	"fmt"
	"io"
	"math"

	"descry/ml/onnx"
)

// matrix is a tensor [rows, width] of a checkpoint.
type matrix struct {
	source      Checkpoint
	name        string
	rows, width int64
}

// each hands out the rows one after the other; a row is valid during the call.
func (m matrix) each(fn func(row []float32) error) error {
	row := make([]float32, 0, m.width)
	err := m.source.Read(m.name, func(values []float32) error {
		for len(values) > 0 {
			n := min(len(values), cap(row)-len(row))
			row, values = append(row, values[:n]...), values[n:]
			if len(row) < cap(row) {
				break
			}
			if err := fn(row); err != nil {
				return err
			}
			row = row[:0]
		}
		return nil
	})
	if err == nil && len(row) > 0 {
		err = fmt.Errorf("%s ends within a row", m.name)
	}
	return err
}

// scales are the factors of a quantised matrix. They are known once its values
// are written, so their tensor must come later in the graph.
type scales struct{ list []float32 }

func (s *scales) scaled(name string, shape ...int64) onnx.Tensor {
	return onnx.Stream(name, shape, func(emit func([]float32) error) error { return emit(s.list) })
}

// blockSize is the number of weights that share a scale: small enough for int4,
// and what ONNX Runtime is tuned for.
const blockSize = 32

// blockMatrix quantises blocks of a row to 4 or 8 bits, in the layout of
// MatMulNBits: [rows, blocks, bytes], the zero at half the range.
type blockMatrix struct {
	matrix
	scales
	bits int64
}

func (q *blockMatrix) blocks() int64 { return (q.width + blockSize - 1) / blockSize }

func (q *blockMatrix) shape() []int64 { return []int64{q.rows, q.blocks(), blockSize * q.bits / 8} }

func (q *blockMatrix) write(w io.Writer) error {
	q.list = make([]float32, 0, q.rows*q.blocks())
	out := bufio.NewWriterSize(w, 64<<10)
	var packed [blockSize]byte
	err := q.each(func(row []float32) error {
		for from := 0; from < len(row); from += blockSize {
			values := row[from:min(from+blockSize, len(row))]
			scale := extreme(values) / float32(int64(-1)<<(q.bits-1))
			q.list = append(q.list, scale)
			if _, err := out.Write(q.pack(packed[:], values, scale)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// pack rounds the values of a block; a short one is filled up with zeros.
func (q *blockMatrix) pack(packed []byte, values []float32, scale float32) []byte {
	zero := 1 << (q.bits - 1)
	for i := range packed {
		level := zero
		if i < len(values) {
			level += rounded(values[i], scale, -zero, zero-1)
		}
		packed[i] = byte(level)
	}
	if q.bits == 8 {
		return packed
	}
	for i := range blockSize / 2 { // the first of a pair is the lower half
		packed[i] = packed[2*i] | packed[2*i+1]<<4
	}
	return packed[:blockSize/2]
}

// extreme is the value farthest from zero. Scales are chosen so that it falls on
// the lowest level, of which there is one more than on the other side: that makes
// them negative half of the time.
func extreme(values []float32) float32 {
	var most float32
	for _, v := range values {
		if abs(v) > abs(most) {
			most = v
		}
	}
	return most
}

func abs(v float32) float32 { return max(v, -v) }

func rounded(v, scale float32, lowest, highest int) int {
	if scale == 0 {
		return 0
	}
	return min(max(int(math.RoundToEven(float64(v/scale))), lowest), highest)
}

// rowMatrix quantises to int8 with one scale a row.
type rowMatrix struct {
	matrix
	scales
}

// write produces [rows, width].
func (q *rowMatrix) write(w io.Writer) error {
	bytes := make([]byte, q.width)
	return q.quantise(func(_ int64, row []float32, scale float32) error {
		for i, v := range row {
			bytes[i] = byte(int8(rounded(v, scale, -128, 127)))
		}
		_, err := w.Write(bytes)
		return err
	})
}

// writeTransposed produces [width, rows], which needs the whole matrix in memory
// at one byte a weight.
func (q *rowMatrix) writeTransposed(w io.Writer) error {
	bytes := make([]byte, q.rows*q.width)
	err := q.quantise(func(at int64, row []float32, scale float32) error {
		for i, v := range row {
			bytes[int64(i)*q.rows+at] = byte(int8(rounded(v, scale, -128, 127)))
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = w.Write(bytes)
	return err
}

func (q *rowMatrix) quantise(fn func(at int64, row []float32, scale float32) error) error {
	q.list = make([]float32, 0, q.rows)
	return q.each(func(row []float32) error {
		scale := extreme(row) / -128
		q.list = append(q.list, scale)
		return fn(int64(len(q.list)-1), row, scale)
	})
}
