package vector

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Source fetches the stored vectors for exact ranking. Vectors calls fn once
// for each id that exists, in any order, one call at a time, with the vector as
// little-endian float16 (2·dim bytes), which fn does not keep. Unknown ids are
// left out; an error of fn is returned.
type Source interface {
	Vectors(ctx context.Context, ids []int64, fn func(id int64, f16 []byte) error) error
}

const (
	// Candidates that are fetched and ranked exactly: at least minRerank,
	// else rerankFactor·k. Quantisation moves a score by some 0.0005, the
	// tenth and the hundredth of 100,000 photos are some 0.02 apart.
	minRerank    = 100
	rerankFactor = 4
	// widening multiplies the number of candidates when the best k might lie
	// outside, as in a long burst of nearly equal photos; maxRerank (or
	// 4·rerankFactor·k) bounds what that may cost.
	widening  = 4
	maxRerank = 6400
	// sigmas is the number of standard deviations of quantisation error that
	// the candidates must reach past the last result.
	sigmas = 6
)

// Search returns the best k rows by exact cosine, best first, equal scores by
// id: the rows that Scan puts in front, ranked again with the vectors of src.
// Rows that src no longer has are left out. filter and errors are those of
// Scan, besides src's own.
func (x *Index) Search(ctx context.Context, q []float32, k int, filter func(id int64) bool, src Source) ([]Hit, error) {
	code, err := x.quantize(q)
	if err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	if k <= 0 {
		return nil, ctx.Err()
	}
	r := newReranker(q, src)
	most := max(maxRerank, widening*rerankFactor*k)
	for n := max(minRerank, rerankFactor*k); ; n = min(widening*n, most) {
		found, err := x.scan(ctx, code, n, filter)
		if err == nil {
			err = r.fetch(ctx, found)
		}
		if err != nil {
			return nil, fmt.Errorf("search vectors: %w", err)
		}
		if len(found) < n || n == most || r.settled(found, k, code) {
			return r.best(found, k), nil
		}
	}
}

// reranker computes exact scores, each once per search.
type reranker struct {
	src    Source
	q, v   []float32
	norm   float64
	scores map[int64]float32
}

func newReranker(q []float32, src Source) *reranker {
	n, _ := norm(q) // its errors were found when q was quantised
	return &reranker{src: src, q: q, v: make([]float32, len(q)), norm: n, scores: map[int64]float32{}}
}

// fetch scores those candidates that have no exact score yet.
func (r *reranker) fetch(ctx context.Context, found []candidate) error {
	var ids []int64
	for _, c := range found {
		if _, ok := r.scores[c.id]; !ok {
			ids = append(ids, c.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if err := r.src.Vectors(ctx, ids, r.add); err != nil {
		return fmt.Errorf("fetch vectors: %w", err)
	}
	return ctx.Err()
}

func (r *reranker) add(id int64, f16 []byte) error {
	if err := Float16To32(r.v, f16); err != nil {
		return fmt.Errorf("vector %d: %w", id, err)
	}
	n, err := norm(r.v)
	if err != nil {
		return fmt.Errorf("vector %d: %w", id, err)
	}
	var dot float64
	for i, e := range r.v {
		dot += float64(e) * float64(r.q[i])
	}
	r.scores[id] = float32(dot / n / r.norm)
	return nil
}

// settled reports whether no row outside found can be expected among the best
// k: the last candidate's int8 score is below the k-th exact score by more than
// quantisation explains. A rounding error is uniform over a step, with variance
// step²/12, and both unit vectors spread it over their coordinates.
func (r *reranker) settled(found []candidate, k int, q quantized) bool {
	exact := r.best(found, k)
	if len(exact) < k {
		return false
	}
	step := float64(q.scale)
	for _, c := range found {
		step = max(step, float64(c.scale))
	}
	margin := sigmas * step * math.Sqrt(2./12)
	return float64(found[len(found)-1].score)+margin < float64(exact[k-1].Score)
}

// best returns the best k of found by exact score.
func (r *reranker) best(found []candidate, k int) []Hit {
	exact := make([]candidate, 0, len(found))
	for _, c := range found {
		if score, ok := r.scores[c.id]; ok {
			exact = append(exact, candidate{id: c.id, score: score})
		}
	}
	slices.SortFunc(exact, compare)
	hits := make([]Hit, min(k, len(exact)))
	for i := range hits {
		hits[i] = Hit{exact[i].id, exact[i].score}
	}
	return hits
}
