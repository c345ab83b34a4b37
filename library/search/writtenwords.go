package search

import (
	"context"

	"descry/library"
	"descry/library/query"
)

// mentionLimit is how many photos are looked up by the words written about them.
const mentionLimit = 500

// The weights of written words add to a score, in units of the training's softmax. The weights
// were chosen on a set with names and tags (docs/benchmarks.md).
const (
	writtenAll  = 4.0 // every word of the description is written, at the best rank
	writtenSome = 2.0 // some are
	// exactBonus puts a photo before all others whose name or tag is exactly the text.
	exactBonus = 1.0
)

// mentioned looks for the description's words in what is written about photos. Ranks are
// scaled to 0 to 1.
func (x *Index) mentioned(ctx context.Context, q query.Query, into map[library.PhotoID]library.Mention) error {
	if q.Text == "" {
		return nil
	}
	var phrases []string
	for _, c := range q.Clauses {
		if c.Quoted && !c.Negative {
			phrases = append(phrases, c.Text)
		}
	}
	best := 0.
	err := x.store.Mentions(ctx, q.Text, phrases, mentionLimit, func(m library.Mention) {
		into[m.Photo] = m
		best = max(best, m.Rank)
	})
	for id, m := range into {
		if best > 0 {
			m.Rank /= best
		}
		into[id] = m
	}
	return err
}

// written adds to a score the weight of the words written about a photo.
func (t *table) written(score float32, m library.Mention) float32 {
	most := writtenSome
	if m.All {
		most = writtenAll
	}
	score += float32(most * m.Rank / t.scorer.scale)
	if m.Exact {
		score = max(score, t.cutoff.Good) + exactBonus
	}
	return score
}
