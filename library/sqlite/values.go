package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// Value returns a named value, "" when there is none.
func (s *Store) Value(ctx context.Context, key string) (value string, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT value FROM named_values WHERE name = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, wrap("read value "+key, err)
}

// SetValue stores a named value.
func (s *Store) SetValue(ctx context.Context, key, value string) error {
	return s.exec(ctx, "store value "+key,
		"INSERT INTO named_values (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", key, value)
}
