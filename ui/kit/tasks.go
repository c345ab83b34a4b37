package kit

import (
	"context"
	"sync"
	"time"
)

// Tasks owns every goroutine of the window. Work runs with a context that ends with the
// window. Results reach the widgets through dispatch only, and not at all once the window is
// closing.
type Tasks struct {
	Ctx      context.Context
	cancel   context.CancelFunc
	dispatch func(func())

	mu     sync.Mutex // guards closed against a racing run
	closed bool
	Wg     sync.WaitGroup
}

// NewTasks makes Tasks without any work. dispatch runs a function on the goroutine of the
// widgets without waiting for the function.
func NewTasks(dispatch func(func())) *Tasks {
	ctx, cancel := context.WithCancel(context.Background())
	return &Tasks{Ctx: ctx, cancel: cancel, dispatch: dispatch}
}

// Run starts fn on a goroutine that Close waits for. After Close, Run does nothing.
func (t *Tasks) Run(fn func(ctx context.Context)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.Wg.Add(1)
	go func() {
		defer t.Wg.Done()
		fn(t.Ctx)
	}()
}

// Apply runs fn on the goroutine of the widgets unless the window has closed.
func (t *Tasks) Apply(fn func()) {
	if t.Ctx.Err() != nil {
		return
	}
	t.dispatch(func() {
		if t.Ctx.Err() == nil {
			fn()
		}
	})
}

// Every runs fn whenever signal fires, never twice at once and at most once per interval.
// Bursts collapse, and the last signal of a burst is never lost as long as the channel holds
// one.
func (t *Tasks) Every(interval time.Duration, signal <-chan struct{}, fn func(ctx context.Context)) {
	t.Run(func(ctx context.Context) {
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

// Close cancels all work and waits for its end.
func (t *Tasks) Close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.cancel()
	t.Wg.Wait()
}

// Rest waits for d, or until ctx ends.
func Rest(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Load calls call off the widgets' goroutine and hands the outcome to done on the widgets'
// goroutine.
func Load[T any](t *Tasks, call func(ctx context.Context) (T, error), done func(T, error)) {
	t.Run(func(ctx context.Context) {
		value, err := call(ctx)
		t.Apply(func() { done(value, err) })
	})
}

// Signal is a request that collapses with a waiting one.
type Signal chan struct{}

// NewSignal makes a signal that has not fired.
func NewSignal() Signal { return make(Signal, 1) }

// Fire never blocks.
func (s Signal) Fire() {
	select {
	case s <- struct{}{}:
	default:
	}
}
