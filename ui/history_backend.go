package ui

import (
	"context"
	"time"
)

// HistoryBackend takes back what was done in this session, and does it again. The
// rules of Backend hold. What changes by it is told by the events that the change
// itself had.
type HistoryBackend interface {
	// Undo takes back the last change that is not taken back yet. Unless id is 0 it
	// must be that one; when others came after it, that is an error. The zero Moved
	// says that there was nothing.
	Undo(ctx context.Context, id int64) (Moved, error)
	// Redo does the change again that was taken back last.
	Redo(ctx context.Context) (Moved, error)
	// UndoTo takes back a change and all after it, the newest first.
	UndoTo(ctx context.Context, id int64) ([]Moved, error)
	// History lists what can be taken back, the newest first, and what can be done
	// again, the next first.
	History(ctx context.Context) (done, undone []Change, err error)
}

// Change is something that was done and can be taken back. The zero Change says that
// nothing was changed.
type Change struct {
	ID    int64
	Label string // told when it is done: "Tagged 3 photos: Bella"
	What  string // as a thing: "tag “Bella” on 3 photos"
	At    time.Time
}

// Moved is a change that was taken back or done again.
type Moved struct {
	Change
	Left int  // photos that were changed since, and were left alone
	Gone bool // all of it was changed since: there was nothing to do, and it is forgotten

	LeftFiles int // the same as Left of files that could not be read
}
