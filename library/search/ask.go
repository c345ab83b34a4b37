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

// prepared is all that has to be known before photos are scored.
type prepared struct {
	parts    []part
	clauses  [][]float32 // of each clause of the query, nil where not needed
	cut      bool
	passes   func(id library.PhotoID) bool // the scope and the filter
	mentions map[library.PhotoID]library.Mention
	gauge    gauge
	feedback feedback
}

// Ask ranks the photos in scope that pass the query's filter. The scores of all photos of the
// library judge how good a match is, so scope and filter don't change the judgement. enc may
// be nil for a query without text.
func (x *Index) Ask(ctx context.Context, enc TextEncoder, r Request) (Answer, error) {
	r.Limit = min(r.Limit, x.Len()+mentionLimit) // a limit above the number of photos would only cost memory
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

// prepare encodes the texts while the catalogue looks up photos.
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

// passing lists the photos that may be shown: those that have a file, are in scope and pass
// the filter. Most searches are of the whole library. For these searches only the few photos
// without a file are listed.
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
	ready   []float32   // the photos' readiness; nil where no text takes readiness off
	parts   [][]float32 // cosines by part
	clauses [][]float32 // by clause; empty unless the request wants Clauses
	total   []float32
	scorer  *scorer
	tuner   *tuner // nil without feedback
	cutoff  Cutoff
	cutoffs []Cutoff // of the clauses

	unwanted []bool // which clauses are unwanted
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

// takeReadiness finds the readiness where a short text, the whole or a clause, takes readiness
// off.
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

// shareOf is how much of the readiness a text takes off, 0 without a text.
func shareOf(text string) float64 {
	if text == "" {
		return 0
	}
	return readinessShare(len(query.Content(text)))
}

// judgeClauses takes the share of readiness off the clauses' scores, and finds the clauses'
// cut-offs.
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

// totals are the scores of all photos. The usual query has a single part, whose cosine is the
// score.
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

// strengths tells how well the photo in a row satisfies each clause. m is the match that the
// photo is. The only clause of a query is the same match as the photo. No clause of a photo
// that is no match is a good one.
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
