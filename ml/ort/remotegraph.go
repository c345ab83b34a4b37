package ort

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// remoteGraph is a graph that a child has loaded. A child that fails is started again, once: a
// child that fails twice in a row is not reliable.
type remoteGraph struct {
	open   func(context.Context) (*worker, error) // starts a child that has loaded the graph
	retry  bool                                   // start a child again also after an error that the child reported, such as a lost card
	trial  func() bool                            // reports that a child which fails is not started again
	warn   func(reason error)                     // logs that a child is started again
	again  func()                                 // called after a failed child was started again; may be nil
	giveUp func(reason error)                     // logs, once, that no child is started again
	life   context.Context                        // ends with abort
	cancel context.CancelFunc
	turn   chan struct{} // holds one element; the holder of the element may replace the child

	mu      sync.Mutex
	current *worker
	since   time.Time // when a child was last started again after a failure; zero before the first
}

// forgivenAfter is how long a child has to live before its failure counts as the first: a
// computer that is put to sleep may take its card's device away each time.
const forgivenAfter = 10 * time.Minute

// loadRemote loads a graph in a child.
func (r *Runtime) loadRemote(ctx context.Context, read func() (modelFile, error), t tower, o Options, on Provider, threads int) (graph, error) {
	child, library := r.child, r.path
	g := &remoteGraph{retry: on != CPU, trial: o.onTrial, again: o.again, turn: make(chan struct{}, 1)}
	g.turn <- struct{}{}
	g.life, g.cancel = context.WithCancel(context.Background())
	g.warn = func(reason error) {
		child.log().Warn("the encoder process is started again", "device", on, "tower", t.name, "reason", reason)
	}
	var once sync.Once
	g.giveUp = func(reason error) {
		once.Do(func() {
			child.log().Error("the encoder process failed again", "device", on, "tower", t.name, "reason", reason)
		})
	}
	g.open = func(ctx context.Context) (*worker, error) {
		model, err := read()
		if err != nil {
			return nil, err
		}
		if model.done != nil {
			defer model.done()
		}
		w, err := child.start(ctx, o.Environment)
		if err != nil {
			return nil, err
		}
		request := loadRequest{Library: library, Path: model.path, Inputs: t.inputs, Outputs: t.outputs, Options: o, Provider: on, Threads: threads}
		if on != CPU {
			w.admit = r.turns.admit(t.name, on)
		}
		if err := w.load(ctx, request, model.data, t.bytes); err != nil {
			w.end(ErrClosed)
			return nil, err
		}
		return w, nil
	}
	var err error
	if g.current, err = g.open(ctx); errors.Is(err, errProcess) && ctx.Err() == nil && !o.onTrial() {
		g.warn(err)
		g.since = time.Now()
		if g.current, err = g.open(ctx); err == nil && g.again != nil {
			g.again()
		}
	}
	if err != nil {
		g.cancel()
		return nil, err
	}
	return g, nil
}

// run implements graph. A call that a child did not survive, or during which the card was
// lost, runs once more in the next child.
func (g *remoteGraph) run(ctx context.Context, inputs, outputs []tensor) error {
	for {
		g.mu.Lock()
		w := g.current
		g.mu.Unlock()
		err := w.run(ctx, inputs, outputs)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case g.life.Err() != nil:
			return ErrClosed
		case errors.Is(err, ErrOutOfMemory):
			if runOf(inputs).items > 1 { // fewer may fit
				return g.renew(ctx, w, err)
			}
			return err
		case !g.retry && !errors.Is(err, errProcess), g.trial():
			return err
		}
		if err := g.replace(ctx, w, err); err != nil {
			return err
		}
	}
}

// renew starts another child for one whose card ran out of memory, which is no failure of the
// child: WebGPU keeps the buffers of a batch that didn't fit, and a smaller batch would not
// fit beside these buffers. renew returns reason, or why there is no other child.
func (g *remoteGraph) renew(ctx context.Context, full *worker, reason error) error {
	if err := g.follow(ctx, full, reason, false); err != nil {
		return err
	}
	return reason
}

// replace starts another child for one that failed.
func (g *remoteGraph) replace(ctx context.Context, failed *worker, reason error) error {
	return g.follow(ctx, failed, reason, true)
}

// follow starts another child in the place of before. Several calls may need another child at
// the same time. A failure counts: follow returns the reason of the second failure in a row.
func (g *remoteGraph) follow(ctx context.Context, before *worker, reason error, failure bool) error {
	select {
	case <-g.turn:
		defer func() { g.turn <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	case <-g.life.Done():
		return ErrClosed
	}
	g.mu.Lock()
	current, since := g.current, g.since
	g.mu.Unlock()
	if current != before {
		return nil
	}
	if failure && !since.IsZero() && time.Since(since) < forgivenAfter {
		g.giveUp(reason)
		return reason
	}
	before.end(processError{fmt.Errorf("was ended: %w", reason)}) // others' calls run again
	g.warn(reason)
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(g.life, cancel)()
	next, err := g.open(both)
	if err == nil {
		next.follows(before)
	}
	switch {
	case g.life.Err() != nil:
		if err == nil {
			next.end(ErrClosed)
		}
		return ErrClosed
	case ctx.Err() != nil:
		if err == nil {
			next.end(ErrClosed)
		}
		return ctx.Err()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if failure {
		g.since = time.Now()
	}
	if err != nil {
		return err
	}
	g.current = next
	if failure && g.again != nil {
		g.again()
	}
	return nil
}

// abort has calls in progress and later calls fail with [ErrClosed].
func (g *remoteGraph) abort() {
	g.cancel()
	g.mu.Lock()
	w := g.current
	g.mu.Unlock()
	w.fail(ErrClosed)
}

// Destroy implements graph. A child has nothing to finish, so Destroy ends the child at once.
func (g *remoteGraph) Destroy() error {
	g.abort()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.current.end(ErrClosed)
	return nil
}
