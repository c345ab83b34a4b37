package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"descry/library"
)

// Journal takes annotations and actions of the user out of the catalogue, to where damage of
// the catalogue does not reach.
type Journal interface {
	// Last is the number of the last change in the journal, 0 without one.
	Last() (int64, error)
	// Append writes changes, leaving out those up to Last, and returns when the changes are on
	// the disk.
	Append(changes []library.UserChange) error
	// Changes calls fn for the changes above a number, in order.
	Changes(after int64, fn func(library.UserChange) error) error
}

// JournalState tells how catalogue and journal stand to each other.
type JournalState struct {
	// Waiting is the number of changes that are not known to be in the journal.
	Waiting int
	// Err is why changes wait, nil if the journal took the last change.
	Err error
	// Missing are the changes that are in the journal and not in the catalogue,
	// because an older file was put in its place.
	Missing []ChangeRange
}

// ChangeRange are the changes with numbers from First to Last.
type ChangeRange struct{ First, Last int64 }

// outbox hands the rows of owner_changes to the journal. Triggers insert a row in the
// transaction of the change. The row goes when the journal has the change on the disk. A kill
// at any moment leaves each change in one of the two, and no change is written twice since the
// journal knows its last number.
type outbox struct {
	journal Journal
	log     *slog.Logger

	mu      sync.Mutex // guards the fields for all but the holder of the only writing handle
	handed  int64      // the last change that the journal has for sure
	cleared int64      // the last change whose row is deleted
	behind  bool       // rows wait for the journal
	failed  error      // why rows wait
	tried   time.Time
}

const (
	// handedAtOnce is how many changes are handed over at a time.
	handedAtOnce = 1000
	// journalAgain is how long after a failure any transaction tries the journal again. A
	// transaction with a change of the user always does.
	journalAgain = time.Minute
	// valueMissing names the value that keeps JournalState.Missing.
	valueMissing = "journal.missing"
)

