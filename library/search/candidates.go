package search

import (
	"maps"
	"math"
	"slices"

	"descry/library"
	"descry/library/vector"
)

// candidates are the photos that pass and are a match, and the best of the others. More of the
// others are kept than may be shown, since the exact vectors may put photos in another order.
// A photo without a vector is found only by what is written about the photo or by the user's
// judgement.
func (t *table) candidates(r Request, p prepared) []found {
	own := excepted(r)
	var list []found
	weak := newWeakest(weakMargin(r.weakest()))
	consider := func(id library.PhotoID, row int, score float32) {
		if !p.passes(id) || own[id] {
			return
		}
		if f := t.judge(p, id, row, score); f.match == library.Weak {
			weak.add(f)
		} else {
			list = append(list, f)
		}
	}
	isSpecial := vector.Only(p.special())
	for row, score := range t.total {
		id := t.ids[row]
		if isSpecial(id) {
			if m, ok := p.mentions[id]; ok {
				score = t.written(score, m)
			}
		} else if score < t.cutoff.Maybe && score < weak.floor {
			continue
		}
		consider(id, row, score)
	}
	for _, id := range t.unseen(p) {
		consider(id, -1, t.written(float32(t.scorer.zero), p.mentions[id]))
	}
	return append(list, weak.best()...)
}

// judge tells how good a match a photo is. The user's judgement goes before the score.
func (t *table) judge(p prepared, id library.PhotoID, row int, score float32) found {
	f := found{id: id, row: row, score: score, match: t.cutoff.Match(score), liked: p.feedback.liked[id]}
	switch {
	case f.liked:
		f.match = library.Good
	case p.feedback.disliked[id]:
		f.match = library.Weak
	}
	return f
}

// special are the photos that are not found by their vectors alone: those with
// words of the description, and those that the user liked.
func (p *prepared) special() []library.PhotoID {
	ids := slices.Collect(maps.Keys(p.mentions))
	for id := range p.feedback.liked {
		if _, ok := p.mentions[id]; !ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// weakMargin is how many photos that are no match are kept when shown of them are shown. At
// least as many are kept as are ranked exactly, so that the order doesn't depend on the limit
// and a later page continues an earlier one.
func weakMargin(shown int) int {
	if shown == 0 {
		return 0
	}
	return max(shown, rerankMost)
}

// inScope counts the photos that can be ranked and pass the filter.
func (t *table) inScope(r Request, p prepared) int {
	own, n := excepted(r), 0
	for _, ids := range [][]library.PhotoID{t.ids, t.unseen(p)} {
		for _, id := range ids {
			if p.passes(id) && !own[id] {
				n++
			}
		}
	}
	return n
}

// unseen are the special photos that the model has no vector of.
func (t *table) unseen(p prepared) []library.PhotoID {
	special := p.special()
	isSpecial := vector.Only(special)
	seen := make(map[library.PhotoID]bool, len(special))
	for _, id := range t.ids {
		if isSpecial(id) {
			seen[id] = true
		}
	}
	return slices.DeleteFunc(special, func(id library.PhotoID) bool { return seen[id] })
}

// weakest keeps the best of those that are no match.
type weakest struct {
	limit int
	list  []found
	floor float32 // scores below floor have no chance
}

func newWeakest(limit int) weakest {
	if limit == 0 {
		return weakest{floor: float32(math.Inf(1))}
	}
	return weakest{limit: limit, floor: float32(math.Inf(-1))}
}

func (w *weakest) add(f found) {
	if f.score < w.floor {
		return
	}
	w.list = append(w.list, f)
	if len(w.list) >= 4*w.limit {
		w.list = w.best()
		w.floor = w.list[len(w.list)-1].score
	}
}

func (w *weakest) best() []found {
	sortResults(w.list)
	return w.list[:min(len(w.list), w.limit)]
}
