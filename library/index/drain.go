package index

import (
	"context"
	"errors"
	"fmt"
	"time"

	"descry/library"
)

// retryAfter is how long a run that could not go on (disk full, say) waits before the next
// attempt.
const retryAfter = 30 * time.Second

// drainLoop drains whenever woken, until ctx ends. Files that are due for another attempt wake
// drainLoop, too. Files that are still being written go to hold.
func (x *Indexer) drainLoop(ctx context.Context, hold func([]library.PendingFile)) error {
	due := time.NewTimer(longestNap)
	defer due.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-x.wake:
		case <-due.C:
		}
		if x.isPaused() {
			continue
		}
		x.retryDue(ctx)
		for goOn := true; goOn && ctx.Err() == nil; {
			goOn = x.serve(ctx, hold) && (x.describeDue(ctx) || x.fillDue() && x.prepare(ctx, hold)) || x.rereadDue() && x.renew(ctx)
		}
		due.Reset(x.retryDue(ctx))
	}
}

// serve indexes for the active encoder. goOn reports whether the next encoder has its turn.
// The next encoder also has its turn when the active one doesn't work, since filling another
// is the way out then.
func (x *Indexer) serve(ctx context.Context, hold func([]library.PendingFile)) (goOn bool) {
	again, err := x.drain(ctx)
	switch {
	case errors.Is(err, context.Canceled): // paused, restarted or ended
		return false
	case err != nil:
		x.o.Log.Error("indexing stopped", "err", err)
		x.set(func() { x.err = fmt.Errorf("indexing stopped: %w", err) })
		time.AfterFunc(retryAfter, x.Wake)
	default:
		hold(again)
	}
	return true
}

// prepare fills the next encoder. goOn reports whether something may have become pending
// meanwhile.
func (x *Indexer) prepare(ctx context.Context, hold func([]library.PendingFile)) (goOn bool) {
	again, woken, err := x.fill(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		x.Wake() // the pass may have taken the wake of those who stopped the pass
		return false
	case err != nil:
		x.o.Log.Error("vectors are not prepared", "err", err)
		time.AfterFunc(fillRetryAfter, x.Wake)
	default:
		hold(again)
	}
	return woken
}
