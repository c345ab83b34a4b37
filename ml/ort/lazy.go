package ort

import (
	"context"
	"io"
)

// lazy opens a value at its first use and hands the same value out from then on. Callers that
// come during the opening wait for the value or for their context. A failed opening is tried
// again by the next caller, as is one whose caller gave up.
type lazy[T closable] struct {
	open   func(context.Context) (T, error)
	life   context.Context // ends when the value is closed for good; ends an opening, too
	end    context.CancelFunc
	token  chan struct{} // holds one element; the holder of the element may change the rest
	value  T
	ready  bool
	closed bool
}

type closable interface {
	io.Closer
	comparable
}

func newLazy[T closable](open func(context.Context) (T, error)) *lazy[T] {
	l := &lazy[T]{open: open, token: make(chan struct{}, 1)}
	l.life, l.end = context.WithCancel(context.Background())
	l.token <- struct{}{}
	return l
}

func (l *lazy[T]) lock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-l.token:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *lazy[T]) unlock() { l.token <- struct{}{} }

// get returns the value, and opens the value if needed.
func (l *lazy[T]) get(ctx context.Context) (T, error) {
	var none T
	if err := l.lock(ctx); err != nil {
		return none, err
	}
	defer l.unlock()
	if l.closed {
		return none, ErrClosed
	}
	if l.ready {
		return l.value, nil
	}
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.life, cancel)()
	value, err := l.open(both)
	if err != nil && l.life.Err() != nil {
		return none, ErrClosed
	}
	if err != nil {
		return none, err
	}
	l.value, l.ready = value, true
	return value, nil
}

// release closes the value, if it is open. The next get opens the value again. With forGood,
// calls in progress are cut short where possible.
func (l *lazy[T]) release(ctx context.Context, forGood bool) error {
	if forGood {
		l.end()
	}
	if err := l.lock(ctx); err != nil {
		return err
	}
	defer l.unlock()
	l.closed = l.closed || forGood
	if hurried, ok := any(l.value).(interface{ abort() }); ok && forGood && l.ready {
		hurried.abort()
	}
	return l.shut()
}

// drop is release for a broken value. Another value stays open.
func (l *lazy[T]) drop(ctx context.Context, broken T) error {
	if err := l.lock(ctx); err != nil {
		return err
	}
	defer l.unlock()
	if l.value != broken {
		return nil
	}
	return l.shut()
}

func (l *lazy[T]) shut() error {
	if !l.ready {
		return nil
	}
	l.ready = false
	return l.value.Close()
}
