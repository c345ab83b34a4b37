package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"descry/library"
)

// KnownFiles calls fn for the files of a folder at or below prefix.
func (s *Store) KnownFiles(ctx context.Context, id library.FolderID, prefix string, fn func(library.KnownFile)) error {
	query := `SELECT id, rel, state, photo_id IS NOT NULL, away_since IS NOT NULL, ignored,
  size, mtime_ns, inode, device, changed_ns, sidecars FROM files WHERE folder_id = ?`
	args := []any{id}
	if prefix != "" {
		from, to := relRange(prefix)
		query += " AND (rel = ? OR rel > ? AND rel < ?)"
		args = append(args, prefix, from, to)
	}
	err := each(ctx, s.reader, query, args, func(rows *sql.Rows) error {
		var f library.KnownFile
		var inode, device int64
		err := rows.Scan(&f.ID, &f.Rel, &f.State, &f.Photo, &f.Away, &f.Ignored,
			&f.Size, &f.ModTimeNS, &inode, &device, &f.ChangedNS, &f.Sidecars)
		if err != nil {
			return err
		}
		f.Inode, f.Device = uint64(inode), uint64(device)
		fn(f)
		return nil
	})
	return wrap("list known files", err)
}

// FileHashes calls fn with the hash of each of the files' photos, as last read.
func (s *Store) FileHashes(ctx context.Context, ids []library.FileID, fn func(library.FileID, library.Hash)) error {
	const query = "SELECT f.id, p.hash FROM files f JOIN photos p ON p.id = f.photo_id WHERE f.id IN (SELECT value FROM json_each(?))"
	err := each(ctx, s.reader, query, []any{idList(ids)}, func(rows *sql.Rows) error {
		var id library.FileID
		var hash sql.RawBytes
		err := rows.Scan(&id, &hash)
		if err == nil {
			fn(id, library.Hash(hex.EncodeToString(hash)))
		}
		return err
	})
	return wrap("list hashes of files", err)
}

// Problems lists the failed files, newest first, ignored files last. A limit that is not above
// zero is no limit.
func (s *Store) Problems(ctx context.Context, limit int) ([]library.Problem, error) {
	if limit <= 0 {
		limit = -1
	}
	const query = `
SELECT f.id, d.path, f.rel, f.error, f.error_at, f.ignored, f.retry_at
FROM files f JOIN folders d ON d.id = f.folder_id
WHERE f.state = 2 ORDER BY f.ignored, f.error_at DESC, f.id DESC LIMIT ?`
	var problems []library.Problem
	err := each(ctx, s.reader, query, []any{limit}, func(rows *sql.Rows) error {
		var p library.Problem
		var root, rel string
		var at int64
		var retry sql.NullInt64
		if err := rows.Scan(&p.File, &root, &rel, &p.Reason, &at, &p.Ignored, &retry); err != nil {
			return err
		}
		p.Path, p.Since, p.RetryAt = absolute(root, rel), time.Unix(0, at), fromNull(retry)
		problems = append(problems, p)
		return nil
	})
	return problems, wrap("list problems", err)
}

// IgnoreFailed has failed files ignored, or no longer ignored, and returns the files that
// changed.
func (s *Store) IgnoreFailed(ctx context.Context, ignored bool, ids ...library.FileID) ([]library.FailedFile, error) {
	return s.ignore(ctx, ignored, "id IN (SELECT value FROM json_each(?2))", idList(ids))
}

// IgnoreUnchanged is IgnoreFailed for the files that haven't changed since.
func (s *Store) IgnoreUnchanged(ctx context.Context, ignored bool, files []library.FailedFile) ([]library.FailedFile, error) {
	list := make([][3]int64, len(files))
	for i, f := range files {
		list[i] = [3]int64{int64(f.ID), f.Size, f.ModTimeNS}
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, wrap("ignore failed files", err)
	}
	return s.ignore(ctx, ignored, "(id, size, mtime_ns) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2))", string(text))
}

// ignore returns the files that ignore changed, by id. which is a condition in which list is
// ?2.
func (s *Store) ignore(ctx context.Context, ignored bool, which, list string) (changed []library.FailedFile, err error) {
	query := "UPDATE files SET ignored = ?1 WHERE state = 2 AND ignored <> ?1 AND " + which + " RETURNING id, size, mtime_ns"
	err = s.write(ctx, "ignore failed files", func(tx *sql.Tx) error {
		return each(ctx, tx, query, []any{ignored, list}, func(rows *sql.Rows) error {
			var f library.FailedFile
			err := rows.Scan(&f.ID, &f.Size, &f.ModTimeNS)
			changed = append(changed, f)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(changed, func(a, b library.FailedFile) int { return cmp.Compare(a.ID, b.ID) })
	return changed, nil
}

// RetryFailed sets failed files back to pending. No ids stand for all files that the user
// doesn't ignore, and for the photos that a model couldn't take.
func (s *Store) RetryFailed(ctx context.Context, ids ...library.FileID) error {
	query := "UPDATE files SET state = 0, error = '', error_at = NULL, retry_at = NULL, tries = 0 WHERE state = 2"
	var args []any
	if len(ids) == 0 {
		query += " AND ignored = 0"
	} else {
		query += " AND id IN (SELECT value FROM json_each(?))"
		args = append(args, idList(ids))
	}
	return s.write(ctx, "retry failed files", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil || len(ids) > 0 {
			return err
		}
		if _, err := nextGeneration(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE files SET retry_at = NULL, tries = 0 WHERE retry_at IS NOT NULL AND state <> 2"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM embeddings WHERE length(vec) = 0")
		return err
	})
}
