package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"descry/library"
)

// WithdrawRejections makes photos suggestions of a tag again that RejectSuggestions rejected,
// as they were before.
func (s *Store) WithdrawRejections(ctx context.Context, tag library.Tag, photos []library.PhotoID) error {
	return s.writeDurably(ctx, "withdraw rejections", func(tx *sql.Tx) error {
		row, err := findTag(ctx, tx, ownTag(tag))
		if errors.Is(err, sql.ErrNoRows) {
			return nil // nothing is suggested for it
		}
		if err != nil {
			return err
		}
		return withdrawRejections(ctx, tx, row, photos)
	})
}

func withdrawRejections(ctx context.Context, tx *sql.Tx, row tagRow, photos []library.PhotoID) error {
	const which = " WHERE tag = ?1 AND rejected = 1 AND photo IN (SELECT value FROM json_each(?2))"
	// Rejected photos without a confidence were no suggestions before.
	if _, err := tx.ExecContext(ctx, "DELETE FROM suggested_tags"+which+" AND confidence = 0", row.id, idList(photos)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE suggested_tags SET rejected = 0"+which, row.id, idList(photos))
	return err
}
