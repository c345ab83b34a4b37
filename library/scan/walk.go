package scan

import (
	"context"
	"sync"
	"time"
)

// leaveAfter is how long a walk that is to end may take to end. A call into the file system
// that still hangs then, as with a server that doesn't answer, is left behind.
const leaveAfter = 500 * time.Millisecond

// Walk calls fn for every candidate file below root, in no particular order and never
// concurrently. An error of fn ends the walk and is returned as it is.
//
// Symbolic links to files are followed, links to folders are not, so no walk is endless. root
// itself may be a link. Only folders are ever opened, never a file, FIFO, socket or device. A
// file that vanishes between listing and stat is left out. On any error the report is
// incomplete and nothing may be treated as deleted.
//
// When ctx ends, Walk returns soon, even if the file system doesn't answer. From then on fn
// and OnError are not called any more. A call of OnDir may still hang.
func Walk(ctx context.Context, root string, o Options, fn func(Entry) error) (Report, error) {
	type outcome struct {
		report Report
		err    error
	}
	g := &gate{}
	told := o.OnError
	if told != nil {
		o.OnError = func(rel string, err error) {
			_ = g.pass(func() error { told(rel, err); return nil })
		}
	}
	done := make(chan outcome, 1)
	go func() {
		report, err := walk(ctx, root, o, func(e Entry) error { return g.pass(func() error { return fn(e) }) })
		done <- outcome{report, err}
	}()
	select {
	case out := <-done:
		return out.report, out.err
	case <-ctx.Done():
	}
	timer := time.NewTimer(leaveAfter)
	defer timer.Stop()
	select {
	case out := <-done:
		return out.report, out.err
	case <-timer.C:
		g.close()
		return Report{}, ctx.Err()
	}
}

// gate lets calls through until the gate is closed.
type gate struct {
	mu     sync.Mutex
	closed bool
}

func (g *gate) pass(call func() error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return context.Canceled
	}
	return call()
}

// close waits for the call that is being made.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}
