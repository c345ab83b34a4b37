package sqlite

import (
	"context"
	"database/sql"
)

// refreshStep is how many photos one transaction brings up to date, beyond those of
// any usual change: 0.1 s.
const refreshStep = 2000

// refreshMentions makes the full-text rows anew that the triggers marked as stale. Photos
// without a file have none. more reports that some rows are left.
func refreshMentions(ctx context.Context, tx *sql.Tx) (more bool, err error) {
	var n int
	const count = "SELECT count(*) FROM (SELECT 1 FROM stale_mentions LIMIT ?)"
	if err := tx.QueryRowContext(ctx, count, refreshStep+1).Scan(&n); err != nil || n == 0 {
		return false, err
	}
	const step = "(SELECT photo FROM stale_mentions ORDER BY photo LIMIT ?)"
	for _, query := range []string{
		"DELETE FROM mentions WHERE rowid IN " + step,
		"INSERT INTO mentions (rowid, tags, people, names, places, caption) " +
			"SELECT w.photo, tags, people, names, places, caption FROM " + step + " s CROSS JOIN photo_words w ON w.photo = s.photo",
		"DELETE FROM stale_mentions WHERE photo IN " + step,
	} {
		if _, err := tx.ExecContext(ctx, query, refreshStep); err != nil {
			return false, err
		}
	}
	return n > refreshStep, nil
}
