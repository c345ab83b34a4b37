package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// shrinkTries and shrinkEvery bound how long reclaim waits for readers that still see the file
// as it was: ten seconds. After that, the file shrinks with one of the next commits.
const (
	shrinkTries = 100
	shrinkEvery = 100 * time.Millisecond
)

func ignoreRows(*sql.Rows) error { return nil }

// reclaim returns free pages step by step, so that other writers get their turn,
// and shrinks the file.
func (s *Store) reclaim(ctx context.Context) error {
	for {
		began := time.Now()
		var free int
		if err := s.writer.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
			return err
		}
		if free == 0 {
			return s.shrink(ctx)
		}
		step := fmt.Sprintf("PRAGMA incremental_vacuum(%d)", vacuumStep)
		if err := each(ctx, s.writer, step, nil, ignoreRows); err != nil {
			return err
		}
		if err := giveWay(ctx, began); err != nil {
			return err
		}
	}
}

// shrink folds the log into the file. The file then ends at its last page.
func (s *Store) shrink(ctx context.Context) error {
	for range shrinkTries {
		done, err := s.fold(ctx)
		if err != nil || done {
			return err
		}
		if err := giveWay(ctx, time.Now().Add(-shrinkEvery)); err != nil {
			return err
		}
	}
	return nil
}

// fold folds what can be folded without waiting: a checkpoint that waits for readers keeps
// writers out meanwhile.
func (s *Store) fold(ctx context.Context) (done bool, err error) {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	setTimeout := func(ms int) error {
		return each(ctx, conn, fmt.Sprintf("PRAGMA busy_timeout = %d", ms), nil, ignoreRows)
	}
	if err := setTimeout(0); err != nil {
		return false, err
	}
	var busy, logged, folded int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(truncate)").Scan(&busy, &logged, &folded)
	ctx = context.WithoutCancel(ctx) // whatever happened, the next writer is to wait again
	if perr := setTimeout(busyTimeoutMS); err == nil {
		err = perr
	}
	return busy == 0, err
}
