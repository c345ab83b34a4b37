package vector

import (
	"sync"

	"descry/library"
)

// chunkRows is the number of rows of a chunk: large enough that locks and calls cost nothing
// (a scan of 1024 × 512 bytes takes some 20 µs), small enough that a writer never waits long.
// chunkRows is a multiple of rowGroup.
const chunkRows = 1024

// A chunk is a fixed-size piece of the matrix. Rows 0 to n−1 are in use, in no order. Scans
// hold mu for reading. Writers hold mu for writing. Index.mu serialises writers besides, so
// writers may read without mu.
type chunk struct {
	mu     sync.RWMutex
	n      int
	ids    []library.PhotoID
	gens   []int64
	scales []float32 // dot product of int8 values × both scales = cosine
	data   []int8    // chunkRows × stride, rows padded with zeros
	inRoom bool      // listed in Index.room; guarded by Index.mu
}

func newChunk(stride int) *chunk {
	return &chunk{
		ids:    make([]library.PhotoID, chunkRows),
		gens:   make([]int64, chunkRows),
		scales: make([]float32, chunkRows),
		data:   make([]int8, chunkRows*stride),
	}
}

// put writes row i, which may be the first unused one.
func (c *chunk) put(i int, id library.PhotoID, gen int64, code quantized) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids[i], c.gens[i], c.scales[i] = id, gen, code.scale
	stride := len(code.values)
	copy(c.data[i*stride:], code.values)
	c.n = max(c.n, i+1)
}

// remove moves the last row into row i, shortens the chunk by one, and returns the id of the
// moved row.
func (c *chunk) remove(i int) library.PhotoID {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.n - 1
	c.copyRow(i, c, last)
	c.n = last
	return c.ids[i]
}

// copyRow overwrites row i with row j of from. The caller holds both locks.
func (c *chunk) copyRow(i int, from *chunk, j int) {
	stride := len(c.data) / chunkRows
	c.ids[i], c.gens[i], c.scales[i] = from.ids[j], from.gens[j], from.scales[j]
	copy(c.data[i*stride:(i+1)*stride], from.data[j*stride:(j+1)*stride])
}

// merged returns a new chunk with the rows of both, which together must not
// exceed chunkRows. Scans that still read a and b are undisturbed.
func merged(a, b *chunk, stride int) *chunk {
	c := newChunk(stride)
	for _, from := range []*chunk{a, b} {
		copy(c.ids[c.n:], from.ids[:from.n])
		copy(c.gens[c.n:], from.gens[:from.n])
		copy(c.scales[c.n:], from.scales[:from.n])
		copy(c.data[c.n*stride:], from.data[:from.n*stride])
		c.n += from.n
	}
	return c
}
