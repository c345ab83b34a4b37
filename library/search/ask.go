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
	passes   func(id library.PhotoID) bool // the scope and the filter
	mentions map[library.PhotoID]library.Mention
	gauge    gauge
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
	p := prepared{mentions: map[library.PhotoID]library.Mention{}}
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
	p.gauge, err = x.gauge(ctx)
	return p, err
}

// passing lists the photos that may be shown: those that have a file, are in scope
// and pass the filter. Most searches are of the whole library; then only the few
// photos are listed that lost their file.
func (x *Index) passing(ctx context.Context, scope library.Scope, filter library.Filter) (func(library.PhotoID) bool, error) {
	var ids []library.PhotoID
	add := func(id library.PhotoID) { ids = append(ids, id) }
	if scope == (library.Scope{}) && filter.Empty() {
		if err := x.store.PhotosWithoutFile(ctx, add); err != nil {
			return nil, err
		}
		gone := vector.Only(ids)
		return func(id library.PhotoID) bool { return !gone(id) }, nil
	}
	if err := x.store.PhotosIn(ctx, scope, filter, add); err != nil {
		return nil, err
	}
	return vector.Only(ids), nil
}

// table is the score of every photo.
type table struct {
	ids     []library.PhotoID
	ready   []float32   // the photos' readiness; nil where no text takes it off
	parts   [][]float32 // cosines by part
	clauses [][]float32 // by clause; empty unless asked for
	total   []float32
	scorer  *scorer
	tuner   *tuner // nil without feedback
	cutoff  Cutoff
	cutoffs []Cutoff // of the clauses

	unwanted []bool // which clauses are
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
	g := p.gauge
	if of := textPart(p.parts); of >= 0 {
		if g, err = x.gaugeOf(ctx, g, t.ids, t.parts[of]); err != nil {
			return table{}, err
		}
	}
	t.scorer = newScorer(p.parts, t.parts, g, x.space.scale())
	if err := x.takeReadiness(ctx, r, &t); err != nil {
		return table{}, err
	}
	t.total = t.totals()
	own := t.scorer.cutoff(t.total)
	t.cutoff = own.stricter(r.Strictness / t.scorer.scale)
	if len(judged) > 0 { // the cut-off is the query's own
		t.tuner = newTuner(p.feedback, others[:len(judged)], t.scorer, own.Good)
		t.total = t.tuner.tuned(t.total, others[:len(judged)])
	}
	t.judgeClauses(r)
	return t, nil
}

// takeReadiness finds out what short texts, the whole or clauses, take off.
func (x *Index) takeReadiness(ctx context.Context, r Request, t *table) error {
	t.scorer.share = shareOf(r.Query.Text)
	short := t.scorer.share > 0
	for i := range t.clauses {
		short = short || shareOf(r.Query.Clauses[i].Text) > 0
	}
	if !short {
		return nil
	}
	var err error
	if t.ready, err = x.readiness(ctx, t.ids); t.ready == nil {
		t.scorer.share = 0
	}
	return err
}

// shareOf is how much of the readiness a text takes off; none has no share in it.
func shareOf(text string) float64 {
	if text == "" {
		return 0
	}
	return readinessShare(len(query.Content(text)))
}

// judgeClauses finds the clauses' cut-offs, and takes off their scores what is to be.
func (t *table) judgeClauses(r Request) {
	for i, scores := range t.clauses {
		share := 0.
		if t.ready != nil {
			share = shareOf(r.Query.Clauses[i].Text)
		}
		if share > 0 {
			for row, s := range scores {
				scores[row] = t.scorer.less(s, t.ready[row], share)
			}
		}
		t.cutoffs = append(t.cutoffs, t.scorer.clauseCutoff(share).stricter(r.Strictness/t.scorer.scale))
		t.unwanted = append(t.unwanted, r.Query.Clauses[i].Negative)
	}
}

// totals are the scores of all photos; the usual query has a single part, whose
// cosine it is.
func (t *table) totals() []float32 {
	if len(t.parts) == 1 && !t.scorer.parts[0].example && !t.scorer.parts[0].negative && t.scorer.share == 0 {
		return t.parts[0]
	}
	total := make([]float32, len(t.ids))
	for i := range total {
		total[i] = t.scorer.score(t.readyAt(i), func(part int) float32 { return t.parts[part][i] })
	}
	return total
}

// readyAt is the readiness of the photo in a row.
func (t *table) readyAt(row int) float32 {
	if t.ready == nil {
		return 0
	}
	return t.ready[row]
}

// strengths tells how well the photo in a row, which is such a match, satisfies each
// clause. The only clause of a query is the same match as the photo, and no clause of
// a photo that is no match is a good one.
func (t *table) strengths(row int, m library.Match) []float32 {
	if row < 0 || len(t.clauses) == 0 {
		return nil
	}
	all := make([]float32, len(t.clauses))
	if len(all) == 1 && !t.unwanted[0] {
		all[0] = strengthIn(t.cutoff.strength(t.total[row]), m)
		return all
	}
	for i, scores := range t.clauses {
		all[i] = t.cutoffs[i].strength(scores[row])
		if m == library.Weak && !t.unwanted[i] {
			all[i] = min(all[i], below(strengthGood))
		}
	}
	return all
}

// excepted are photos that are no answers: the examples themselves and the disliked photos.
func excepted(r Request) map[library.PhotoID]bool {
	ids := idSet(r.Disliked)
	for _, e := range r.Examples {
		if e.Photo != 0 {
			ids[e.Photo] = true
		}
	}
	return ids
}

// sortResults puts the best first, equal ones by id.
func sortResults(list []found) { slices.SortFunc(list, compareFound) }
