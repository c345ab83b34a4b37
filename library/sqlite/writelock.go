package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"descry/library"

	"github.com/mattn/go-sqlite3"
)

// Wait is what a writer waits for.
type Wait int

// What a writer may wait for.
const (
	Nothing     Wait = iota // the writer waits no more
	ThisProcess             // for a transaction of this process
	AnotherOne              // for a transaction of another process
)

// noticeWait is how long a writer waits before the notice.
const noticeWait = time.Second

// lockTryMS is how long SQLite waits for the write lock before the context is looked at again.
// Nothing else ends a wait in SQLite.
const lockTryMS = 100

// waitNotice tells of a wait that takes long, and of its end.
type waitNotice struct {
	tell  func(Wait)
	timer *time.Timer

	mu    sync.Mutex
	what  Wait
	told  bool
	ended bool
}

func (s *Store) noticeSoon() *waitNotice {
	n := &waitNotice{tell: s.waiting, what: ThisProcess}
	n.timer = time.AfterFunc(noticeWait, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.told = !n.ended; n.told {
			n.tell(n.what)
		}
	})
	return n
}

// about sets what the writer waits for from now on.
func (n *waitNotice) about(what Wait) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.what = what; n.told {
		n.tell(what)
	}
}

// end ends the notice. A second end does nothing.
func (n *waitNotice) end() {
	n.timer.Stop()
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.told && !n.ended {
		n.tell(Nothing)
	}
	n.ended = true
}

// lock begins an immediate transaction as soon as no other process writes, and fails with
// library.ErrBusy after half a minute.
func lock(ctx context.Context, conn *sql.Conn) (tx *sql.Tx, err error) {
	if err := setBusyTimeout(ctx, conn, lockTryMS); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(busyTimeoutMS * time.Millisecond); ; {
		tx, err = conn.BeginTx(ctx, nil)
		if !isBusy(err) || ctx.Err() != nil {
			break
		}
		if time.Now().After(deadline) {
			err = fmt.Errorf("%w: %w", library.ErrBusy, err)
			break
		}
	}
	// Other statements wait as before, also after an error.
	if perr := setBusyTimeout(context.WithoutCancel(ctx), conn, busyTimeoutMS); err == nil && perr != nil {
		return nil, errors.Join(perr, tx.Rollback())
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return tx, err
}

func setBusyTimeout(ctx context.Context, conn *sql.Conn, ms int) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", ms))
	return err
}

func isBusy(err error) bool {
	var driver sqlite3.Error
	return errors.As(err, &driver) && driver.Code == sqlite3.ErrBusy
}
