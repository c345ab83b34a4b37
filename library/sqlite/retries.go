package sqlite

import (
	"context"
	"database/sql"
	"time"

	"descry/library"
)

// retryable are the files that failed for reasons of the system and can be tried again, in
// folders and on drives that can be read.
const retryable = "retry_at IS NOT NULL AND ignored = 0 AND away_since IS NULL AND folder_id IN (SELECT d.id FROM folders d WHERE" + activeFolder + ")"

// RetryDue sets the files to pending that are due, and tells when the next one is due.
func (s *Store) RetryDue(ctx context.Context, at time.Time) (files int, next time.Time, err error) {
	const query = `
SELECT count(*) FILTER (WHERE retry_at <= ?1), min(retry_at) FILTER (WHERE retry_at > ?1) FROM files WHERE ` + retryable
	var later sql.NullInt64
	if err := s.reader.QueryRowContext(ctx, query, at.UnixNano()).Scan(&files, &later); err != nil {
		return 0, time.Time{}, wrap("list files to try again", err)
	}
	if files > 0 {
		err = s.retry(ctx, retryable+" AND retry_at <= ?", at.UnixNano())
	}
	return files, fromNull(later), err
}

// RetryFolder sets all retryable files of a folder to pending, due or not.
func (s *Store) RetryFolder(ctx context.Context, id library.FolderID) (files int, err error) {
	const which = retryable + " AND folder_id = ?"
	if err := s.reader.QueryRowContext(ctx, "SELECT count(*) FROM files WHERE "+which, id).Scan(&files); err != nil || files == 0 {
		return 0, wrap("list files to try again", err)
	}
	return files, s.retry(ctx, which, id)
}

// retry sets files to pending and leaves the count of their tries. A file whose photo is known
// failed for a model only, and loses the row that says that the model can't take the photo.
func (s *Store) retry(ctx context.Context, which string, args ...any) error {
	return s.write(ctx, "try files again", func(tx *sql.Tx) error {
		if _, err := nextGeneration(ctx, tx); err != nil {
			return err
		}
		for _, query := range []string{
			"DELETE FROM embeddings WHERE length(vec) = 0 AND photo_id IN (SELECT photo_id FROM files WHERE state = 1 AND " + which + ")",
			"UPDATE files SET retry_at = NULL WHERE state <> 2 AND " + which,
			"UPDATE files SET state = 0, error = '', error_at = NULL, retry_at = NULL WHERE state = 2 AND " + which,
		} {
			if _, err := tx.ExecContext(ctx, query, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// Retries counts the problems that will be tried again, and tells when the first is due.
func (s *Store) Retries(ctx context.Context) (files int, next time.Time, err error) {
	const query = "SELECT count(*), min(retry_at) FROM files WHERE retry_at IS NOT NULL AND state = 2 AND ignored = 0"
	var first sql.NullInt64
	err = s.reader.QueryRowContext(ctx, query).Scan(&files, &first)
	return files, fromNull(first), wrap("count files to try again", err)
}
