package checkpoint

import (
	"fmt"
	"io"
)

// chunk is how many values one call of a reader's function gets at most: enough that calls
// cost nothing, and few enough for half a megabyte of buffers.
const chunk = 1 << 16

// span is the place of a tensor's values.
type span struct {
	from    io.ReaderAt
	offset  int64        // of the first value, in bytes
	strides []int64      // in elements; nil for a contiguous tensor
	extent  int64        // number of elements from the first to the last one, of a strided view
	verify  func() error // compares the checksum once; nil without a checksum
}

// stream decodes the tensor piece by piece.
func (s span) stream(t Tensor, fn func([]float32) error) error {
	if !t.DType.decode(nil, nil) {
		return fmt.Errorf("it holds %v numbers, weights are F32, F16 or BF16", t.DType)
	}
	if s.verify != nil {
		if err := s.verify(); err != nil {
			return err
		}
	}
	from, err := s.open(t)
	if err != nil {
		return err
	}
	return pump(from, t, fn)
}

// pump reads, converts and hands on until the tensor is complete.
func pump(from io.Reader, t Tensor, fn func([]float32) error) error {
	n, size := t.Elements(), int64(t.DType.Size())
	raw, values := make([]byte, min(n, chunk)*size), make([]float32, min(n, chunk))
	for done := int64(0); done < n; {
		k := min(n-done, chunk)
		if _, err := io.ReadFull(from, raw[:k*size]); err != nil {
			return err
		}
		t.DType.decode(values[:k], raw[:k*size])
		if i := firstNotFinite(values[:k]); i >= 0 {
			return fmt.Errorf("value %d is %v: the weights are damaged", done+int64(i), values[i])
		}
		if err := fn(values[:k]); err != nil {
			return err
		}
		done += k
	}
	return nil
}

// open returns the tensor's bytes in row-major order.
func (s span) open(t Tensor) (io.Reader, error) {
	size := int64(t.DType.Size())
	if s.strides == nil {
		return io.NewSectionReader(s.from, s.offset, t.Elements()*size), nil
	}
	if s.extent > maxGather/size {
		return nil, fmt.Errorf("a transposed view over %d values is too large (limit %d)", s.extent, maxGather/size)
	}
	raw := make([]byte, s.extent*size)
	if _, err := s.from.ReadAt(raw, s.offset); err != nil {
		return nil, err
	}
	return &gather{raw: raw, size: size, shape: t.Shape, strides: s.strides, at: make([]int64, len(t.Shape))}, nil
}

// gather reads a strided view in row-major order.
type gather struct {
	raw            []byte
	size           int64
	shape, strides []int64
	at             []int64 // index of the next element
	done           bool
}

// Read fills p, whose length is a multiple of the element size.
func (g *gather) Read(p []byte) (n int, err error) {
	for ; n < len(p) && !g.done; n += int(g.size) {
		place := int64(0)
		for i, at := range g.at {
			place += at * g.strides[i]
		}
		copy(p[n:], g.raw[place*g.size:(place+1)*g.size])
		g.next()
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// next steps to the following index, the last dimension fastest.
func (g *gather) next() {
	for i := len(g.at) - 1; i >= 0; i-- {
		if g.at[i]++; g.at[i] < g.shape[i] {
			return
		}
		g.at[i] = 0
	}
	g.done = true
}
