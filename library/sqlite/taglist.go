package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"descry/library"
)

// countedTag is a tag with its photos.
type countedTag struct {
	tagPhotos
	own, not []byte // ids with commas between
	noun     *string
}

// Tags lists all tags and people that a photo has, by name. A tag stands for the tags below as
// well.
func (s *Store) Tags(ctx context.Context) ([]library.TagCount, error) {
	var list []library.TagCount
	var kinds [2][]countedTag
	var orphans photoSet
	err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
		l := lister{ctx, tx}
		if orphans, err = l.union(orphaned); err != nil {
			return err
		}
		kinds, err = l.countedTags()
		return err
	})
	if err != nil {
		return nil, wrap("list tags", err)
	}
	for kind, tags := range kinds {
		below := belowEach(kind, plainTags(tags))
		for _, t := range tags {
			n := library.TagCount{Tag: library.Tag{Person: kind == kindPerson, Name: t.name}}
			if n.Photos = t.count(below[t.folded], orphans); n.Photos == 0 {
				continue
			}
			n.Own, n.Not = countIDs(t.own, orphans), countIDs(t.not, orphans)
			if n.Named = t.noun != nil; n.Named {
				n.Noun = *t.noun
			}
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b library.TagCount) int { return strings.Compare(fold(a.Tag.Name), fold(b.Tag.Name)) })
	return list, nil
}

// countedTags lists the tags of both kinds in one pass over all labels.
func (l lister) countedTags() (kinds [2][]countedTag, err error) {
	const query = `
SELECT t.kind, t.name, t.folded, n.noun,
  group_concat(w.photo) FILTER (WHERE w.origin < 2),
  group_concat(w.photo) FILTER (WHERE w.origin = 1),
  group_concat(w.photo) FILTER (WHERE w.origin = 2)
FROM tags t LEFT JOIN named_things n ON n.tag = t.id LEFT JOIN photo_tags w ON w.tag = t.id GROUP BY t.id`
	err = each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		var kind int
		var t countedTag
		err := rows.Scan(&kind, &t.name, &t.folded, &t.noun, &t.photos, &t.own, &t.not)
		if err == nil {
			kinds[kind] = append(kinds[kind], t)
		}
		return err
	})
	return kinds, err
}

func plainTags(tags []countedTag) []tagPhotos {
	list := make([]tagPhotos, len(tags))
	for i, t := range tags {
		list[i] = t.tagPhotos
	}
	return list
}
