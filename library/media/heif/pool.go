package heif

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"descry/internal/childprocess"
)

// restFor is how long a child without work is kept: starting one takes about as long
// as decoding a photo.
const restFor = time.Minute

// pool owns the children: it starts one for each caller, up to its size, and ends
// those that had nothing to do for a while.
type pool struct {
	turns   chan struct{} // holds one for each caller at work
	rest    time.Duration
	program func() (string, error) // that children run

	mu   sync.Mutex
	idle []*child // the one that rests longest first
}

func newPool(size int, rest time.Duration) *pool {
	return &pool{turns: make(chan struct{}, size), rest: rest, program: childprocess.OwnProgram}
}

// decode decodes a file in a child, which it kills when that takes longer than limit.
func (p *pool) decode(ctx context.Context, r request, c Config, limit time.Duration, use Use) error {
	if len(r.file) > MemoryLimit {
		return ErrMemory
	}
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for ctx.Err() == nil {
		worker, fresh, err := p.take(ctx)
		if err != nil {
			return err
		}
		err = p.decodeIn(ctx, worker, r, c, limit, use)
		switch {
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			return ErrTime
		case fresh || !errors.Is(err, ErrUnavailable):
			return err
		} // else the child died while it rested
	}
	return ctx.Err()
}

// decodeIn has one child decode, and lets it rest after that. A panic of use ends it.
func (p *pool) decodeIn(ctx context.Context, worker *child, r request, c Config, limit time.Duration, use Use) error {
	defer p.put(worker)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return worker.decode(limited, r, c, use)
}

// take returns a child that rests, or a fresh one.
func (p *pool) take(ctx context.Context) (c *child, fresh bool, err error) {
	if c := p.takeIdle(); c != nil {
		return c, false, nil
	}
	program, err := p.program()
	if err != nil {
		return nil, false, unavailable(err.Error())
	}
	c, err = startChild(ctx, program)
	return c, true, err
}

// takeIdle returns the child that rests shortest, so that superfluous ones get to
// their end, or nil.
func (p *pool) takeIdle() *child {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > 0 {
		last := len(p.idle) - 1
		c := p.idle[last]
		p.idle = p.idle[:last]
		if c.expiry.Stop() {
			return c
		} // else expire ends it
	}
	return nil
}

// put lets a child rest, or ends it when it can't go on.
func (p *pool) put(c *child) {
	if !c.ready {
		c.End()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c.expiry = time.AfterFunc(p.rest, func() { p.expire(c) })
	p.idle = append(p.idle, c)
}

// expire ends a child that has rested long enough.
func (p *pool) expire(c *child) {
	p.mu.Lock()
	p.idle = slices.DeleteFunc(p.idle, func(other *child) bool { return other == c })
	p.mu.Unlock()
	c.End()
}