// closeChanges sets the time of the changes that a transaction made, deletes the changes that
// the journal has, and returns the number of changes made.
func (s *Store) closeChanges(ctx context.Context, tx *sql.Tx) (made int64, err error) {
	o := &s.outbox
	if o.handed > o.cleared {
		if _, err := tx.ExecContext(ctx, "DELETE FROM owner_changes WHERE id <= ?", o.handed); err != nil {
			return 0, err
		}
	}
	res, err := tx.ExecContext(ctx, "UPDATE owner_changes SET at = ? WHERE at = 0", s.now().UnixNano())
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// committed hands over the changes of a transaction that made so many.
func (s *Store) committed(ctx context.Context, conn *sql.Conn, made int64, how durability) {
	o := &s.outbox
	o.cleared = o.handed
	again := o.behind && s.now().Sub(o.tried) >= journalAgain
	if o.journal == nil || made == 0 && !again {
		return
	}
	if how == unsynced {
		// The journal must not know more than the catalogue after a power cut.
		if err := s.sync(ctx, conn); err != nil {
			o.note(s.now(), fmt.Errorf("bring the catalogue to the disk: %w", err))
			return
		}
	}
	o.note(s.now(), o.handOver(ctx, conn))
}

// sync brings transactions that were committed without waiting for the disk to the disk: a
// durable transaction takes those before along.
func (s *Store) sync(ctx context.Context, conn *sql.Conn) error {
	if err := synchronous(ctx, conn, synced); err != nil {
		return err
	}
	defer synchronous(ctx, conn, unsynced)
	_, err := conn.ExecContext(ctx, "UPDATE owner_changes SET at = at WHERE id = (SELECT max(id) FROM owner_changes)")
	return err
}

// handOver gives the journal all changes that wait.
func (o *outbox) handOver(ctx context.Context, conn querier) error {
	for {
		list, err := waitingChanges(ctx, conn, o.handed, handedAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := o.journal.Append(list); err != nil {
			return err
		}
		o.handed = list[len(list)-1].N
	}
}

func waitingChanges(ctx context.Context, db querier, after int64, limit int) (list []library.UserChange, err error) {
	const query = "SELECT id, at, change FROM owner_changes WHERE id > ? ORDER BY id LIMIT ?"
	err = each(ctx, db, query, []any{after, limit}, func(rows *sql.Rows) error {
		var c library.UserChange
		var at int64
		err := rows.Scan(&c.N, &at, (*[]byte)(&c.Record))
		c.At = time.Unix(0, at)
		list = append(list, c)
		return err
	})
	return list, err
}

// note keeps the result of handing over. One line in the log tells the first failure, and one
// the end of the failures.
func (o *outbox) note(now time.Time, err error) {
	o.mu.Lock()
	failed := o.failed
	o.failed, o.behind, o.tried = err, err != nil, now
	o.mu.Unlock()
	switch {
	case err != nil && failed == nil:
		o.log.Error("the journal of edits can't be written; they are kept in the catalogue until it can", "err", err)
	case err == nil && failed != nil:
		o.log.Info("the journal of edits is written again")
	}
}

// openJournal hands over what a kill left. A journal that can't be read or written is no
// reason not to open the catalogue. Another process that writes is no reason to wait: the rest
// goes with the next change.
func (s *Store) openJournal(ctx context.Context) error {
	o := &s.outbox
	if o.journal == nil {
		return nil
	}
	last, err := o.journal.Last() // read before the catalogue, which is otherwise never behind the journal
	if err != nil {
		o.note(s.now(), err)
		return nil
	}
	numbered, err := lastChange(ctx, s.reader)
	if err != nil {
		return err
	}
	if numbered < last {
		if err := s.goOnAbove(ctx, last); err != nil {
			return fmt.Errorf("go on above the journal of edits: %w", err)
		}
	}
	// Rows that the journal has are deleted with the next change, and are no reason to wait
	// for another writer.
	list, err := waitingChanges(ctx, s.reader, last, 1)
	if err != nil || len(list) == 0 {
		return err
	}
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := setBusyTimeout(ctx, conn, lockTryMS); err != nil {
		return err
	}
	defer setBusyTimeout(context.WithoutCancel(ctx), conn, busyTimeoutMS)
	if err = s.sync(ctx, conn); isBusy(err) {
		return nil
	}
	if err == nil {
		err = o.handOver(ctx, conn)
	}
	o.note(s.now(), err)
	return nil
}

// lastChange is the number of the last change that the catalogue has seen.
func lastChange(ctx context.Context, db rowQuerier) (n int64, err error) {
	err = db.QueryRowContext(ctx, "SELECT coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'owner_changes'), 0)").Scan(&n)
	return n, err
}

// rowQuerier is what a pool and a transaction have in common for reading one row.
type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// goOnAbove makes the next change the one after last. last is more than the catalogue has
// seen, since somebody put an older file in its place.
func (s *Store) goOnAbove(ctx context.Context, last int64) error {
	var missing ChangeRange
	err := s.writeDurably(ctx, "number changes", func(tx *sql.Tx) error {
		numbered, err := lastChange(ctx, tx)
		if err != nil || numbered >= last { // another process was faster
			return err
		}
		missing = ChangeRange{numbered + 1, last}
		if err := s.renumber(ctx, tx, last); err != nil {
			return err
		}
		ranges, err := missingChanges(ctx, tx)
		if err != nil {
			return err
		}
		return setMissing(ctx, tx, append(ranges, missing))
	})
	if err == nil && missing.Last > 0 {
		s.outbox.log.Warn("the catalogue is older than the journal of edits; descry restore brings in what it lacks",
			"first", missing.First, "last", missing.Last)
	}
	return err
}

// renumber gives changes that wait numbers above last. Changes that the journal has with the
// same content keep theirs: they waited when the file was copied.
func (s *Store) renumber(ctx context.Context, tx *sql.Tx, last int64) error {
	list, err := waitingChanges(ctx, tx, 0, -1)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		has := make(map[int64]library.UserChange)
		for _, c := range list {
			has[c.N] = c
		}
		err := s.outbox.journal.Changes(list[0].N-1, func(c library.UserChange) error {
			if w, ok := has[c.N]; ok && w.At.Equal(c.At) && bytes.Equal(w.Record, c.Record) {
				delete(has, c.N)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, c := range list {
			if _, other := has[c.N]; !other {
				continue
			}
			if _, err := tx.ExecContext(ctx, "UPDATE owner_changes SET id = id + ? WHERE id = ?", last, c.N); err != nil {
				return err
			}
		}
	}
	return numberAbove(ctx, tx, last)
}

// numberAbove makes the number of the next change at least the one after last.
func numberAbove(ctx context.Context, tx *sql.Tx, last int64) error {
	for _, query := range []string{
		"INSERT INTO sqlite_sequence (name, seq) SELECT 'owner_changes', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'owner_changes')",
		"UPDATE sqlite_sequence SET seq = max(seq, ?1, coalesce((SELECT max(id) FROM owner_changes), 0)) WHERE name = 'owner_changes'",
	} {
		if _, err := tx.ExecContext(ctx, query, last); err != nil {
			return err
		}
	}
	return nil
}

func missingChanges(ctx context.Context, db rowQuerier) (ranges []ChangeRange, err error) {
	var text []byte
	err = db.QueryRowContext(ctx, "SELECT value FROM named_values WHERE name = ?", valueMissing).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil && json.Unmarshal(text, &ranges) != nil {
		return nil, nil // damaged: nothing depends on the value
	}
	return ranges, err
}

func setMissing(ctx context.Context, tx *sql.Tx, ranges []ChangeRange) error {
	if len(ranges) == 0 {
		_, err := tx.ExecContext(ctx, "DELETE FROM named_values WHERE name = ?", valueMissing)
		return err
	}
	text, err := json.Marshal(ranges)
	if err == nil {
		_, err = tx.ExecContext(ctx, `INSERT INTO named_values (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value`, valueMissing, string(text))
	}
	return err
}

// JournalState tells how far the journal has come.
func (s *Store) JournalState(ctx context.Context) (state JournalState, err error) {
	s.outbox.mu.Lock()
	state.Err = s.outbox.failed
	s.outbox.mu.Unlock()
	after := int64(0)
	if j := s.outbox.journal; j != nil {
		if after, err = j.Last(); err != nil {
			state.Err, after, err = err, 0, nil
		}
	}
	err = s.reader.QueryRowContext(ctx, "SELECT count(*) FROM owner_changes WHERE id > ?", after).Scan(&state.Waiting)
	if err == nil {
		state.Missing, err = missingChanges(ctx, s.reader)
	}
	return state, wrap("look at the journal", err)
}

// KnownChange is the number of the last change up to which the catalogue has every change. A
// change that an older file lacks doesn't count as known.
func (s *Store) KnownChange(ctx context.Context) (int64, error) {
	known, err := lastChange(ctx, s.reader)
	if err == nil {
		var missing []ChangeRange
		missing, err = missingChanges(ctx, s.reader)
		for _, r := range missing {
			known = min(known, r.First-1)
		}
	}
	return known, wrap("count changes", err)
}

// ForgetMissing notes that all missing changes have been brought in from the journal.
func (s *Store) ForgetMissing(ctx context.Context) error {
	return s.writeDurably(ctx, "bring in changes", func(tx *sql.Tx) error { return setMissing(ctx, tx, nil) })
}
