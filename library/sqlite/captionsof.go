package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

// CaptionsOf tells the captions of the photos that are there, in the order of photos.
func (s *Store) CaptionsOf(ctx context.Context, photos []library.PhotoID) ([]library.CaptionOf, error) {
	const query = `SELECT p.id, coalesce(p.own_caption, p.caption), p.own_caption IS NOT NULL
FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value ORDER BY j.key`
	list := make([]library.CaptionOf, 0, len(photos))
	err := each(ctx, s.reader, query, []any{idList(photos)}, func(rows *sql.Rows) error {
		var one library.CaptionOf
		err := rows.Scan(&one.Photo, &one.Text, &one.Own)
		list = append(list, one)
		return err
	})
	return list, wrap("read captions", err)
}
