package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"descry/library"
	"descry/library/index"
)

// indexReport is what "descry index --json" prints at the end.
type indexReport struct {
	library.Counts
	Seconds  float64       `json:"seconds"`
	Problems []problemJSON `json:"problems"`
	Places   []placeJSON   `json:"places"` // folders and drives from which something is away
}

type problemJSON struct {
	Path    string     `json:"path"`
	Reason  string     `json:"reason"`
	RetryAt *time.Time `json:"retry_at,omitempty"` // when it is tried again by itself
}

// indexOnce indexes in this process, or follows the process that does; when that
// one ends first, the rest is done here.
func (e *engine) indexOnce(ctx context.Context, line *progressLine) error {
	for {
		lock, err := tryLock(e.paths.Lock, commandRole)
		if err != nil {
			return err
		}
		if lock != nil {
			return errors.Join(e.indexHere(ctx, line), lock.release())
		}
		if done, err := e.followOther(ctx, line); done || err != nil {
			return err
		}
	}
}

func (e *engine) indexHere(ctx context.Context, line *progressLine) error {
	var x *index.Indexer
	x, err := e.newIndexer(ctx, func(index.Change) {
		if x != nil {
			line.show(x.State())
		}
	})
	if err != nil {
		return err
	}
	if r, err := e.renewal(ctx); err != nil {
		return err
	} else if text := r.text(); text != "" {
		line.note(text)
	}
	err = e.telling(ctx, line, x.Once)
	if err != nil {
		return err
	}
	hidden, err := e.unreadable(ctx)
	if err != nil {
		return err
	}
	for _, u := range hidden {
		line.note(u.sentence())
	}
	// Now that photos that came back are no longer among them.
	if gone := e.purgeDue(ctx); gone.photos > 0 {
		line.note(gone.sentence())
	}
	if e.refused != nil {
		line.note(explain(e.refused))
	}
	e.tellDevices(line.note)
	if err := e.rememberDevices(ctx); err != nil {
		return err
	}
	return e.renewHere(ctx, line)
}

// telling tells of devices while something runs that may wait for one.
func (e *engine) telling(ctx context.Context, line *progressLine, do func(context.Context) error) error {
	following, cancel := context.WithCancel(ctx)
	var follower sync.WaitGroup
	follower.Go(func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-following.Done():
				return
			case <-ticker.C:
				e.tellDevices(line.note)
			}
		}
	})
	err := do(ctx)
	cancel()
	follower.Wait()
	return err
}

// renewHere ends the renewal of a library whose photos were just looked at again.
func (e *engine) renewHere(ctx context.Context, line *progressLine) error {
	if err := e.followChoice(ctx); err != nil { // a model may have been filled
		return err
	}
	before, err := e.renewal(ctx)
	if err != nil || before.idle() {
		return err
	}
	after, err := e.renew(ctx, line.count)
	if text := after.head.text(); text != "" && after.head.stage != before.head.stage {
		line.note(text)
	}
	return err
}
