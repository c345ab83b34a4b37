package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"

	"descry/library"
)

// SavedSearches lists the owner's searches by name.
func (s *Store) SavedSearches(ctx context.Context) ([]library.SavedSearch, error) {
	var list []library.SavedSearch
	const query = "SELECT id, name, query, strictness FROM saved_searches ORDER BY caseless"
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var one library.SavedSearch
		err := rows.Scan(&one.ID, &one.Name, &one.Query, &one.Strictness)
		list = append(list, one)
		return err
	})
	return list, wrap("list saved searches", err)
}

// SaveSearch adds a search, or changes the one with its id.
func (s *Store) SaveSearch(ctx context.Context, one library.SavedSearch) (library.SavedSearchID, error) {
	one.Name = oneSpaced(one.Name)
	if one.Name == "" {
		return 0, errors.New("save search: it needs a name")
	}
	const insert = "INSERT INTO saved_searches (name, caseless, query, strictness, added) VALUES (?, ?, ?, ?, ?) RETURNING id"
	const update = "UPDATE saved_searches SET name = ?, caseless = ?, query = ?, strictness = ? WHERE id = ? RETURNING id"
	query, last := insert, any(s.now().UnixNano())
	if one.ID != 0 {
		query, last = update, one.ID
	}
	var id library.SavedSearchID
	err := s.write(ctx, "save search", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, query, one.Name, caseless(one.Name), one.Query, one.Strictness, last).Scan(&id)
		var driver sqlite3.Error
		if errors.As(err, &driver) && driver.ExtendedCode == sqlite3.ErrConstraintUnique {
			return library.ErrNameTaken
		}
		return orNotFound(err)
	})
	return id, err
}

// DeleteSearch forgets a search.
func (s *Store) DeleteSearch(ctx context.Context, id library.SavedSearchID) error {
	err := s.exec(ctx, "delete search", "DELETE FROM saved_searches WHERE id = ?", id)
	if errors.Is(err, library.ErrNotFound) {
		return nil
	}
	return err
}
