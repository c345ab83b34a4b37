package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"descry/library"
)

// tagPhotos are the photos of one tag.
type tagPhotos struct {
	name, folded string
	photos       []byte // ids with commas between, in order
}

// tagNames counts the photos of tags or people. A tag stands for the tags below as well, each
// photo once.
func (s *Store) tagNames(ctx context.Context, kind int, prefix string) ([]library.FacetValue, error) {
	var tags []tagPhotos
	var orphans photoSet
	err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
		l := lister{ctx, tx}
		if orphans, err = l.union(orphaned); err == nil {
			tags, err = l.tags(kind, prefix)
		}
		return err
	})
	below := belowEach(kind, tags)
	prefix = strings.ReplaceAll(prefix, library.SlashInLevel, "/")
	var values []library.FacetValue
	for _, t := range tags {
		if n := t.count(below[t.folded], orphans); n > 0 && beginsWord(strings.ReplaceAll(t.folded, library.SlashInLevel, "/"), prefix) {
			values = append(values, library.FacetValue{Value: t.name, Photos: n})
		}
	}
	return values, err
}

// belowEach are the photos of every tag that has tags below, those of the tags below included,
// by folded name. People have no levels.
func belowEach(kind int, tags []tagPhotos) map[string]*photoSet {
	below := make(map[string]*photoSet)
	if kind != kindTag {
		return below
	}
	for _, t := range tags {
		for i := range len(t.folded) {
			if t.folded[i] == '/' {
				below[t.folded[:i]] = &photoSet{}
			}
		}
	}
	for _, t := range tags {
		for i := range len(t.folded) + 1 {
			if set := below[t.folded[:i]]; set != nil && (i == len(t.folded) || t.folded[i] == '/') {
				eachID(t.photos, set.add)
			}
		}
	}
	return below
}

// tags lists the tags of a kind whose name contains a text. The tags below such a tag are
// listed as well.
func (l lister) tags(kind int, text string) (tags []tagPhotos, err error) {
	const query = `SELECT name, folded, (SELECT group_concat(photo) FROM photo_tags WHERE tag = tags.id AND origin < 2)
FROM tags WHERE +kind = ? AND instr(replace(folded, ?, '/'), ?) > 0` // by id, in the order of the photos' rows
	err = each(l.ctx, l.tx, query, []any{kind, library.SlashInLevel, text}, func(rows *sql.Rows) error {
		var t tagPhotos
		err := rows.Scan(&t.name, &t.folded, &t.photos)
		tags = append(tags, t)
		return err
	})
	return tags, err
}

// count is the number of photos with a file. all are the photos of the tag and the tags below,
// nil when there are no tags below.
func (t tagPhotos) count(all *photoSet, orphans photoSet) (n int) {
	if all != nil {
		all.subtract(orphans)
		return all.len()
	}
	return countIDs(t.photos, orphans)
}

// countIDs counts the ids of photos with a file, each once. The ids are in order.
func countIDs(ids []byte, orphans photoSet) (n int) {
	var last library.PhotoID
	eachID(ids, func(id library.PhotoID) {
		if id != last && !orphans.has(id) {
			n++
		}
		last = id
	})
	return n
}
