package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"descry/library"
)

// tagPhotos is TagPhotos in one transaction.
func (s *Store) tagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (library.Edit, error) {
	return s.edit(ctx, "tag photos", func(e *editor) (edit library.Edit, err error) {
		for _, t := range remove {
			row, ok, err := e.find(t)
			if err != nil {
				return edit, err
			}
			if ok {
				if err := e.removal(&edit, row, photos); err != nil {
					return edit, err
				}
			}
		}
		for _, t := range add {
			for _, photo := range photos {
				edit.Tags = append(edit.Tags, library.TagEdit{Photo: photo, Tag: t, Label: library.Yes})
			}
		}
		return edit, nil
	})
}

// removal adds to an edit the removal of a tag from photos: a No where the file has the
// keyword. The user's No stays.
func (e *editor) removal(edit *library.Edit, row tagRow, photos []library.PhotoID) error {
	const query = `SELECT w.photo, max(w.origin IN (0, 3)) FROM json_each(?) j
CROSS JOIN photo_tags w ON w.tag = ? AND w.photo = j.value GROUP BY w.photo HAVING max(w.origin = 2) = 0`
	return e.takeAway(edit, row, query, idList(photos), row.id)
}

// takeAway adds to an edit the removal of a tag from the photos that a query lists, each with
// whether its file has the keyword. Photos with the keyword get a No, the labels of the others
// go.
func (e *editor) takeAway(edit *library.Edit, row tagRow, query string, args ...any) error {
	return each(e.ctx, e.tx, query, args, func(rows *sql.Rows) error {
		one := library.TagEdit{Tag: row.tag}
		var file bool
		err := rows.Scan(&one.Photo, &file)
		if file {
			one.Label = library.No
		}
		edit.Tags = append(edit.Tags, one)
		return err
	})
}

// TagShares lists the tags of photos.
func (s *Store) TagShares(ctx context.Context, photos []library.PhotoID) ([]library.TagShare, error) {
	const query = `
SELECT t.kind, t.name, n, own FROM (
  SELECT w.tag, count(DISTINCT w.photo) AS n, sum(w.origin = 1) AS own
  FROM json_each(?) j CROSS JOIN photo_tags w INDEXED BY photo_tags_photo ON w.photo = j.value AND w.origin < 2 GROUP BY w.tag
) JOIN tags t ON t.id = tag ORDER BY n DESC, t.folded, t.kind`
	ids := slices.Clone(photos)
	slices.Sort(ids)
	var list []library.TagShare
	err := each(ctx, s.reader, query, []any{idList(slices.Compact(ids))}, func(rows *sql.Rows) error {
		var one library.TagShare
		err := rows.Scan(&one.Tag.Person, &one.Tag.Name, &one.Photos, &one.Own)
		list = append(list, one)
		return err
	})
	return list, wrap("list tags of photos", err)
}
