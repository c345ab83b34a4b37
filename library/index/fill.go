package index

import (
	"context"
	"errors"
	"fmt"
	"time"

	"descry/library"
)

// fillRetryAfter is how long an encoder that could not be filled is left alone. Loading a
// large model that does not work again and again would heat the machine.
const fillRetryAfter = 5 * time.Minute

// fill runs the pipeline over the photos that the next encoder lacks. fill ends early when
// there is work for the active encoder: what is being encoded is finished, the rest is listed
// again by the next call. woken says that there was a wake meanwhile, so that both encoders
// are to be looked at again. An error is the next encoder's, and is noted in the state.
func (x *Indexer) fill(ctx context.Context) (again []library.PendingFile, woken bool, err error) {
	ctx, p, err := x.begin(ctx, filling)
	if err != nil {
		return nil, false, err
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		again, err = p.run.drain(ctx)
	}()
	woken = x.giveWay(ctx, p.run, finished)
	err = x.end(ctx, p, err)
	current := true
	switch {
	case errors.Is(err, context.Canceled):
	case err != nil:
		err = fmt.Errorf("prepare %s: %w", p.model, err)
		current = x.ofPass(p, func(e *encoders) { e.err, e.again = err, x.o.Now().Add(fillRetryAfter) })
	case !woken:
		current = x.complete(p)
	}
	if !current {
		err = errRestarted
	}
	return again, woken, err
}

// giveWay waits for a pass and tells the pass to leave when the active encoder has work. Other
// wakes don't disturb the pass. woken reports whether there were any wakes.
func (x *Indexer) giveWay(ctx context.Context, r *run, finished <-chan struct{}) (woken bool) {
	for {
		select {
		case <-finished:
			return woken
		case <-x.wake:
			woken = true
			if x.activeWaits(ctx) {
				r.leave()
			}
		}
	}
}

// activeWaits also gives way to what can't be found out: the active encoder's pass
// will tell.
func (x *Indexer) activeWaits(ctx context.Context) bool {
	files, err := x.o.Store.Pending(ctx, x.chosen().Model(), 0, 1)
	return err != nil || len(files) > 0
}

// complete tells that nothing is left to fill, unless another encoder was chosen
// meanwhile.
func (x *Indexer) complete(p *pass) (current bool) {
	if !x.ofPass(p, func(*encoders) {}) {
		return false
	}
	x.o.OnFilled(p.model)
	x.ofPass(p, func(e *encoders) { e.filled = true })
	return true
}

// fillable counts, in the folders that can be read now, the files whose photo has
// been read with and without the encoder.
func (r *run) fillable(ctx context.Context) (done, pending int, err error) {
	read, err := r.o.Store.Folders(ctx, "")
	if err != nil {
		return 0, 0, err
	}
	encoded, err := r.o.Store.Folders(ctx, r.enc.Model())
	if err != nil {
		return 0, 0, err
	}
	unread := map[library.FolderID]int{}
	for _, f := range read {
		unread[f.ID] = f.Counts.Pending
	}
	for _, f := range encoded {
		if !f.Paused && f.OfflineSince.IsZero() {
			done += f.Counts.Indexed
			pending += max(0, f.Counts.Pending-unread[f.ID])
		}
	}
	return done, pending, nil
}
