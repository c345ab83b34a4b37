package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"

	"descry/library"
)

// SavedSearches lists the user's searches by name.
func (s *Store) SavedSearches(ctx context.Context) ([]library.SavedSearch, error) {
	list, err := savedSearches(ctx, s.reader)
	return list, wrap("list saved searches", err)
}

func savedSearches(ctx context.Context, db querier) (list []library.SavedSearch, err error) {
	const query = "SELECT id, name, query, strictness FROM saved_searches ORDER BY caseless"
	err = each(ctx, db, query, nil, func(rows *sql.Rows) error {
		var one library.SavedSearch
		err := rows.Scan(&one.ID, &one.Name, &one.Query, &one.Strictness)
		list = append(list, one)
		return err
	})
	return list, err
}

// SaveSearch adds a search, or changes the one with its id.
func (s *Store) SaveSearch(ctx context.Context, one library.SavedSearch) (id library.SavedSearchID, err error) {
	err = s.writeDurably(ctx, "save search", func(tx *sql.Tx) error {
		id, err = s.saveSearch(ctx, tx, one)
		return err
	})
	return id, err
}

func (s *Store) saveSearch(ctx context.Context, tx *sql.Tx, one library.SavedSearch) (id library.SavedSearchID, err error) {
	one.Name = oneSpaced(one.Name)
	if one.Name == "" {
		return 0, errors.New("it needs a name")
	}
	const insert = "INSERT INTO saved_searches (name, caseless, query, strictness, added) VALUES (?, ?, ?, ?, ?) RETURNING id"
	const update = "UPDATE saved_searches SET name = ?, caseless = ?, query = ?, strictness = ? WHERE id = ? RETURNING id"
	query, last := insert, any(s.now().UnixNano())
	if one.ID != 0 {
		query, last = update, one.ID
	}
	err = tx.QueryRowContext(ctx, query, one.Name, caseless(one.Name), one.Query, one.Strictness, last).Scan(&id)
	var driver sqlite3.Error
	if errors.As(err, &driver) && driver.ExtendedCode == sqlite3.ErrConstraintUnique {
		return id, library.ErrNameTaken
	}
	return id, orNotFound(err)
}

// DeleteSearch forgets a search.
func (s *Store) DeleteSearch(ctx context.Context, id library.SavedSearchID) error {
	err := s.execDurably(ctx, "delete search", "DELETE FROM saved_searches WHERE id = ?", id)
	if errors.Is(err, library.ErrNotFound) {
		return nil
	}
	return err
}
