package search

import (
	"context"
	"errors"
	"fmt"
	"math"

	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
	"descry/library/query"
)

// unwantedShare is how much of an unwanted clause's score is taken off. Only what is above
// zero is taken off, so that photos that have nothing to do with the clause stay in place.
// Subtracting the vector, or a penalty from a threshold on, was worse: average precision 64.7
// against 64.0 and 62.0, 59.3 without any (pairs of nouns that Flickr8k captions name).
const unwantedShare = 0.8

// part is one vector that the score of a photo is made of.
type part struct {
	vector   []float32
	weight   float32
	negative bool
	example  bool // a photo's vector, whose cosines have a spread of their own
}

// parts turns a request into vectors. The vectors of the whole description and the mean of its
// clauses are added: a paragraph found its photo more often by the sum than by either alone,
// on every length (docs/benchmarks.md). clauses holds the vector of each clause of the query.
func (x *Index) parts(ctx context.Context, enc TextEncoder, r Request) (all []part, clauses [][]float32, cut bool, err error) {
	q := r.Query
	clauses = make([][]float32, len(q.Clauses))
	for i, c := range q.Clauses {
		if !c.Negative && !r.Clauses && !composed(q.Clauses) {
			continue // the whole text covers the clause
		}
		if clauses[i], _, err = enc.EncodeText(ctx, c.Text); err != nil {
			return nil, nil, false, fmt.Errorf("encode %q: %w", c.Text, err)
		}
		if c.Negative {
			all = append(all, part{vector: clauses[i], weight: c.Weight, negative: true})
		}
	}
	if q.Text != "" {
		whole, wasCut, err := enc.EncodeText(ctx, q.Text)
		if err != nil {
			return nil, nil, false, fmt.Errorf("encode the description: %w", err)
		}
		cut = wasCut
		all = append(all, part{vector: Compose(whole, q.Clauses, clauses), weight: 1})
	}
	examples, err := x.exampleParts(ctx, r.Examples)
	return append(all, examples...), clauses, cut, err
}

// enoughClauses is how many clauses help when they are read one by one. With two, the whole
// text is as good or better.
const enoughClauses = 3

// composed reports whether the clauses count beside the whole text: there are enough clauses,
// or the user has set one apart by quotes or a weight.
func composed(clauses []query.Clause) bool {
	wanted, apart := 0, false
	for _, c := range clauses {
		if !c.Negative {
			wanted++
			apart = apart || c.Quoted || c.Weight != 1
		}
	}
	return wanted >= enoughClauses || apart && wanted > 1
}

// Compose is the unit vector of a description: the vector of the whole text plus the weighted
// mean of the clauses' vectors, where there are enough clauses. Unwanted clauses and clauses
// without a vector don't count.
func Compose(whole []float32, clauses []query.Clause, vectors [][]float32) []float32 {
	if !composed(clauses) {
		return whole
	}
	n := float32(0)
	sum := make([]float32, len(whole))
	for i, c := range clauses {
		if c.Negative || vectors[i] == nil {
			continue
		}
		n++
		for j, e := range vectors[i] {
			sum[j] += c.Weight * e
		}
	}
	if n == 0 {
		return whole
	}
	for j := range sum {
		sum[j] = whole[j] + sum[j]/n
	}
	if vectormath.Normalize(sum) != nil {
		return whole // whole and clauses cancel out
	}
	return sum
}

// exampleParts looks up the vectors of example photos.
func (x *Index) exampleParts(ctx context.Context, examples []Example) ([]part, error) {
	var all []part
	for _, e := range examples {
		v := e.Vector
		if v == nil {
			var err error
			if v, err = x.stored(ctx, e.Photo); err != nil {
				return nil, err
			}
		}
		all = append(all, part{vector: v, weight: e.Weight, negative: e.Negative, example: true})
	}
	return all, nil
}

