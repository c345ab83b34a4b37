package index

import (
	"context"
	"errors"
	"fmt"

	"descry/library"
)

// Why a pass was stopped. Both leave what it finished in the catalogue.
var (
	errPaused    = fmt.Errorf("indexing is paused: %w", context.Canceled)
	errRestarted = fmt.Errorf("indexing begins anew: %w", context.Canceled)
)

// pass is the pipeline at work for one encoder.
type pass struct {
	run     *run
	model   string
	choice  int // of the encoders; see encoders
	stop    context.CancelCauseFunc
	stopped chan struct{} // closed when the encoder is no longer used
}

// begin registers a pass in one step with choosing its encoder: a change of
// encoders is either seen by it or stops it.
func (x *Indexer) begin(ctx context.Context, kind passKind) (context.Context, *pass, error) {
	ctx, stop := context.WithCancelCause(ctx)
	p := &pass{stop: stop, stopped: make(chan struct{})}
	var err error
	x.set(func() {
		e, enc, m, failure := &x.encoders, x.encoders.active, x.meter, &x.err
		switch kind {
		case filling:
			enc, m, failure, e.filled = e.next, e.meter, &e.err, false
		case rereading:
			m, failure = newMeter(x.o.Now), new(error)
		case everything:
		}
		switch {
		case x.paused:
			err = errPaused
		case enc == nil:
			err = errRestarted // it was taken away a moment ago
		default:
			p.run, p.model, p.choice = newRun(x.o, enc, m, kind), enc.Model(), e.choice
			x.pass, *failure = p, nil
		}
	})
	if err != nil {
		stop(nil)
	}
	return ctx, p, err
}

// end tells why a stopped pass was. One that was cancelled although nobody stopped
// it has failed.
func (x *Indexer) end(ctx context.Context, p *pass, err error) error {
	switch {
	case !errors.Is(err, context.Canceled):
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	default:
		err = errors.New(err.Error())
	}
	p.stop(nil)
	x.set(func() { x.pass = nil })
	close(p.stopped)
	return err
}

// halt stops the pass in progress; x.mu is held.
func (x *Indexer) halt(why error) {
	if x.pass != nil {
		x.pass.stop(why)
	}
}

// drain runs the pipeline over all that is pending for the active encoder. Whatever it
// did, what is known of the folders is another by then.
func (x *Indexer) drain(ctx context.Context) ([]library.PendingFile, error) {
	ctx, p, err := x.begin(ctx, everything)
	if err != nil {
		return nil, err
	}
	again, err := p.run.drain(ctx)
	x.mu.Lock()
	x.unstable = len(again) // before the pass ends: there is no rest in between
	x.mu.Unlock()
	err = x.end(ctx, p, err)
	if p.run.worked.Load() {
		x.o.OnChange(FoldersChanged)
	}
	return again, err
}
