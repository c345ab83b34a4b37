package vector

import (
	"cmp"
	"context"
	"slices"

	"descry/library"
)

// Hit is a row with its score.
type Hit struct {
	ID    library.PhotoID
	Score float32
}

// Ranked puts the scores of all rows in order, best first, equal ones by id.
func (x *Index) Ranked(ctx context.Context, q []float32) ([]Hit, error) {
	s, err := x.Scores(ctx, q)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, len(s.IDs))
	for i, id := range s.IDs {
		hits[i] = Hit{id, s.Of[0][i]}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return hits, nil
}
