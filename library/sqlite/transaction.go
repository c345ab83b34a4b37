package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"descry/library"
)

// write runs fn in an immediate transaction and commits it. Photos that lost
// their last file in it get the time of the loss, and what is written about photos
// is brought up to date: of very many photos in steps between which others can
// write. Steps that were cut short are done with the next write.
func (s *Store) write(ctx context.Context, op string, fn func(tx *sql.Tx) error) error {
	if s.writer == nil {
		return wrap(op, library.ErrReadOnly)
	}
	began := time.Now()
	more, err := s.writeOnce(ctx, fn)
	if err != nil {
		return wrap(op, err)
	}
	for more && giveWay(ctx, began) == nil {
		began = time.Now()
		if more, err = s.writeOnce(ctx, func(*sql.Tx) error { return nil }); err != nil {
			break // what was to be written is
		}
	}
	return nil
}

// writeOnce is one transaction; more reports that full-text rows are still to be
// made anew.
func (s *Store) writeOnce(ctx context.Context, fn func(tx *sql.Tx) error) (more bool, err error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback() // without effect once committed
	if err := fn(tx); err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE photos SET orphaned_since = ? WHERE orphaned_since = 0", s.now().UnixNano())
	if err != nil {
		return false, err
	}
	if more, err = refreshMentions(ctx, tx); err != nil {
		return false, fmt.Errorf("index what is written: %w", err)
	}
	return more, tx.Commit()
}

// exec runs one statement in a transaction of its own and returns
// library.ErrNotFound when it changed no row.
func (s *Store) exec(ctx context.Context, op, query string, args ...any) error {
	return s.write(ctx, op, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		return found(res)
	})
}

func found(res sql.Result) error {
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = library.ErrNotFound
	}
	return err
}

// querier is what a pool and a transaction have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each calls fn for every row of a query, which it scans itself.
func each(ctx context.Context, db querier, query string, args []any, fn func(rows *sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// idList writes ids as the JSON array that json_each takes.
func idList[T ~int64](ids []T) string {
	list := make([]byte, 1, 2+8*len(ids))
	list[0] = '['
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, int64(id), 10)
	}
	return string(append(list, ']'))
}
