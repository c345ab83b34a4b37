package index

import (
	"context"
	"errors"
	"fmt"

	"descry/library"
)

// The reasons for which a pass is stopped. Either way, results that are finished stay in the
// catalogue.
var (
	errPaused    = fmt.Errorf("indexing is paused: %w", context.Canceled)
	errRestarted = fmt.Errorf("indexing begins anew: %w", context.Canceled)
)

// pass is the pipeline at work for one encoder.
type pass struct {
	run     *run
	model   string
	choice  int // number of the choice of encoders; see encoders
	stop    context.CancelCauseFunc
	stopped chan struct{} // closed when the encoder is no longer used
}

// begin registers a pass in one step with choosing its encoder: the pass either sees a change
// of encoders or is stopped by the change.
func (x *Indexer) begin(ctx context.Context, kind passKind) (context.Context, *pass, error) {
	ctx, stop := context.WithCancelCause(ctx)
	p := &pass{stop: stop, stopped: make(chan struct{})}
	var err error
	x.set(func() {
		e, enc, m, failure := &x.encoders, x.encoders.active, x.meter, &x.err
		switch kind {
		case filling:
			enc, m, failure, e.filled = e.next, e.meter, &e.err, false
		case rereading, describing:
			m, failure = newMeter(x.o.Now), new(error)
		case everything:
		}
		switch {
		case x.paused:
			err = errPaused
		case enc == nil:
			err = errRestarted // the encoder was taken away a moment ago
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

// end returns the reason for which a pass was stopped. A pass that was cancelled although
// nobody stopped it has failed.
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

// halt stops the pass in progress. The caller holds x.mu.
func (x *Indexer) halt(why error) {
	if x.pass != nil {
		x.pass.stop(why)
	}
}

// drain runs the pipeline over all that is pending for the active encoder. The counts of the
// folders are others afterwards, whatever the pass did.
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
