package search

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"descry/library"
	"descry/library/query"
	"descry/library/vector"
)

// prepared is all that has to be known before photos can be scored.
type prepared struct {
	parts    []part
	clauses  [][]float32 // of each clause of the query, nil where not needed
	cut      bool
	passes   func(id int64) bool // the scope and the filter
	mentions map[int64]library.Mention
	zero     float64
	feedback feedback
}

// Ask ranks the photos in scope that pass the query's filter. How good a match is
// doesn't depend on either: it is judged by the scores of all photos of the
// library. enc may be nil for a query without text.
func (x *Index) Ask(ctx context.Context, enc TextEncoder, r Request) (Answer, error) {
	r.Limit = min(r.Limit, x.Len()+mentionLimit) // as many as there are, however many were asked for
	r.Clauses = r.Clauses || r.Order == MostParts
	p, err := x.prepare(ctx, enc, r)
	if err != nil {
		return Answer{}, err
	}
	t, err := x.scoreAll(ctx, r, p)
	if err != nil {
		return Answer{}, err
	}
	return x.rank(ctx, r, p, t)
}

// prepare encodes the words while the catalogue looks for photos.
func (x *Index) prepare(ctx context.Context, enc TextEncoder, r Request) (prepared, error) {
	p := prepared{mentions: map[int64]library.Mention{}}
	g, working := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		p.parts, p.clauses, p.cut, err = x.parts(working, enc, r)
		return err
	})
	g.Go(func() (err error) {
		p.passes, err = x.passing(working, r.Scope, r.Query.Filter)
		return err
	})
	if !r.Sight {
		g.Go(func() error { return x.mentioned(working, r.Query, p.mentions) })
	}
	g.Go(func() (err error) {
		p.feedback, err = x.feedback(working, r)
		return err
	})
	if err := g.Wait(); err != nil || len(r.Query.Clauses) == 0 {
		return p, err
	}
	var err error
	p.zero, err = x.zero(ctx)
	return p, err
}

// passing lists the photos that may be shown: those that have a file, are in scope
// and pass the filter. Most searches are of the whole library; then only the few
// photos are listed that lost their file.
func (x *Index) passing(ctx context.Context, scope library.Scope, filter library.Filter) (func(int64) bool, error) {
	var ids []int64
	add := func(id library.PhotoID) { ids = append(ids, int64(id)) }
	if scope == (library.Scope{}) && filter.Empty() {
		if err := x.store.PhotosWithoutFile(ctx, add); err != nil {
			return nil, err
		}
		gone := vector.Only(ids)
		return func(id int64) bool { return !gone(id) }, nil
	}
	if err := x.store.PhotosIn(ctx, scope, filter, add); err != nil {
		return nil, err
	}
	return vector.Only(ids), nil
}

// table is the score of every photo.
type table struct {
	ids     []int64
	parts   [][]float32 // cosines by part
	clauses [][]float32 // by clause; empty unless asked for
	total   []float32
	scorer  *scorer
	tuner   *tuner // nil without feedback
	cutoff  Cutoff
	cutoffs []Cutoff // of the clauses
}

// scoreAll reads the matrix once for all vectors.
func (x *Index) scoreAll(ctx context.Context, r Request, p prepared) (table, error) {
	judged := p.feedback.vectors()
	vectors := make([][]float32, 0, len(p.parts)+len(judged)+len(p.clauses))
	for _, part := range p.parts {
		vectors = append(vectors, part.vector)
	}
	vectors = append(vectors, judged...)
	if r.Clauses {
		vectors = append(vectors, p.clauses...)
	}
	scores, err := x.vec.Scores(ctx, vectors...)
	if err != nil {
		return table{}, fmt.Errorf("score photos: %w", err)
	}
	parts, others := scores.Of[:len(p.parts)], scores.Of[len(p.parts):]
	t := table{ids: scores.IDs, parts: parts, clauses: others[len(judged):]}
	scale := x.space.scale()
	t.scorer = newScorer(p.parts, t.parts, p.zero, scale)
	t.total = t.totals()
	words := len(query.Content(r.Query.Text))
	own := cutoffFor(t.total, t.scorer.zero, scale, words, t.scorer.exampleShare())
	t.cutoff = own.stricter(r.Strictness / scale)
	if len(judged) > 0 { // the cut-off is the query's own
		t.tuner = newTuner(p.feedback, others[:len(judged)], t.scorer, own.Good)
		t.total = t.tuner.tuned(t.total, others[:len(judged)])
	}
	for i := range t.clauses {
		words := len(query.Content(r.Query.Clauses[i].Text))
		own := clauseCutoff(t.clauses[i], t.scorer.zero, scale, words)
		t.cutoffs = append(t.cutoffs, own.stricter(r.Strictness/scale))
	}
	return t, nil
}

// totals are the scores of all photos; the usual query has a single part, whose
// cosine it is.
func (t *table) totals() []float32 {
	if len(t.parts) == 1 && !t.scorer.parts[0].example && !t.scorer.parts[0].negative {
		return t.parts[0]
	}
	total := make([]float32, len(t.ids))
	for i := range total {
		total[i] = t.scorer.score(func(part int) float32 { return t.parts[part][i] })
	}
	return total
}

// strengths tells how well the photo in a row satisfies each clause.
func (t *table) strengths(row int) []float32 {
	if row < 0 || len(t.clauses) == 0 {
		return nil
	}
	all := make([]float32, len(t.clauses))
	for i, scores := range t.clauses {
		all[i] = t.cutoffs[i].strength(scores[row])
	}
	return all
}

// excepted are photos that are no answers: the examples themselves, and what the
// owner said is none.
func excepted(r Request) map[int64]bool {
	ids := idSet(r.Disliked)
	for _, e := range r.Examples {
		if e.Photo != 0 {
			ids[int64(e.Photo)] = true
		}
	}
	return ids
}

// sortResults puts the best first, equal ones by id.
func sortResults(list []found) { slices.SortFunc(list, compareFound) }
