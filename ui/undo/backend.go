package undo

import (
	"context"

	"descry/app/service"
)

// Backend takes back what was done in this session, and does it again. All methods may be
// called from any goroutine; errors carry one sentence for the user. What changes by it is told by the events that the change
// itself had.
type Backend interface {
	// Undo takes back the last change that is not taken back yet. Unless id is 0 it
	// must be that one; when others came after it, that is an error. The zero Moved
	// says that there was nothing.
	Undo(ctx context.Context, id int64) (service.Moved, error)
	// Redo does the change again that was taken back last.
	Redo(ctx context.Context) (service.Moved, error)
	// UndoTo takes back a change and all after it, the newest first.
	UndoTo(ctx context.Context, id int64) ([]service.Moved, error)
	// History lists what can be taken back, the newest first, and what can be done
	// again, the next first.
	History(ctx context.Context) (done, undone []service.Change, err error)
}
