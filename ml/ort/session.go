package ort

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"descry/ml"
)

// session is one loaded graph. Calls may run at the same time. close waits for the calls.
type session struct {
	name    string // for errors
	graph   graph
	runtime *Runtime
	on      Provider
	skipped []Skip
	alone   sync.Mutex // held by calls of a provider that takes one call at a time

	mu     sync.RWMutex // held for reading by calls in progress
	closed bool
}

// tower names what a session reads of a pack.
type tower struct {
	name     string
	file     string
	external []string
	inputs   []string
	outputs  []string
	bytes    int64 // bytes of the tower's files
}

// openSession tries the providers in turn. threads gives the number of threads that a call may
// use with a provider.
func (r *Runtime) openSession(ctx context.Context, p *ml.Pack, t tower, o Options, threads func(Provider) int) (*session, error) {
	var skipped []Skip
	for _, on := range withCPU(o.Providers) {
		s, err := r.openOn(ctx, p, t, o, on, threads(on))
		if err == nil {
			s.skipped = skipped
			return s, nil
		}
		if cause := ctx.Err(); cause != nil {
			return nil, fmt.Errorf("load %s encoder of %s: %w", t.name, p.ID, cause)
		}
		if o.onTrial() {
			return nil, fmt.Errorf("load %s encoder of %s: %w", t.name, p.ID, err)
		}
		if on == CPU || errors.Is(err, ErrClosed) {
			err = blame(p, err)
			return nil, fmt.Errorf("load %s encoder of %s: %s: %w", t.name, p.ID, t.file, err)
		}
		skipped = append(skipped, Skip{on, err})
	}
	panic("unreachable: the CPU is in every list")
}

// blame checks a pack's files after one of them could not be loaded. Large files are not
// compared with their checksums before, since that takes longer than loading.
func blame(p *ml.Pack, err error) error {
	if errors.Is(err, ErrClosed) || errors.Is(err, ErrOutOfMemory) {
		return err
	}
	if damage := p.Verify(context.Background()); errors.Is(damage, ml.ErrChecksum) {
		return fmt.Errorf("its files are damaged, delete it and import it again: %w", damage)
	}
	return err
}

func (r *Runtime) openOn(ctx context.Context, p *ml.Pack, t tower, o Options, on Provider, threads int) (*session, error) {
	if err := r.Check(on); err != nil {
		return nil, absent{err}
	}
	return r.adopt(r.remote(o, on), func() (*session, error) {
		g, err := r.load(ctx, p, t, o, on, threads)
		if err != nil {
			return nil, known(err)
		}
		return &session{name: p.ID + " " + t.name, graph: g, on: on}, nil
	})
}

// absent marks the reason of a provider that isn't installed.
type absent struct{ error }

// Device names what the encoder runs on, as in "CUDA".
func (s *session) Device() string { return s.on.String() }

// Skipped are the providers that were tried before the session's, and could not be had.
func (s *session) Skipped() []Skip { return s.skipped }

// provider is what the encoder runs on.
func (s *session) provider() Provider { return s.on }

// run executes the graph and fills the outputs. The error wraps [ErrClosed] after Close,
// [ErrOutOfMemory] where memory was short, and errDevice if another device than the CPU failed
// otherwise.
func (s *session) run(ctx context.Context, inputs, outputs []tensor) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if s.on == DirectML { // documented to take one call at a time
		s.alone.Lock()
		defer s.alone.Unlock()
	}
	err := s.graph.run(ctx, inputs, outputs)
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		return cause
	}
	if errors.Is(err, ErrClosed) { // closed during the run
		return ErrClosed
	}
	return failure(s.on, err)
}

func (s *session) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	defer giveBack()
	if err := s.graph.Destroy(); err != nil {
		return fmt.Errorf("close %s encoder: %w", s.name, err)
	}
	return nil
}

// abort makes calls in progress fail with [ErrClosed] where another process computes, which
// may hang. The caller closes the session next.
func (s *session) abort() {
	if g, ok := s.graph.(*remoteGraph); ok {
		g.abort()
	}
}

// Close waits for calls in progress and frees the session.
func (s *session) Close() error {
	err := s.close()
	s.runtime.release(s)
	return err
}
