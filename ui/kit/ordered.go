package kit

import (
	"context"
	"sync"
)

// Ordered runs the user's changes one after the other, in the order in which they were made,
// since each can take back the one before. A change that has begun, or waits for its turn, is
// made even when the window closes.
type Ordered struct {
	Tasks *Tasks

	mu      sync.Mutex // guards the fields below
	waiting []func(ctx context.Context)
	busy    bool
}

// Run puts fn behind the changes that wait.
func (o *Ordered) Run(fn func(ctx context.Context)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, fn)
	if !o.busy {
		o.busy = true
		o.Tasks.Run(func(ctx context.Context) { o.work(context.WithoutCancel(ctx)) })
	}
}

func (o *Ordered) work(ctx context.Context) {
	for fn := o.next(); fn != nil; fn = o.next() {
		fn(ctx)
	}
}

// next takes the next change, nil when there is none.
func (o *Ordered) next() func(ctx context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) == 0 {
		o.busy = false
		return nil
	}
	fn := o.waiting[0]
	o.waiting = o.waiting[1:]
	return fn
}

// Idle reports that no change is under way or waits.
func (o *Ordered) Idle() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.busy
}
