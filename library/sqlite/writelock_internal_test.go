package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// held keeps a store's transaction open until it is let go.
func held(t *testing.T, s *Store) (letGo func()) {
	t.Helper()
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.write(context.Background(), "hold", func(*sql.Tx) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	return func() {
		close(end)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func next[T any](t *testing.T, what string, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(time.Minute):
		t.Fatal("waited in vain for", what)
	}
	return v
}

// twoStores open one catalogue, as two processes do. told are the notices of the first store
// about its waits.
func twoStores(t *testing.T) (s, other *Store, told chan Wait) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	told = make(chan Wait, 10)
	s, err := Open(t.Context(), path, Options{Waiting: func(w Wait) { told <- w }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if other, err = Open(t.Context(), path, Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	return s, other, told
}

// TestWritersSayThatTheyWait has a long transaction in the way, of another process and
// of this one: the wait is told, and its end.
func TestWritersSayThatTheyWait(t *testing.T) {
	s, other, told := twoStores(t)
	for holder, want := range map[*Store]Wait{other: AnotherOne, s: ThisProcess} {
		letGo := held(t, holder)
		written := make(chan error, 1)
		go func() { written <- s.SetValue(context.Background(), "a", "b") }()
		if got := next(t, "the wait to be told", told); got != want {
			t.Errorf("waits for %d, want %d", got, want)
		}
		select {
		case err := <-written:
			t.Errorf("written while another transaction goes on: %v", err)
		default:
		}
		letGo()
		if err := next(t, "the value to be written", written); err != nil {
			t.Error(err)
		}
		for got := next(t, "the end of the wait", told); got != Nothing; got = next(t, "the end of the wait", told) {
			if got != AnotherOne { // the handle is free before the lock
				t.Errorf("waits for %d", got)
			}
		}
	}
	if err := s.SetValue(t.Context(), "c", "d"); err != nil || len(told) > 0 {
		t.Errorf("without a wait: %v, told %d", err, len(told))
	}
}

// TestAWaitForTheLockEndsWithItsContext cancels a write that waits for another process.
func TestAWaitForTheLockEndsWithItsContext(t *testing.T) {
	s, other, told := twoStores(t)
	defer held(t, other)()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	written := make(chan error, 1)
	go func() { written <- s.SetValue(ctx, "a", "b") }()
	next(t, "the wait to be told", told)
	cancel()
	if err := next(t, "the end of the write", written); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if got := next(t, "the end of the wait", told); got != Nothing {
		t.Errorf("still waits for %d", got)
	}
}
