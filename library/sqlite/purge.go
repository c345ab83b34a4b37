package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"time"

	"descry/library"
)

const (
	// purgeStep is how many photos one transaction purges: as long as a few commits of
	// the indexer.
	purgeStep = 200

	// annotatedSQL is the condition that photo p has an annotation. Each part is looked up in
	// an index.
	annotatedSQL = `(p.own_caption IS NOT NULL
  OR EXISTS (SELECT 1 FROM photo_tags WHERE photo = p.id AND origin = 1)
  OR EXISTS (SELECT 1 FROM photo_tags WHERE photo = p.id AND origin = 2)
  OR EXISTS (SELECT 1 FROM feedback WHERE photo = p.id)
  OR EXISTS (SELECT 1 FROM suggested_tags WHERE photo = p.id AND rejected = 1)
  OR EXISTS (SELECT 1 FROM kept_records WHERE photo = p.id))`

	duePurgeSQL = "SELECT id FROM photos p WHERE orphaned_since < ? AND (purged = 0 OR NOT " + annotatedSQL + ")"

	purgeSQL = "SELECT p.id, p.hash, p.purged, " + annotatedSQL + `
FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value WHERE p.orphaned_since < ? AND (p.purged = 0 OR NOT ` + annotatedSQL + ")"
)

// Purge removes the vectors of photos that have long had no file, and the photos that have no
// annotation. A photo that was purged before is due again only when its annotations were taken
// back.
func (s *Store) Purge(ctx context.Context, before time.Time) ([]library.PurgedPhoto, error) {
	const op = "purge photos"
	if s.writer == nil {
		return nil, wrap(op, library.ErrReadOnly)
	}
	var due []library.PhotoID
	// Reading doesn't keep others from writing, so each step looks again.
	err := each(ctx, s.reader, duePurgeSQL, []any{before.UnixNano()}, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		due = append(due, id)
		return err
	})
	if err != nil {
		return nil, wrap(op, err)
	}
	return s.purgeInSteps(ctx, op, unsynced, due, func(tx *sql.Tx, step []library.PhotoID) ([]library.PurgedPhoto, error) {
		return purge(ctx, tx, step, before)
	})
}

// purgeInSteps purges photos in transactions between which others can write. After an early
// end, the photos of the steps that were done are returned.
func (s *Store) purgeInSteps(ctx context.Context, op string, how durability, photos []library.PhotoID,
	do func(tx *sql.Tx, step []library.PhotoID) ([]library.PurgedPhoto, error)) (gone []library.PurgedPhoto, err error) {
	for len(photos) > 0 {
		step := photos[:min(purgeStep, len(photos))]
		photos = photos[len(step):]
		began := time.Now()
		var done []library.PurgedPhoto
		err := s.writeAs(ctx, op, how, func(tx *sql.Tx) (err error) {
			done, err = do(tx, step)
			return err
		})
		if err != nil {
			return gone, err
		}
		gone = append(gone, done...)
		if len(photos) == 0 {
			break
		}
		if err := giveWay(ctx, began); err != nil {
			return gone, wrap(op, err)
		}
	}
	return gone, nil
}

// purge purges the photos that still have had no file since before a time, and returns the
// photos that had not been purged before.
func purge(ctx context.Context, tx *sql.Tx, photos []library.PhotoID, before time.Time) ([]library.PurgedPhoto, error) {
	var list []library.PurgedPhoto
	var kept, gone []library.PhotoID
	err := each(ctx, tx, purgeSQL, []any{idList(photos), before.UnixNano()}, func(rows *sql.Rows) error {
		var p library.PurgedPhoto
		var hash []byte
		var again bool
		if err := rows.Scan(&p.ID, &hash, &again, &p.Kept); err != nil {
			return err
		}
		p.Hash = library.Hash(hex.EncodeToString(hash))
		if p.Kept {
			kept = append(kept, p.ID)
		} else {
			gone = append(gone, p.ID)
		}
		if !again {
			list = append(list, p)
		}
		return nil
	})
	if err != nil || len(kept)+len(gone) == 0 {
		return nil, err
	}
	if _, err := nextGeneration(ctx, tx); err != nil {
		return nil, err
	}
	const among = " IN (SELECT value FROM json_each(?))"
	for _, change := range []struct {
		query  string
		photos []library.PhotoID
	}{
		{"DELETE FROM photos WHERE id" + among, gone},
		{"DELETE FROM embeddings WHERE photo_id" + among, kept},
		{"DELETE FROM suggested_tags WHERE rejected = 0 AND photo" + among, kept},
		{"DELETE FROM left_files WHERE photo" + among, kept}, // left_files tells what was saved in the last minutes
		{"UPDATE photos SET purged = 1 WHERE id" + among, kept},
	} {
		if _, err := tx.ExecContext(ctx, change.query, idList(change.photos)); err != nil {
			return nil, err
		}
	}
	return list, nil
}
