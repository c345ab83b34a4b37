package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

// photosAwaySQL begins with the files that can't be reached, since they are few or in folders
// that are offline.
const photosAwaySQL = `
SELECT photo_id FROM (
  SELECT photo_id FROM files INDEXED BY files_away WHERE away_since IS NOT NULL AND photo_id IS NOT NULL
  UNION
  SELECT f.photo_id FROM folders d JOIN files f ON f.folder_id = d.id WHERE d.offline_since IS NOT NULL AND f.photo_id IS NOT NULL
) lost WHERE NOT EXISTS (
  SELECT 1 FROM files o JOIN folders d ON d.id = o.folder_id
  WHERE o.photo_id = lost.photo_id AND o.away_since IS NULL AND d.offline_since IS NULL)`

// PhotosAway calls fn with every photo none of whose files can be reached.
func (s *Store) PhotosAway(ctx context.Context, fn func(library.PhotoID)) error {
	err := each(ctx, s.reader, photosAwaySQL, nil, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		if err == nil {
			fn(id)
		}
		return err
	})
	return wrap("list photos that are away", err)
}
