package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"descry/library"
	"descry/library/index"
)

// progress is told how far a long work is. Its methods are called on any goroutine.
type progress interface {
	show(s index.State)
	note(text string) // a sentence that stays
	count(what string, done, total int)
}

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
func (e *engine) indexOnce(ctx context.Context, p progress) error {
	for {
		lock, err := tryLock(e.paths.Lock, commandRole)
		if err != nil {
			return err
		}
		if lock != nil {
			return errors.Join(e.indexHere(ctx, p), lock.release())
		}
		if done, err := e.followOther(ctx, p); done || err != nil {
			return err
		}
	}
}

func (e *engine) indexHere(ctx context.Context, p progress) error {
	var x *index.Indexer
	x, err := e.newIndexer(ctx, func(index.Change) {
		if x != nil {
			p.show(x.State())
		}
	})
	if err != nil {
		return err
	}
	if r, err := e.renewal(ctx); err != nil {
		return err
	} else if text := r.text(); text != "" {
		p.note(text)
	}
	err = e.telling(ctx, p, x.Once)
	if err != nil {
		return err
	}
	hidden, err := e.unreadable(ctx)
	if err != nil {
		return err
	}
	for _, u := range hidden {
		p.note(u.sentence())
	}
	// Now that photos that came back are no longer among them.
	if gone := e.purgeDue(ctx); gone.photos > 0 {
		p.note(gone.sentence())
	}
	if e.refused != nil {
		p.note(explain(e.refused))
	}
	e.tellDevices(p.note)
	if err := e.rememberDevices(ctx); err != nil {
		return err
	}
	return e.renewHere(ctx, p)
}

// telling tells of devices while something runs that may wait for one.
func (e *engine) telling(ctx context.Context, p progress, do func(context.Context) error) error {
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
				e.tellDevices(p.note)
			}
		}
	})
	err := do(ctx)
	cancel()
	follower.Wait()
	return err
}

// renewHere ends the renewal of a library whose photos were just looked at again.
func (e *engine) renewHere(ctx context.Context, p progress) error {
	if err := e.followChoice(ctx); err != nil { // a model may have been filled
		return err
	}
	before, err := e.renewal(ctx)
	if err != nil || before.idle() {
		return err
	}
	after, err := e.renew(ctx, p.count)
	if text := after.head.text(); text != "" && after.head.stage != before.head.stage {
		p.note(text)
	}
	return err
}
