package service

import (
	"context"
	"fmt"
	"io"
	"sync"

	"descry/library/sqlite"
)

// WaitingText is shown while a write waits for another process that is writing.
const WaitingText = "Waiting for another Descry that is writing…"

// waits passes on that a write waits for another transaction, to the listener of the moment.
type waits struct {
	mu   sync.Mutex
	what sqlite.Wait
	told func(sqlite.Wait) // nil for no listener
}

// Follow has later changes told to fn, on any goroutine.
func (w *waits) Follow(fn func(sqlite.Wait)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = fn
}

// set takes what the catalogue tells.
func (w *waits) set(what sqlite.Wait) {
	w.mu.Lock()
	w.what = what
	told := w.told
	w.mu.Unlock()
	if told != nil {
		told(what)
	}
}

// now is what is waited for at the moment.
func (w *waits) now() sqlite.Wait {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.what
}

// sayWaits prints to stderr that a write waits, once for each wait.
func sayWaits(stderr io.Writer) func(sqlite.Wait) {
	return func(what sqlite.Wait) {
		if what == sqlite.AnotherOne {
			fmt.Fprintln(stderr, WaitingText)
		}
	}
}

type stderrKey struct{}

// WithStderr returns a context under which waits are printed to w.
func WithStderr(ctx context.Context, w io.Writer) context.Context {
	return context.WithValue(ctx, stderrKey{}, w)
}

// StderrOf discards where a context has none, as in tests.
func StderrOf(ctx context.Context) io.Writer {
	if w, ok := ctx.Value(stderrKey{}).(io.Writer); ok {
		return w
	}
	return io.Discard
}
