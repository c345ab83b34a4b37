package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"descry/internal/float16"
	"descry/library"
)

// Commit writes what the indexer learned. A result is dropped when its file's stamp is no
// longer the one that was read, or when its photo was purged meanwhile. The file then stays
// pending.
func (s *Store) Commit(ctx context.Context, model string, batch []library.IndexedPhoto) error {
	return s.write(ctx, "commit", func(tx *sql.Tx) error {
		w := &resultWriter{ctx: ctx, tx: tx, model: model, now: s.now(), devices: make(map[device]int64)}
		for i := range batch {
			if err := w.result(&batch[i]); err != nil {
				return fmt.Errorf("%s: %w", batch[i].File.Path, err)
			}
		}
		return dropMoved(ctx, tx, batch)
	})
}

// result writes one result.
func (w *resultWriter) result(r *library.IndexedPhoto) error {
	if r.Retry {
		return nil
	}
	if current, err := w.isCurrent(r.File); err != nil || !current {
		return err
	}
	tries, retryAt, err := w.retries(r)
	if err != nil {
		return err
	}
	if r.Err != nil {
		return w.exec(`UPDATE files SET state = 2, was = coalesce(photo_id, was), photo_id = NULL, error = ?, error_at = ?,
  tries = ?, retry_at = ?, decoding = ? WHERE id = ?`, r.Err.Error(), w.now.UnixNano(), tries, retryAt, r.Decoding, r.File.ID)
	}
	if r.Other {
		return w.exec(`UPDATE files SET state = 3, was = coalesce(photo_id, was), photo_id = NULL, error = '', error_at = NULL,
  tries = 0, retry_at = NULL, decoding = ? WHERE id = ?`, r.Decoding, r.File.ID)
	}
	id, err := w.photo(r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.encoded(id, r); err != nil {
		return err
	}
	if err := w.decoded(id, r); err != nil {
		return err
	}
	if err := w.metadata(id, r); err != nil {
		return err
	}
	if r.Reread {
		return nil
	}
	before, err := w.heldBefore(r.File.ID)
	if err != nil {
		return err
	}
	if err := w.inherit(before, id); err != nil {
		return err
	}
	return w.exec(`UPDATE files SET state = 1, photo_id = ?, was = NULL, error = '', error_at = NULL,
  tries = ?, retry_at = ? WHERE id = ?`, id, tries, retryAt, r.File.ID)
}

// retries is how often a file has failed for reasons of the system by now, and when the next
// attempt is due. Other failures give 0 and NULL.
func (w *resultWriter) retries(r *library.IndexedPhoto) (tries int, at sql.NullInt64, err error) {
	if !r.Temporary {
		return 0, at, nil
	}
	err = w.tx.QueryRowContext(w.ctx, "SELECT tries + 1 FROM files WHERE id = ?", r.File.ID).Scan(&tries)
	return tries, toNull(w.now.Add(library.RetryDelay(tries))), err
}

// isCurrent reports that the file row is still there with the stamp the file was
// read with.
func (w *resultWriter) isCurrent(f library.PendingFile) (current bool, err error) {
	const query = `SELECT EXISTS (SELECT 1 FROM files
WHERE id = ? AND size = ? AND mtime_ns = ? AND inode = ? AND device = ? AND changed_ns = ?)`
	err = w.tx.QueryRowContext(w.ctx, query, append([]any{f.ID}, stampArgs(f.FileStamp)...)...).Scan(&current)
	return current, err
}

// encoded stores what the model made of a photo, under this transaction's generation: a
// vector, or an empty one for a photo that the model can't take. An empty vector never
// replaces a vector that is there.
func (w *resultWriter) encoded(id library.PhotoID, r *library.IndexedPhoto) error {
	if r.Vector == nil && r.Refused == nil {
		return nil
	}
	if w.gen == 0 {
		if err := w.newGeneration(); err != nil {
			return err
		}
	}
	const insert = "INSERT INTO embeddings (model, photo_id, gen, vec) VALUES (?, ?, ?, ?) ON CONFLICT (model, photo_id) DO "
	if r.Refused != nil {
		return w.exec(insert+"NOTHING", w.modelID, id, w.gen, []byte{})
	}
	w.vec = float16.Append(w.vec[:0], r.Vector)
	return w.exec(insert+"UPDATE SET gen = excluded.gen, vec = excluded.vec", w.modelID, id, w.gen, w.vec)
}

func (w *resultWriter) newGeneration() (err error) {
	if w.model == "" {
		return errors.New("a vector without a model")
	}
	if w.modelID, err = internModel(w.ctx, w.tx, w.model); err != nil {
		return err
	}
	w.gen, err = nextGeneration(w.ctx, w.tx)
	return err
}

func internModel(ctx context.Context, tx *sql.Tx, name string) (id int64, err error) {
	if _, err := tx.ExecContext(ctx, "INSERT INTO models (name) VALUES (?) ON CONFLICT DO NOTHING", name); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, "SELECT id FROM models WHERE name = ?", name).Scan(&id)
	return id, err
}

// nextGeneration starts a generation. Every change of vectors follows a call of
// nextGeneration.
func nextGeneration(ctx context.Context, tx *sql.Tx) (n int64, err error) {
	err = tx.QueryRowContext(ctx, "UPDATE vector_generation SET n = n + 1 RETURNING n").Scan(&n)
	return n, err
}
