package vector

import (
	"context"
	"fmt"
	"slices"
)

// Scores returns the int8 approximation of q's cosine with every row, in no
// order, and their ids. scores uses dst's memory if that is large enough. A row
// deleted and set again while it runs may be missing or there twice. Errors are
// those of Scan.
func (x *Index) Scores(ctx context.Context, q []float32, dst []float32) (ids []int64, scores []float32, err error) {
	code, err := x.quantize(q)
	if err != nil {
		return nil, nil, fmt.Errorf("score vectors: %w", err)
	}
	table := x.table()
	ids = make([]int64, len(table)*chunkRows)
	scores = slices.Grow(dst[:0], len(ids))[:len(ids)]
	counts := make([]int, len(table))
	err = eachChunk(ctx, table, workersFor(len(table)), func(_, pos int, c *chunk) {
		from := pos * chunkRows
		counts[pos] = c.scores(x.kernel, code, ids[from:], scores[from:])
	})
	if err != nil {
		return nil, nil, fmt.Errorf("score vectors: %w", err)
	}
	n := 0
	for pos, count := range counts {
		from := pos * chunkRows
		copy(ids[n:], ids[from:from+count])
		copy(scores[n:], scores[from:from+count])
		n += count
	}
	return ids[:n], scores[:n], nil
}

// scores writes all ids and scores of a chunk and returns their number.
func (c *chunk) scores(k kernel, q quantized, ids []int64, scores []float32) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	copy(ids, c.ids[:c.n])
	var dots [chunkRows]int32
	k.dots(dots[:roundUp(c.n, rowGroup)], c.data, q.values)
	for i, scale := range c.scales[:c.n] {
		scores[i] = float32(dots[i]) * scale * q.scale
	}
	return c.n
}
