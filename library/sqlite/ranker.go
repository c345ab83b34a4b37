package sqlite

import (
	"database/sql"
	"math"
	"slices"
	"strings"

	"descry/library"
)

// maxRanked is how many photos of a word, and of all words together, are looked at one by one.
// Each costs a microsecond or a few.
const maxRanked = 1500

// rankedSQL ranks all photos that match ?1. The weights are of tags, people, names, places and
// captions. A tag that somebody gave a photo tells more than the photo's place, and a caption
// has many words.
const rankedSQL = "SELECT rowid, -bm25(mentions, 10.0, 10.0, 5.0, 3.0, 2.0) FROM mentions WHERE mentions MATCH ?"

// The weights saturate (BM25): one hit among the tags gives about tagWorth of the word's
// worth, one elsewhere otherWorth.
const (
	tagWorth   = 1.9
	otherWorth = 1.5
)

// ranker collects the mentions of one text.
type ranker struct {
	lister
	limit int
	found map[library.PhotoID]library.Mention
}

// rank finds and ranks the photos that have any of the units.
func (r *ranker) rank(units []unit) error {
	if len(units) == 0 {
		return nil
	}
	hits, err := r.hits(units)
	if err != nil {
		return err
	}
	var rare []unit
	sum := 0
	for len(hits) > 0 && sum+hits[0].n <= maxRanked {
		sum += hits[0].n
		rare = append(rare, hits[0].unit)
		hits = hits[1:]
	}
	if err := r.rankRare(rare); err != nil {
		return err
	}
	all, err := r.withAll(units)
	if err != nil {
		return err
	}
	if err := r.rankCommon(hits[:min(len(hits), maxCommon)], all); err != nil {
		return err
	}
	for id, m := range r.found {
		m.All = len(units) == 1 || all.has(id)
		r.found[id] = m
	}
	return nil
}

// withAll are the photos that have all of several units.
func (r *ranker) withAll(units []unit) (all photoSet, err error) {
	if len(units) == 1 {
		return all, nil
	}
	return r.union(union{sqlf("SELECT group_concat(rowid) FROM mentions WHERE mentions MATCH ?", allOf(units))})
}

// unitHits are the newest photos that have a unit.
type unitHits struct {
	unit
	n      int // at most maxRanked + 1
	photos photoSet
	oldest library.PhotoID
}

// hits looks the units up, the rarest first.
func (r *ranker) hits(units []unit) ([]unitHits, error) {
	const query = "SELECT group_concat(rowid) FROM (SELECT rowid FROM mentions WHERE mentions MATCH ? ORDER BY rowid DESC LIMIT ?)"
	list := make([]unitHits, len(units))
	for i, u := range units {
		photos, err := r.union(union{sqlf(query, u.match, maxRanked+1)})
		if err != nil {
			return nil, err
		}
		list[i] = unitHits{unit: u, n: photos.len(), photos: photos, oldest: photos.first()}
	}
	slices.SortStableFunc(list, func(a, b unitHits) int { return a.n - b.n })
	return list, nil
}

// rankRare ranks by SQLite, which first counts all photos of every word.
func (r *ranker) rankRare(units []unit) error {
	if len(units) == 0 {
		return nil
	}
	return each(r.ctx, r.tx, rankedSQL, []any{anyOf(units)}, func(rows *sql.Rows) error {
		var m library.Mention
		err := rows.Scan(&m.Photo, &m.Rank)
		r.found[m.Photo] = m
		return err
	})
}

// maxCommon is how many of the units that thousands of photos have count. Such units tell
// little beside the rarer ones.
const maxCommon = 6

// rankCommon adds the worth of units that many photos have to the photos that are found
// already. rankCommon also adds the photos with all units, those with a unit as a tag or a
// person, and the newest ones.
func (r *ranker) rankCommon(hits []unitHits, all photoSet) error {
	for _, h := range hits {
		tagged, err := r.taggedWith(h.unit)
		if err != nil {
			return err
		}
		worth, err := r.worth(h)
		if err != nil {
			return err
		}
		h.photos.unite(tagged)
		h.photos.unite(all)
		for id := range h.photos.all() {
			share := otherWorth
			if tagged.has(id) {
				share = tagWorth
			}
			m := r.found[id]
			r.found[id] = library.Mention{Photo: id, Rank: m.Rank + worth*share}
		}
	}
	return nil
}

// taggedWith is the newest photos with a tag or a person that has a unit in its
// name.
func (r *ranker) taggedWith(u unit) (photoSet, error) {
	const query = `SELECT group_concat(photo) FROM (SELECT photo FROM photo_tags WHERE origin < 2 AND tag IN (
  SELECT t.id FROM tag_words w CROSS JOIN tags t ON t.id = w.tag
  WHERE w.word IN (?, ?) AND (instr(' ' || t.words || ' ', ?) > 0 OR instr(' ' || t.words || ' ', ?) > 0))
  AND photo NOT IN (` + withoutFile + `) ORDER BY photo DESC LIMIT ?)`
	first := func(plainText string) string { return strings.Fields(plainText)[0] }
	return r.union(union{sqlf(query, first(u.plainText[0]), first(u.plainText[1]), u.plainText[0], u.plainText[1], maxRanked)})
}

// worth is the inverse document frequency of a unit, estimated from the density of the newest
// photos with the unit, since counting all photos would take too long.
func (r *ranker) worth(h unitHits) (float64, error) {
	var newest float64
	err := r.tx.QueryRowContext(r.ctx, "SELECT coalesce(max(rowid), 0) FROM mentions_docsize").Scan(&newest)
	share := min(1, float64(h.n)/max(1, newest-float64(h.oldest)+1))
	return max(1e-6, math.Log((1-share+1e-3)/(share+1e-3))), err
}