// stored reads the unit vector of a photo.
func (x *Index) stored(ctx context.Context, id library.PhotoID) ([]float32, error) {
	var v []float32
	err := x.store.Vectors(ctx, x.model, []library.PhotoID{id}, func(_ library.PhotoID, blob []byte) error {
		v = make([]float32, x.dim)
		return float16.Decode(v, blob)
	})
	switch {
	case errors.Is(err, float16.ErrLength), err == nil && v == nil:
		return nil, ErrNotIndexed
	case err != nil:
		return nil, err
	}
	if err := vectormath.Normalize(v); err != nil {
		return nil, fmt.Errorf("photo %d: %w", id, err)
	}
	return v, nil
}

// typicalSpread is how far the cosines of a text with photos spread, in units of the
// training's softmax.
const typicalSpread = 3.4

// scorer adds up the parts of a score.
type scorer struct {
	parts []part
	gauge           // of the library; the zero is the text's
	share float64   // of a photo's readiness, taken off by the text
	scale float64   // of the model
	mean  []float64 // of the cosines with each example
	sd    []float64 // spread of the cosines with each example
	norm  float64   // divisor that keeps the spread of a single part
}

// newScorer takes the cosines of all photos with each part.
func newScorer(parts []part, scores [][]float32, g gauge, scale float64) *scorer {
	s := &scorer{parts: parts, gauge: g, scale: scale, mean: make([]float64, len(parts)), sd: make([]float64, len(parts))}
	var squares float64
	for i, p := range parts {
		if p.example { // only theirs are put on another spread
			s.mean[i] = meanOf(scores[i])
			s.sd[i] = max(spreadOf(scores[i], s.mean[i]), 1e-6)
		}
		if !p.negative {
			squares += float64(p.weight * p.weight)
		}
	}
	if math.IsNaN(s.zero) {
		s.zero = 0 // examples alone have means of their own
	}
	s.norm = max(math.Sqrt(squares), 1e-6)
	return s
}

// textPart is the index of the description, or of the first unwanted text where there is no
// description. textPart is -1 where there are examples alone.
func textPart(parts []part) int {
	any := -1
	for i, p := range parts {
		switch {
		case p.example:
		case !p.negative:
			return i
		case any < 0:
			any = i
		}
	}
	return any
}

// score is the score of a photo with readiness ready. at gives the photo's cosine with each
// part. An example's cosines are put on the spread of a text's, so that neither drowns the
// other.
func (s *scorer) score(ready float32, at func(part int) float32) float32 {
	var wanted, unwanted float64
	for i, p := range s.parts {
		cosine := at(i)
		if !p.example && !p.negative && s.share > 0 {
			cosine = s.less(cosine, ready, s.share)
		}
		v := float64(cosine) - s.zero
		if p.example {
			v = (float64(cosine) - s.mean[i]) / s.sd[i] * typicalSpread / s.scale
		}
		if p.negative {
			unwanted += float64(p.weight) * max(0, v)
		} else {
			wanted += float64(p.weight) * v
		}
	}
	return float32(s.zero + wanted/s.norm - unwantedShare*unwanted)
}

// cutoff is the cut-off of the query from its scores with all photos.
func (s *scorer) cutoff(total []float32) Cutoff {
	share := s.exampleShare()
	switch share {
	case 0:
		return s.textCutoff(total, s.share)
	case 1:
		return exampleCutoff(total, s.zero, s.scale)
	}
	return mixed(s.textCutoff(total, s.share), exampleCutoff(total, s.zero, s.scale), share)
}

// exampleShare is the part of example photos in what is wanted, 0 to 1.
func (s *scorer) exampleShare() float64 {
	var examples, all float64
	for _, p := range s.parts {
		if p.negative {
			continue
		}
		w := float64(p.weight * p.weight)
		all += w
		if p.example {
			examples += w
		}
	}
	if all == 0 {
		return 0
	}
	return examples / all
}
