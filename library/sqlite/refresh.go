package sqlite

import (
	"context"
	"database/sql"
)

// refreshMentions makes the full-text rows anew that the triggers said are stale.
// Photos without a file have none.
func refreshMentions(ctx context.Context, tx *sql.Tx) error {
	var stale bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM stale_mentions)").Scan(&stale)
	if err != nil || !stale {
		return err
	}
	for _, query := range []string{
		"DELETE FROM mentions WHERE rowid IN (SELECT photo FROM stale_mentions)",
		`INSERT INTO mentions (rowid, tags, people, names, places, caption)
SELECT w.photo, tags, people, names, places, caption FROM stale_mentions s CROSS JOIN photo_words w ON w.photo = s.photo`,
		"DELETE FROM stale_mentions",
	} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}
