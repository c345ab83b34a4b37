package vector

import (
	"context"
	"fmt"

	"descry/library"
)

// Scores are the scores of all rows for several queries.
type Scores struct {
	IDs []library.PhotoID
	Of  [][]float32 // Of[q][i] is the score of row IDs[i] for query q
}

// Scores returns the int8 approximation of each query's cosine with every row, in no order.
// Quantisation moves a cosine by some 0.0005. Queries need not be normalised. The matrix is
// read once for all queries, so a row's scores belong together. A row deleted and set again
// meanwhile may be missing or there twice. An end of ctx ends Scores with ctx's error. Other
// errors: ErrDimension, ErrNotFinite, ErrZero.
func (x *Index) Scores(ctx context.Context, queries ...[]float32) (Scores, error) {
	codes := make([]quantized, len(queries))
	for i, q := range queries {
		code, err := x.quantize(q)
		if err != nil {
			return Scores{}, fmt.Errorf("score vectors: %w", err)
		}
		codes[i] = code
	}
	table := x.table()
	s := newScores(len(queries), len(table)*chunkRows)
	counts := make([]int, len(table))
	err := eachChunk(ctx, table, workersFor(len(table)), func(_, pos int, c *chunk) {
		counts[pos] = s.fill(pos*chunkRows, x.kernel, codes, c)
	})
	if err != nil {
		return Scores{}, fmt.Errorf("score vectors: %w", err)
	}
	s.compact(counts)
	return s, nil
}

func newScores(queries, rows int) Scores {
	s := Scores{IDs: make([]library.PhotoID, rows), Of: make([][]float32, queries)}
	all := make([]float32, queries*rows)
	for q := range s.Of {
		s.Of[q] = all[q*rows : (q+1)*rows]
	}
	return s
}

// fill writes all ids and scores of a chunk from a row on and returns their number. A few rows
// at a time stay in the cache for all queries.
func (s Scores) fill(from int, k kernel, queries []quantized, c *chunk) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	copy(s.IDs[from:], c.ids[:c.n])
	var dots [scanRows]int32
	for row := 0; row < c.n; row += scanRows {
		scales := c.scales[row:min(row+scanRows, c.n)]
		for q, query := range queries {
			k.dots(dots[:], c.data[row*len(query.values):], query.values)
			out := s.Of[q][from+row:]
			for i, scale := range scales {
				out[i] = float32(dots[i]) * scale * query.scale
			}
		}
	}
	return c.n
}

// compact closes the gaps behind the chunks' rows.
func (s *Scores) compact(counts []int) {
	n := 0
	for pos, count := range counts {
		if from := pos * chunkRows; from > n {
			copy(s.IDs[n:], s.IDs[from:from+count])
			for _, scores := range s.Of {
				copy(scores[n:], scores[from:from+count])
			}
		}
		n += count
	}
	s.IDs = s.IDs[:n]
	for q := range s.Of {
		s.Of[q] = s.Of[q][:n]
	}
}
