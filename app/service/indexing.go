package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"descry/app/notice"
	"descry/library"
	"descry/library/index"
)

// progress is told how far long work is. Its methods are called on any goroutine.
type progress interface {
	Show(s index.State)
	Note(n notice.Notice) // a sentence that stays
	Tell(n notice.Notice) // how far it is
}

// IndexReport is what a run of the indexer came to.
type IndexReport struct {
	library.Counts
	Seconds  float64        `json:"seconds"`
	Problems []IndexProblem `json:"problems"`
}

// IndexProblem is a file that could not be indexed, in JSON.
type IndexProblem struct {
	Path    string     `json:"path"`
	Reason  string     `json:"reason"`
	RetryAt *time.Time `json:"retry_at,omitempty"` // when the file is tried again
}

// IndexOnce indexes in this process, or follows the process that indexes. When that process
// ends first, this process indexes the rest.
func (e *Library) IndexOnce(ctx context.Context, p progress) error {
	for {
		lock, err := TryLock(e.Paths.Lock, commandRole)
		if err != nil {
			return err
		}
		if lock != nil {
			return errors.Join(e.indexHere(ctx, p), lock.Release())
		}
		if done, err := e.followOther(ctx, p); done || err != nil {
			return err
		}
	}
}

func (e *Library) indexHere(ctx context.Context, p progress) error {
	var x *index.Indexer
	x, err := e.NewIndexer(ctx, func(index.Change) {
		if x != nil {
			p.Show(x.State())
		}
	})
	if err != nil {
		return err
	}
	if r, err := e.Renewal(ctx); err != nil {
		return err
	} else if says := r.Says(); !says.IsZero() {
		p.Note(says)
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
		p.Note(u.Sentence())
	}
	if err := e.tellLinked(ctx, p); err != nil {
		return err
	}
	if err := e.tellChanges(ctx, p); err != nil {
		return err
	}
	// Photos that came back are no longer due by now.
	if gone := e.purgeDue(ctx); gone.photos > 0 {
		p.Note(gone.sentence())
	}
	if e.refused != nil {
		p.Note(notice.New("model-refused", notice.Params{"Reason": e.refused}))
	}
	e.Models.TellDevices(p.Note)
	if err := e.Models.RememberDevices(ctx); err != nil {
		return err
	}
	return e.renewHere(ctx, p)
}

// telling tells of devices while something runs that may wait for one.
func (e *Library) telling(ctx context.Context, p progress, do func(context.Context) error) error {
	running, cancel := context.WithCancel(ctx)
	var teller sync.WaitGroup
	teller.Go(func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-running.Done():
				return
			case <-ticker.C:
				e.Models.TellDevices(p.Note)
			}
		}
	})
	err := do(ctx)
	cancel()
	teller.Wait()
	return err
}

// renewHere ends the renewal of a library whose photos were just looked at again.
func (e *Library) renewHere(ctx context.Context, p progress) error {
	if err := e.FollowChoice(ctx); err != nil { // a model may have been filled
		return err
	}
	before, err := e.Renewal(ctx)
	if err != nil || before.idle() {
		return err
	}
	after, err := e.renew(ctx, p.Tell)
	if says := after.head.Says(); !says.IsZero() && after.head.Stage != before.head.Stage {
		p.Note(says)
	}
	return err
}
