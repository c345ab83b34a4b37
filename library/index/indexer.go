package index

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"descry/library"
)

// Indexer keeps the catalogue true to the folders. Use Once for one complete pass
// or Run to stay; not both at a time.
type Indexer struct {
	o     Options
	meter *meter

	mu         sync.Mutex
	paused     bool
	draining   bool
	scanning   int
	notice     string
	err        error
	unreadable map[library.FolderID][]Unreadable
	stop       context.CancelFunc // ends the drain in progress; nil when none

	wake chan struct{} // there may be something to drain, or pausing changed
	jobs *jobs         // scans asked for
}

// New checks the options. Nothing runs before Once or Run.
func New(o Options) (*Indexer, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Indexer{
		o: o, meter: newMeter(o.Now), unreadable: map[library.FolderID][]Unreadable{},
		wake: make(chan struct{}, 1), jobs: newJobs(),
	}, nil
}

// maxUnstable bounds how long Once waits for files that are still being written.
const maxUnstable = time.Minute

// Once scans all folders that are not paused and indexes until nothing is
// pending, or only files that keep changing are.
func (x *Indexer) Once(ctx context.Context) error {
	folders, err := x.o.Store.Folders(ctx, x.o.Encoder.Model())
	if err != nil {
		return err
	}
	x.set(func() { x.scanning++ })
	for _, f := range folders {
		if f.Paused {
			continue
		}
		if _, err := x.Sync(ctx, f); err != nil {
			x.set(func() { x.scanning-- })
			return err
		}
	}
	x.set(func() { x.scanning-- })
	defer x.set(func() { x.notice = "" })
	for deadline := x.o.Now().Add(maxUnstable); ; {
		again, err := x.drain(ctx)
		if err != nil || len(again) == 0 || x.o.Now().After(deadline) {
			return err
		}
		if err := x.awaitStable(ctx, len(again)); err != nil {
			return err
		}
		if err := x.syncFiles(ctx, again); err != nil {
			return err
		}
	}
}

// awaitStable gives files that are being written a moment, and says so until Once
// ends.
func (x *Indexer) awaitStable(ctx context.Context, files int) error {
	x.set(func() { x.notice = fmt.Sprintf("Waiting for files that are still being written: %d", files) })
	return sleep(ctx, x.o.StableFor)
}

// drain runs the pipeline over all that is pending.
func (x *Indexer) drain(ctx context.Context) ([]library.PendingFile, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	x.set(func() { x.draining, x.stop = true, cancel })
	defer x.set(func() { x.draining, x.stop = false, nil })
	return newRun(x.o, x.meter).drain(ctx)
}

// syncFiles looks again at files that were changing, folder by folder.
func (x *Indexer) syncFiles(ctx context.Context, files []library.PendingFile) error {
	folders, err := x.o.Store.Folders(ctx, x.o.Encoder.Model())
	if err != nil {
		return err
	}
	for _, folder := range folders {
		var only []string
		for _, f := range files {
			if rel, ok := below(folder.Path, f.Path); ok {
				only = append(only, rel)
			}
		}
		if len(only) == 0 {
			continue
		}
		if _, err := x.Sync(ctx, folder, only...); err != nil {
			return err
		}
	}
	return nil
}

// SetPaused stops the pipeline after the batch in flight, or lets it go on.
// Scanning and watching continue: they cost little and nothing is missed.
func (x *Indexer) SetPaused(paused bool) {
	x.set(func() {
		x.paused = paused
		if paused && x.stop != nil {
			x.stop()
		}
	})
	x.Wake()
}

// Restart makes the pipeline list what is pending anew, after folders were
// paused or removed.
func (x *Indexer) Restart() {
	x.mu.Lock()
	if x.stop != nil {
		x.stop()
	}
	x.mu.Unlock()
	x.Wake()
}

// Wake tells a running indexer that folders or files may have changed.
func (x *Indexer) Wake() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

func (x *Indexer) isPaused() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.paused
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryAfter is how long a run that could not go on (disk full, say) waits before
// it tries again by itself.
const retryAfter = 30 * time.Second

// drainLoop drains whenever woken, until ctx ends. Files that are still being
// written go to hold.
func (x *Indexer) drainLoop(ctx context.Context, hold func([]library.PendingFile)) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-x.wake:
		}
		if x.isPaused() {
			continue
		}
		again, err := x.drain(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, context.Canceled): // paused or restarted
			x.set(func() { x.err = nil })
		case err != nil:
			x.o.Log.Error("indexing stopped", "err", err)
			x.set(func() { x.err = fmt.Errorf("indexing stopped: %w", err) })
			time.AfterFunc(retryAfter, x.Wake)
		default:
			x.set(func() { x.err = nil })
			hold(again)
		}
	}
}
