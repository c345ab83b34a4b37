// Package ending ends the process: the exit codes, the end in order, and the end by force
// where something hangs.
package ending

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Exit codes of the program.
const (
	ExitOK          = 0
	ExitError       = 1
	ExitUsage       = 2
	ExitInterrupted = 130
)

// How long the process may take to end once it was asked to. The end in order comes first, and
// then the end by force. Together they stay below the two seconds that the user is promised.
const (
	OrderlyEnd = 1100 * time.Millisecond
	forcedEnd  = 500 * time.Millisecond
)

// Ending ends the process by force where it doesn't end in order soon after it was asked to. A
// drive that no longer answers, a graphics driver or the toolkit may hold a goroutine for any
// length of time. What has to be closed is closed first. The end by force is the last resort:
// the log names the goroutine that hangs, which is a fault to be mended.
//
// A nil *Ending waits for ever. Methods may be called on any goroutine.
type Ending struct {
	Stderr io.Writer
	Exit   func(code int) // os.Exit
	Forced func() string  // what Stderr is told when the process ends by force

	mu    sync.Mutex
	steps []*lastStep
	timer *time.Timer // nil before Begin
	ended bool        // the process has ended in order
}

// lastStep is done before the process is ended by force. stacks are the stacks of all
// goroutines at that time.
type lastStep struct{ do func(stacks []byte) }

// Begin says that the process was asked to end. code is the exit code of an end by force. Only
// the first call counts.
func (e *Ending) Begin(code int) {
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.timer == nil && !e.ended {
		e.timer = time.AfterFunc(OrderlyEnd, func() { e.force(code) })
	}
}

// Over says that the process has ended in order. Begin does nothing any more.
func (e *Ending) Over() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ended = true
	if e.timer != nil {
		e.timer.Stop()
	}
}

// Last has do called before the process is ended by force, until takeBack is called. The step
// that was added last is done first. A step must not wait for steps that were added before it.
func (e *Ending) Last(do func(stacks []byte)) (takeBack func()) {
	if e == nil {
		return func() {}
	}
	step := &lastStep{do}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.steps = append(e.steps, step)
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.steps = slices.DeleteFunc(e.steps, func(s *lastStep) bool { return s == step })
	}
}

// force does the last steps as far as there is time, and ends the process.
func (e *Ending) force(code int) {
	stacks := allStacks()
	e.mu.Lock()
	steps := slices.Clone(e.steps)
	e.mu.Unlock()
	fmt.Fprintln(e.Stderr, "descry:", e.Forced())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, s := range slices.Backward(steps) {
			s.do(stacks)
		}
	}()
	select {
	case <-done:
	case <-time.After(forcedEnd):
		code = ExitError
	}
	e.Exit(code)
}

// allStacks are the stacks of all goroutines, as many as are worth keeping.
func allStacks() []byte {
	text := make([]byte, 512<<10)
	return text[:runtime.Stack(text, true)]
}

type endingKey struct{}

// With returns a context with e, so that what runs under the context can register last steps.
func With(ctx context.Context, e *Ending) context.Context {
	return context.WithValue(ctx, endingKey{}, e)
}

// Of is the Ending of a context, nil where the context has none, as in tests.
func Of(ctx context.Context) *Ending {
	e, _ := ctx.Value(endingKey{}).(*Ending)
	return e
}
