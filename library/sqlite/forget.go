package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"

	"descry/library"
)

// Forget deletes photos without a file, and all their annotations, in steps.
func (s *Store) Forget(ctx context.Context, photos []library.PhotoID) ([]library.PurgedPhoto, error) {
	return s.purgeInSteps(ctx, "forget photos", synced, photos, func(tx *sql.Tx, step []library.PhotoID) ([]library.PurgedPhoto, error) {
		return forget(ctx, tx, step)
	})
}

// forget deletes those of the photos that have no file.
func forget(ctx context.Context, tx *sql.Tx, photos []library.PhotoID) ([]library.PurgedPhoto, error) {
	var list []library.PurgedPhoto
	var ids []library.PhotoID
	const query = "SELECT p.id, p.hash FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value WHERE p.orphaned_since IS NOT NULL"
	err := each(ctx, tx, query, []any{idList(photos)}, func(rows *sql.Rows) error {
		var p library.PurgedPhoto
		var hash []byte
		err := rows.Scan(&p.ID, &hash)
		p.Hash = library.Hash(hex.EncodeToString(hash))
		list, ids = append(list, p), append(ids, p.ID)
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	if _, err := nextGeneration(ctx, tx); err != nil {
		return nil, err
	}
	these := idList(ids)
	tags, err := tagsOf(ctx, tx, these)
	if err != nil {
		return nil, err
	}
	// The annotations go before the photo, while the triggers still find the hash by which
	// they record the deletion.
	const among = " IN (SELECT value FROM json_each(?))"
	for _, query := range []string{
		"DELETE FROM photo_tags WHERE origin IN (1, 2) AND photo" + among,
		"UPDATE photos SET own_caption = NULL WHERE own_caption IS NOT NULL AND id" + among,
		"DELETE FROM feedback WHERE photo" + among,
		"DELETE FROM suggested_tags WHERE photo" + among,
		"DELETE FROM photos WHERE id" + among,
	} {
		if _, err := tx.ExecContext(ctx, query, these); err != nil {
			return nil, err
		}
	}
	for _, row := range tags { // a name may be private as well, so unused tags go
		if _, err := forgetTag(ctx, tx, row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// tagsOf are the tags with labels of photos, tags below others first.
func tagsOf(ctx context.Context, tx *sql.Tx, photos string) ([]tagRow, error) {
	var tags []tagRow
	const query = `SELECT id, kind, name FROM tags WHERE id IN (
  SELECT tag FROM json_each(?1) j CROSS JOIN photo_tags w ON w.photo = j.value UNION
  SELECT tag FROM json_each(?1) j CROSS JOIN suggested_tags s ON s.photo = j.value)
ORDER BY folded DESC`
	err := each(ctx, tx, query, []any{photos}, func(rows *sql.Rows) error {
		var row tagRow
		err := rows.Scan(&row.id, &row.tag.Person, &row.tag.Name)
		tags = append(tags, row)
		return err
	})
	return tags, err
}
