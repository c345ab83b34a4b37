package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"descry/library"
)

// SwapSearch puts one search in the place of another, which must be there exactly as given.
func (s *Store) SwapSearch(ctx context.Context, now, then library.SavedSearch) error {
	return s.writeDurably(ctx, "change search", func(tx *sql.Tx) error {
		list, err := savedSearches(ctx, tx)
		if err != nil {
			return err
		}
		same := func(one library.SavedSearch) bool { return one == now }
		taken := func(one library.SavedSearch) bool { return one.ID == then.ID }
		switch {
		case now.ID != 0 && !slices.ContainsFunc(list, same), now.ID == 0 && slices.ContainsFunc(list, taken):
			return library.ErrChanged
		case then.ID == 0:
			_, err := tx.ExecContext(ctx, "DELETE FROM saved_searches WHERE id = ?", now.ID)
			return err
		case now.ID != 0:
			_, err := s.saveSearch(ctx, tx, then)
			return err
		}
		fresh := then
		fresh.ID = 0
		id, err := s.saveSearch(ctx, tx, fresh)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE saved_searches SET id = ? WHERE id = ?", then.ID, id)
		return err
	})
}
