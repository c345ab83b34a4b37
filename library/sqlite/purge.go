package sqlite

import (
	"context"
	"database/sql"
	"time"

	"descry/library"
)

// Purge deletes photos that have had no file since before a time.
func (s *Store) Purge(ctx context.Context, before time.Time) ([]library.PhotoID, error) {
	var purged []library.PhotoID
	err := s.write(ctx, "purge photos", func(tx *sql.Tx) error {
		const which = " FROM photos WHERE orphaned_since < ?"
		collect := func(rows *sql.Rows) error {
			var id library.PhotoID
			err := rows.Scan(&id)
			purged = append(purged, id)
			return err
		}
		err := each(ctx, tx, "SELECT id"+which, []any{before.UnixNano()}, collect)
		if err != nil || len(purged) == 0 {
			return err
		}
		if _, err := nextGeneration(ctx, tx); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE"+which, before.UnixNano())
		return err
	})
	if err != nil {
		return nil, err
	}
	return purged, nil
}
