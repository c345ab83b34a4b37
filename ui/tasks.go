package ui

import (
	"context"
	"sync"
	"time"
)

// tasks owns every goroutine of the window. Work runs with a context that ends
// with the window; results reach the widgets through dispatch only, and not at
// all once the window is closing.
type tasks struct {
	ctx      context.Context
	cancel   context.CancelFunc
	dispatch func(func())

	mu     sync.Mutex // guards closed against a racing run
	closed bool
	wg     sync.WaitGroup
}

func newTasks(dispatch func(func())) *tasks {
	ctx, cancel := context.WithCancel(context.Background())
	return &tasks{ctx: ctx, cancel: cancel, dispatch: dispatch}
}

// run starts fn on a goroutine that close waits for; after close it does nothing.
func (t *tasks) run(fn func(ctx context.Context)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.wg.Add(1)
	go func() {
		defer t.wg.Done()
		fn(t.ctx)
	}()
}

// apply runs fn on the goroutine of the widgets unless the window has closed.
func (t *tasks) apply(fn func()) {
	if t.ctx.Err() != nil {
		return
	}
	t.dispatch(func() {
		if t.ctx.Err() == nil {
			fn()
		}
	})
}

// every runs fn whenever signal fires, never twice at once and at most once per
// interval: bursts collapse, and the last signal of a burst is never lost as
// long as the channel holds one.
func (t *tasks) every(interval time.Duration, signal <-chan struct{}, fn func(ctx context.Context)) {
	t.run(func(ctx context.Context) {
		for {
			select {
			case <-ctx.Done():
				return
			case <-signal:
			}
			fn(ctx)
			select {
			case <-ctx.Done():
				return
			case <-time.After(interval):
			}
		}
	})
}

// close cancels all work and waits for it.
func (t *tasks) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.cancel()
	t.wg.Wait()
}

// load calls call off the widgets' goroutine and hands the outcome to done on it.
func load[T any](t *tasks, call func(ctx context.Context) (T, error), done func(T, error)) {
	t.run(func(ctx context.Context) {
		value, err := call(ctx)
		t.apply(func() { done(value, err) })
	})
}

// signal is a request that collapses with one already waiting.
type signal chan struct{}

func newSignal() signal { return make(signal, 1) }

// fire never blocks.
func (s signal) fire() {
	select {
	case s <- struct{}{}:
	default:
	}
}
