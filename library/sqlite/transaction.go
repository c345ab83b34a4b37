package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"descry/library"
)

// write runs fn in an immediate transaction and commits. Photos that lost their last file in
// the transaction get the time of the loss. The full text of changed photos is brought up to
// date, of very many photos in steps between which others can write. Steps that were cut short
// are done with the next write. A power cut may undo the last transactions, but none in part.
func (s *Store) write(ctx context.Context, op string, fn func(tx *sql.Tx) error) error {
	return s.writeAs(ctx, op, unsynced, fn)
}

// writeDurably is write for annotations and actions of the user. When writeDurably returns,
// the transaction is on the disk.
func (s *Store) writeDurably(ctx context.Context, op string, fn func(tx *sql.Tx) error) error {
	return s.writeAs(ctx, op, synced, fn)
}

// durability is how a transaction is committed, a value of SQLite's synchronous.
type durability string

const (
	unsynced durability = "normal" // written, and on the disk some time later
	synced   durability = "full"   // on the disk
)

func (s *Store) writeAs(ctx context.Context, op string, how durability, fn func(tx *sql.Tx) error) error {
	if s.writer == nil {
		return wrap(op, library.ErrReadOnly)
	}
	began := time.Now()
	more, err := s.writeOnce(ctx, how, fn)
	if err != nil {
		return wrap(op, err)
	}
	for more && giveWay(ctx, latest(began, time.Now().Add(-mostWay))) == nil {
		began = time.Now()
		if more, err = s.writeOnce(ctx, unsynced, func(*sql.Tx) error { return nil }); err != nil {
			break // fn's changes are committed
		}
	}
	return nil
}

// writeOnce is one transaction. more reports that full-text rows are still to be made anew.
func (s *Store) writeOnce(ctx context.Context, how durability, fn func(tx *sql.Tx) error) (more bool, err error) {
	notice := s.noticeSoon()
	defer notice.end()
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	if how == synced { // synchronous can't be changed within a transaction
		if err := synchronous(ctx, conn, synced); err != nil {
			return false, err
		}
		// If the reset fails, the next transactions are merely slower.
		defer synchronous(context.WithoutCancel(ctx), conn, unsynced)
	}
	notice.about(AnotherOne)
	tx, err := lock(ctx, conn)
	notice.end()
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
	changes, err := s.closeChanges(ctx, tx)
	if err != nil {
		return false, fmt.Errorf("record what was said: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return false, err
	}
	s.committed(context.WithoutCancel(ctx), conn, changes, how)
	return more, nil
}

func synchronous(ctx context.Context, conn *sql.Conn, how durability) error {
	_, err := conn.ExecContext(ctx, "PRAGMA synchronous = "+string(how))
	return err
}

// exec runs one statement in a transaction of its own and returns
// library.ErrNotFound when it changed no row.
func (s *Store) exec(ctx context.Context, op, query string, args ...any) error {
	return s.execAs(ctx, op, unsynced, query, args...)
}

// execDurably is exec for actions of the user.
func (s *Store) execDurably(ctx context.Context, op, query string, args ...any) error {
	return s.execAs(ctx, op, synced, query, args...)
}

func (s *Store) execAs(ctx context.Context, op string, how durability, query string, args ...any) error {
	return s.writeAs(ctx, op, how, func(tx *sql.Tx) error {
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

// each calls fn for every row of a query. fn scans the row.
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
