package llm2clip

import "io"

// rowMatrix quantises to int8 with one scale a row. levels is the number of levels on each
// side of zero: 128 use all of a byte.
type rowMatrix struct {
	matrix
	scales
	levels int32
}

func (q *rowMatrix) sizes() (bytes, scales int64) { return q.width, 1 }

func (q *rowMatrix) code(out []byte, scales, row []float32) {
	scales[0] = scaleOf(row, q.levels)
	quantise(out, row, scales[0], q.levels)
}

// write produces [rows, width].
func (q *rowMatrix) write(w io.Writer) (err error) {
	q.list, err = q.encode(q, func(bytes []byte) error {
		_, err := w.Write(bytes)
		return err
	})
	return err
}

// writeTransposed produces [width, rows], which needs the whole matrix in memory at one byte a
// weight.
func (q *rowMatrix) writeTransposed(w io.Writer) (err error) {
	turned := make([]byte, q.rows*q.width)
	var at int64
	q.list, err = q.encode(q, func(bytes []byte) error {
		n := int64(len(bytes)) / q.width
		inParallel(q.width, func(i int64) {
			column := turned[i*q.rows+at:][:n]
			for j := range column {
				column[j] = bytes[int64(j)*q.width+i]
			}
		})
		at += n
		return nil
	})
	if err != nil {
		return err
	}
	_, err = w.Write(turned)
	return err
}
