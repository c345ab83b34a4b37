package llm2clip

import "io"

// blockSize is the number of weights that share a scale. Smaller blocks are more exact, but
// cost time: the CPU takes a sixth longer to arrange and to multiply blocks of 64. A well
// chosen scale wins most of the difference back, see [bestScale].
const blockSize = 128

// blockMatrix quantises blocks of a row to 4 or 8 bits, in the layout of
// MatMulNBits: [rows, blocks, bytes], the zero at half the range.
type blockMatrix struct {
	matrix
	scales
	bits int64
}

func (q *blockMatrix) blocks() int64 { return (q.width + blockSize - 1) / blockSize }

func (q *blockMatrix) shape() []int64 { return []int64{q.rows, q.blocks(), blockSize * q.bits / 8} }

func (q *blockMatrix) sizes() (bytes, scales int64) {
	return q.blocks() * blockSize * q.bits / 8, q.blocks()
}

func (q *blockMatrix) write(w io.Writer) (err error) {
	q.list, err = q.encode(q, func(bytes []byte) error {
		_, err := w.Write(bytes)
		return err
	})
	return err
}

func (q *blockMatrix) code(out []byte, scales, row []float32) {
	levels := int32(1) << (q.bits - 1)
	size := blockSize * q.bits / 8
	for i := range scales {
		values := row[i*blockSize : min((i+1)*blockSize, len(row))]
		if q.bits == 8 {
			scales[i] = scaleOf(values, levels)
		} else {
			scales[i] = bestScale(values, levels)
		}
		q.pack(out[int64(i)*size:][:size], values, scales[i], levels)
	}
}

// pack rounds the values of a block. A short block is filled up with zeros.
func (q *blockMatrix) pack(out []byte, values []float32, scale float32, levels int32) {
	var block [blockSize]byte
	quantise(block[:len(values)], values, scale, levels)
	if q.bits == 8 {
		for i, level := range block {
			out[i] = level + byte(levels)
		}
		return
	}
	for i := range out { // the first of a pair is the lower half
		low, high := block[2*i]+byte(levels), block[2*i+1]+byte(levels)
		out[i] = low | high<<4
	}
}
