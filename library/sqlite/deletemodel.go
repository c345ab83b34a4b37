package sqlite

import (
	"context"
	"database/sql"
	"time"
)

const (
	// dropStep is how many vectors one transaction deletes: with two cores and a
	// disk over the network some 10 ms, seldom 100 when the log is folded in.
	dropStep = 200
	// vacuumStep is how many free pages one transaction gives back: 1 MiB.
	vacuumStep = 64
)

// DeleteModelVectors drops all vectors of a model in steps and gives their space
// back to the file system.
func (s *Store) DeleteModelVectors(ctx context.Context, model string) error {
	for more := true; more; {
		began := time.Now()
		err := s.write(ctx, "delete vectors", func(tx *sql.Tx) (err error) {
			more, err = dropVectors(ctx, tx, model)
			return err
		})
		if err != nil {
			return err
		}
		if err := giveWay(ctx, began); err != nil {
			return wrap("delete vectors", err)
		}
	}
	return wrap("reclaim space", s.reclaim(ctx))
}

// A single row tells from the first step on what the deletions would tell one by one. Readers
// of the changes then compare all vectors, so that a kill between two steps leaves nothing
// wrong.
const (
	markDroppedSQL = `INSERT INTO embedding_deletions (model, photo_id, gen)
SELECT m.id, 0, n FROM models m, vector_generation WHERE m.name = ?1 AND (
  EXISTS (SELECT 1 FROM embeddings WHERE model = m.id) OR
  EXISTS (SELECT 1 FROM embedding_deletions WHERE model = m.id AND photo_id > 0))
ON CONFLICT DO UPDATE SET gen = excluded.gen`

	dropSQL = `DELETE FROM embeddings WHERE id IN (
  SELECT id FROM embeddings INDEXED BY embeddings_gen WHERE model = ` + modelByName + ` ORDER BY gen LIMIT ?2)`

	forgetSQL = `DELETE FROM embedding_deletions WHERE model = ` + modelByName + ` AND photo_id IN (
  SELECT photo_id FROM embedding_deletions WHERE model = ` + modelByName + ` AND photo_id > 0 LIMIT ?2)`

	forgetCountsSQL = `DELETE FROM model_counts WHERE model = ` + modelByName + `
  AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.model = model_counts.model)`
)

// dropVectors deletes some vectors and reports whether there may be more.
func dropVectors(ctx context.Context, tx *sql.Tx, model string) (more bool, err error) {
	if _, err := nextGeneration(ctx, tx); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, markDroppedSQL, model); err != nil {
		return false, err
	}
	dropped, err := changed(tx.ExecContext(ctx, dropSQL, model, dropStep))
	if err != nil {
		return false, err
	}
	// Twice as many rows as the step added are forgotten, since there may be older rows.
	forgotten, err := changed(tx.ExecContext(ctx, forgetSQL, model, 2*dropStep))
	if err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, forgetCountsSQL, model)
	return dropped+forgotten > 0, err
}

func changed(res sql.Result, err error) (rows int64, _ error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// giveWay rests for as long as the step before took, so that the catalogue is free for other
// processes half of the time. The lock doesn't wake a waiting process, which has to find a
// free moment.
func giveWay(ctx context.Context, began time.Time) error {
	t := time.NewTimer(max(5*time.Millisecond, time.Since(began)))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
