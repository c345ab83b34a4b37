package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
)

// rerankMost is how many of the best candidates are scored again with the exact vectors. The
// int8 scores are off by some 0.0005, which swaps neighbours but never moves a photo far.
const rerankMost = 200

// found is a photo in the running.
type found struct {
	id    library.PhotoID
	row   int // in the table, -1 for a photo without a vector
	score float32
	match library.Match
	liked bool    // by the user, which makes the photo a good match
	parts float32 // sum of the clauses' strengths, for MostParts
}

func compareFound(a, b found) int {
	return cmp.Or(cmp.Compare(a.match, b.match), likedFirst(a, b), cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
}

func likedFirst(a, b found) int {
	switch {
	case a.liked == b.liked:
		return 0
	case a.liked:
		return -1
	}
	return 1
}

// rank picks, counts and orders the photos that pass.
func (x *Index) rank(ctx context.Context, r Request, p prepared, t table) (Answer, error) {
	a := Answer{Cut: p.cut}
	list := t.candidates(r, p)
	for _, f := range list {
		switch f.match {
		case library.Good:
			a.Good++
		case library.Maybe:
			a.Maybe++
		case library.Weak: // are not counted
		}
	}
	if r.Limit == 0 { // the photos are only counted
		return a, nil
	}
	sortResults(list)
	if err := x.rerank(ctx, p, t, list); err != nil {
		return Answer{}, err
	}
	list = list[:min(len(list), a.Good+a.Maybe+r.weakest())]
	if err := x.order(ctx, r, t, list[:min(len(list), a.Good+a.Maybe)]); err != nil {
		return Answer{}, err
	}
	a.Results = t.results(list[:min(r.Limit, len(list))])
	a.Left = t.inScope(r, p) - len(a.Results)
	return a, nil
}

// rerank replaces the scores of the best photos by exact ones. The photos keep the match as
// judged before, so that a match doesn't depend on what else was found.
func (x *Index) rerank(ctx context.Context, p prepared, t table, list []found) error {
	n := min(len(list), rerankMost)
	at := make(map[library.PhotoID]int, n)
	ids := make([]library.PhotoID, 0, n)
	for i, f := range list[:n] {
		if f.row >= 0 {
			at[f.id] = i
			ids = append(ids, f.id)
		}
	}
	v := make([]float32, x.dim)
	err := x.store.Vectors(ctx, x.model, ids, func(id library.PhotoID, f16 []byte) error {
		if err := float16.Decode(v, f16); err != nil {
			return fmt.Errorf("photo %d: %w", id, err)
		}
		if vectormath.Normalize(v) != nil {
			return nil // the int8 score stands
		}
		f := &list[at[id]]
		f.score = t.scorer.score(t.readyAt(f.row), func(part int) float32 { return cosine(v, p.parts[part].vector) })
		if t.tuner != nil {
			f.score = t.tuner.tune(f.score, func(i int) float32 { return cosine(v, t.tuner.vectors[i]) })
		}
		if m, ok := p.mentions[id]; ok {
			f.score = t.written(f.score, m)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("rank photos: %w", err)
	}
	sortResults(list[:n])
	return nil
}

// cosine is the cosine of two unit vectors, as a score.
func cosine(a, b []float32) float32 { return float32(vectormath.Dot(a, b)) }

// order puts the matches in the order of the request. Photos that are no match stay best first
// in any order: sorted by date they would be the whole library by date.
func (x *Index) order(ctx context.Context, r Request, t table, list []found) error {
	switch r.Order {
	case MostParts:
		for i := range list {
			for _, s := range t.strengths(list[i].row, list[i].match) {
				list[i].parts += s
			}
		}
		slices.SortStableFunc(list, func(a, b found) int {
			return cmp.Or(cmp.Compare(a.match, b.match), cmp.Compare(b.parts, a.parts))
		})
	case NewestFirst, OldestFirst:
		return x.byDate(ctx, r.Order, list)
	case BestFirst: // as ranked
	}
	return nil
}

// byDate orders the good matches by date, then the maybes.
func (x *Index) byDate(ctx context.Context, order Order, list []found) error {
	ids := make([]library.PhotoID, len(list))
	for i, f := range list {
		ids[i] = f.id
	}
	sort := library.NewestFirst
	if order == OldestFirst {
		sort = library.OldestFirst
	}
	tiles, err := x.store.TilesInOrder(ctx, ids, sort)
	if err != nil {
		return err
	}
	places := make(map[library.PhotoID]int, len(tiles))
	for i, tile := range tiles {
		places[tile.ID] = i
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.match, b.match), cmp.Compare(places[a.id], places[b.id]))
	})
	return nil
}

func (t *table) results(list []found) []library.Result {
	out := make([]library.Result, len(list))
	for i, f := range list {
		out[i] = library.Result{Photo: f.id, Score: f.score, Match: f.match, Clauses: t.strengths(f.row, f.match)}
	}
	return out
}
