package worker

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"descry/internal/childprocess"
)

// restFor is how long a child without work is kept. Starting a child takes about as long as
// decoding a photo.
const restFor = time.Minute

// shortRest is how long a child that holds much memory is kept.
const shortRest = 2 * time.Second

// pool owns the children. A pool starts a child for each caller, up to its size, and ends
// children that had nothing to do for a while.
type pool struct {
	turns   chan struct{} // holds one element for each caller at work
	rest    time.Duration
	program func() (string, error) // program that children run

	mu      sync.Mutex
	idle    []*child       // at most as many as turns, the longest rest first
	missing map[Kind]error // decoders that this system lacks
}

func newPool(size int, rest time.Duration) *pool {
	return &pool{turns: make(chan struct{}, size), rest: rest, program: childprocess.OwnProgram, missing: map[Kind]error{}}
}

// ask takes a child to read its About.
func (p *pool) ask(ctx context.Context, kind Kind) (a About, err error) {
	err = p.withTurn(ctx, func() error {
		c, _, err := p.take(ctx, kind)
		if err == nil {
			a = c.about
			p.put(c)
		}
		return err
	})
	return a, err
}

// decode decodes a file in a child. A child that takes longer than the limit is killed.
func (p *pool) decode(ctx context.Context, r Request, use Use) (result Result, err error) {
	if len(r.File) > MaxFile || len(r.Options) > MaxOptions || r.Room > MaxRoom {
		return Result{}, ErrMemory
	}
	err = p.withTurn(ctx, func() error {
		for ctx.Err() == nil {
			c, fresh, err := p.take(ctx, r.Kind)
			if err != nil {
				return err
			}
			result.Decoder = c.about.Decoder
			result.Bytes, err = p.decodeIn(ctx, c, r, use)
			switch {
			case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
				return ErrTime
			case fresh || !errors.Is(err, ErrUnavailable):
				return err
			} // otherwise the child died while it rested
		}
		return ctx.Err()
	})
	return result, err
}

// withTurn waits for a turn.
func (p *pool) withTurn(ctx context.Context, do func() error) error {
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return do()
}

// decodeIn has one child decode, and lets the child rest after that. A panic of use ends the
// child.
func (p *pool) decodeIn(ctx context.Context, c *child, r Request, use Use) ([]byte, error) {
	defer p.put(c)
	limited, cancel := context.WithTimeout(ctx, r.Limit)
	defer cancel()
	return c.decode(limited, r, use)
}

// take returns a child that rests, or a fresh one.
func (p *pool) take(ctx context.Context, kind Kind) (c *child, fresh bool, err error) {
	if c, err := p.takeIdle(kind); c != nil || err != nil {
		return c, false, err
	}
	program, err := p.program()
	if err != nil {
		return nil, false, unavailable(err.Error())
	}
	c, err = startChild(ctx, program, kind)
	if errors.Is(err, ErrMissing) {
		p.mu.Lock()
		p.missing[kind] = err
		p.mu.Unlock()
	}
	return c, true, err
}

// takeIdle returns the child of a kind with the shortest rest, so that superfluous children
// reach the end of theirs, or nil.
func (p *pool) takeIdle(kind Kind) (*child, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range slices.Backward(p.idle) {
		if c.kind != kind {
			continue
		}
		p.idle = slices.Delete(p.idle, i, i+1)
		if c.expiry.Stop() {
			return c, nil
		} // otherwise expire ends the child
	}
	return nil, p.missing[kind]
}

// put lets a child rest, or ends a child that can't go on.
func (p *pool) put(c *child) {
	if !c.ready {
		c.End()
		return
	}
	if surplus := p.lay(c); surplus != nil {
		surplus.End()
	}
}

// lay adds a child to the resting ones, and returns the one for which there is no room.
func (p *pool) lay(c *child) (surplus *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rest := p.rest
	if c.region != nil && len(c.region.Data) > smallRegion {
		rest = min(rest, shortRest)
	}
	c.expiry = time.AfterFunc(rest, func() { p.expire(c) })
	p.idle = append(p.idle, c)
	if len(p.idle) > cap(p.turns) {
		surplus = p.idle[0]
		p.idle = slices.Delete(p.idle, 0, 1)
		surplus.expiry.Stop() // if it is too late, expire ends the child as well
	}
	return surplus
}

// expire ends a child that has rested long enough.
func (p *pool) expire(c *child) {
	p.mu.Lock()
	p.idle = slices.DeleteFunc(p.idle, func(other *child) bool { return other == c })
	p.mu.Unlock()
	c.End()
}
