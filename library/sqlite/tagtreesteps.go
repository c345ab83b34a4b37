package sqlite

import (
	"context"
	"database/sql"
	"math"

	"descry/library"
)

// treePart is what one transaction changes of a tag and the tags below: the photos from first
// to last. ends is set in the last part. tags are as they were when the parts were made, since
// a tag goes with its last photo and would be missing in the next part. Nil tags stand for the
// tags that the transaction finds.
type treePart struct {
	first, last library.PhotoID
	ends        bool
	tags        *treeTags
	photos      int
}

type treeTags struct{ list []library.Tag }

// wholeTree is a single part with all photos.
var wholeTree = treePart{first: 0, last: math.MaxInt64, ends: true}

// editTree runs fn to change the labels of a tag and the tags below, at once or, where many
// photos have labels, part by part. of is how many edits fn makes of one label.
func (s *Store) editTree(ctx context.Context, op string, tag library.Tag, of int, fn func(*editor, treePart) (library.Edit, error)) (library.Edit, error) {
	parts, err := s.treeParts(ctx, tag, editStep/of)
	if err != nil {
		return library.Edit{}, wrap(op, err)
	}
	one := func(part treePart) (library.Edit, error) {
		return s.edit(ctx, op, func(e *editor) (library.Edit, error) { return fn(e, part) })
	}
	if len(parts) <= 1 {
		return one(wholeTree)
	}
	photos := 0
	for _, part := range parts {
		photos += part.photos
	}
	return s.editInSteps(ctx, len(parts), photos, func(i int) (library.Edit, int, error) {
		undo, err := one(parts[i])
		return undo, parts[i].photos, err
	})
}

// treeParts divides the photos of a tag and the tags below into parts with at least size
// labels, except for the last part.
func (s *Store) treeParts(ctx context.Context, tag library.Tag, size int) (parts []treePart, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		e := newEditor(ctx, tx)
		rows, err := e.tree(tag)
		if err != nil {
			return err
		}
		tags := &treeTags{}
		ids := make([]int64, len(rows))
		for i, row := range rows {
			ids[i] = row.id
			tags.list = append(tags.list, row.tag)
		}
		part, labelled := treePart{tags: tags}, 0
		const query = `SELECT w.photo, count(*) FROM json_each(?) j CROSS JOIN photo_tags w ON w.tag = j.value
GROUP BY w.photo ORDER BY w.photo`
		err = each(ctx, tx, query, []any{idList(ids)}, func(rows *sql.Rows) error {
			var n int
			if labelled >= size {
				parts = append(parts, part)
				part, labelled = treePart{first: part.last + 1, tags: tags}, 0
			}
			err := rows.Scan(&part.last, &n)
			part.photos, labelled = part.photos+1, labelled+n
			return err
		})
		part.last, part.ends = math.MaxInt64, true
		parts = append(parts, part)
		return err
	})
	return parts, err
}
