package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

// PhotosWithoutFile calls fn with every photo that has no file and may still have vectors.
func (s *Store) PhotosWithoutFile(ctx context.Context, fn func(library.PhotoID)) error {
	const query = "SELECT id FROM photos WHERE orphaned_since IS NOT NULL AND purged = 0"
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		if err == nil {
			fn(id)
		}
		return err
	})
	return wrap("list photos without a file", err)
}
