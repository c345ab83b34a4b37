package service

import (
	"context"
	"sync"

	"descry/app/notice"
	"descry/library/sqlite"
)

// writeWaits tells that a write waits for another process that is writing.
var writeWaits = notice.New("write-waits", nil)

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

// tellWaits tells that a write waits, once for each wait.
func tellWaits(tell func(notice.Notice)) func(sqlite.Wait) {
	return func(what sqlite.Wait) {
		if what == sqlite.AnotherOne {
			tell(writeWaits)
		}
	}
}

type tellKey struct{}

// WithTell returns a context under which tell is told what people are to read at once, on any
// goroutine.
func WithTell(ctx context.Context, tell func(notice.Notice)) context.Context {
	return context.WithValue(ctx, tellKey{}, tell)
}

// Tell is the function that a context was given by WithTell. Without one, as in tests, nobody is
// told.
func Tell(ctx context.Context) func(notice.Notice) {
	if tell, ok := ctx.Value(tellKey{}).(func(notice.Notice)); ok {
		return tell
	}
	return func(notice.Notice) {}
}
