package search

import (
	"context"
	"slices"

	"descry/library"
)

// Explanation is what speaks for a photo as an answer.
type Explanation struct {
	Score float32 // as in library.Result
	Match library.Match
	// Strengths has one entry for each clause of the query, 0 to 1 as in library.Result.
	// Strengths is nil when the photo has no vector yet.
	Strengths []float32
	Mention   *library.Mention // nil when no word of the query is written about the photo
}

// Explain tells how a photo fares in a search, whether it passes the filter or not.
func (x *Index) Explain(ctx context.Context, enc TextEncoder, r Request, id library.PhotoID) (Explanation, error) {
	r.Clauses = true
	r.Query.Filter, r.Scope = library.Filter{}, library.Scope{}
	p, err := x.prepare(ctx, enc, r)
	if err != nil {
		return Explanation{}, err
	}
	t, err := x.scoreAll(ctx, r, p)
	if err != nil {
		return Explanation{}, err
	}
	return t.explain(p, id), nil
}

func (t *table) explain(p prepared, id library.PhotoID) Explanation {
	e := Explanation{Score: float32(t.scorer.zero), Match: library.Weak}
	row := slices.Index(t.ids, id)
	if row >= 0 {
		e.Score = t.total[row]
	}
	if m, ok := p.mentions[id]; ok {
		e.Mention = &m
		e.Score = t.written(e.Score, m)
	}
	e.Match = t.judge(p, id, row, e.Score).match
	e.Strengths = t.strengths(row, e.Match)
	return e
}
