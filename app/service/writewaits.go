package service

import (
	"context"
	"fmt"
	"io"
	"sync"

	"descry/library/sqlite"
)

// WaitingText is what is said while another process holds up what is to be written.
const WaitingText = "Waiting for another Descry that is writing…"

// waits tells of writing that waits for another transaction, to whoever wants to know
// at the moment.
type waits struct {
	mu   sync.Mutex
	what sqlite.Wait
	told func(sqlite.Wait) // nil for nobody
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

// sayWaits is for commands: it says so on stderr, once each time.
func sayWaits(stderr io.Writer) func(sqlite.Wait) {
	return func(what sqlite.Wait) {
		if what == sqlite.AnotherOne {
			fmt.Fprintln(stderr, WaitingText)
		}
	}
}

type stderrKey struct{}

// WithStderr has what runs under a context tell people of a terminal what holds it up.
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
