package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"descry/app/notice"
	"descry/internal/nofollow"
)

// role says what the user knows an indexing process as.
type role string

// The roles as the lock's file names them.
const (
	WindowRole  role = "window"
	ServiceRole role = "service" // descry watch
	commandRole role = "command" // descry index and doctor
)

// holder is the process that holds the lock.
type holder struct {
	Pid  string // "" when unknown
	Role role   // "" for an older Descry
}

// by says that the holder does the work.
func (h holder) by() notice.Kind {
	switch h.Role {
	case WindowRole:
		return "status-by-window"
	case ServiceRole:
		return "status-by-service"
	case commandRole:
		return "status-by-command"
	}
	return "status-by-other"
}

// indexerLock is held by the one process that indexes a library. The system releases the lock
// when the process ends, however it ends.
type indexerLock struct{ f *flock.Flock }

// TryLock returns nil without an error when another process holds the lock.
func TryLock(path string, as role) (*indexerLock, error) {
	if err := nofollow.Check(path); err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	f := nofollow.Lock(path)
	ok, err := f.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		return nil, nil
	}
	// The file names the holder for people who read it. Only the lock itself counts.
	if text, err := nofollow.Open(path, os.O_WRONLY|os.O_TRUNC, 0); err == nil {
		_, _ = fmt.Fprintf(text, "%d %s\n", os.Getpid(), as)
		_ = text.Close()
	}
	return &indexerLock{f}, nil
}

// waitLock tries every interval until it has the lock or ctx ends. waiting is called once if
// the lock is held by another process.
func waitLock(ctx context.Context, path string, as role, every time.Duration, waiting func(holder)) (*indexerLock, error) {
	for first := true; ; first = false {
		l, err := TryLock(path, as)
		if err != nil || l != nil {
			return l, err
		}
		if first {
			waiting(LockHolder(path))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(every):
		}
	}
}

// LockHolder is who is written into the lock file.
func LockHolder(path string) (h holder) {
	b, err := os.ReadFile(path)
	if err != nil {
		return holder{}
	}
	pid, as, _ := strings.Cut(strings.TrimSpace(string(b)), " ")
	return holder{pid, role(as)}
}

// LockHeld reports that some process indexes. LockHeld looks through a shared lock, so that
// two processes that only look don't take each other for an indexer.
func LockHeld(path string) (bool, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return false, nil // where nothing can be written no lock can be made either
	}
	f := nofollow.Lock(path)
	free, err := f.TryRLock()
	if err != nil {
		return false, fmt.Errorf("lock %s: %w", path, err)
	}
	if !free {
		return true, nil
	}
	return false, f.Unlock()
}

// Release lets another process index.
func (l *indexerLock) Release() error { return l.f.Unlock() }
