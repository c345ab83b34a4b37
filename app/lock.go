package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// indexerLock is held by the one process that indexes a library. The system lets
// go of it when the process ends, however it ends.
type indexerLock struct{ f *flock.Flock }

// tryLock returns nil without an error when another process holds the lock.
func tryLock(path string) (*indexerLock, error) {
	f := flock.New(path)
	ok, err := f.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		return nil, nil
	}
	// Who holds it, for people reading the file; the lock itself is what counts.
	_ = os.WriteFile(path, []byte(fmt.Sprintf("%d\n", os.Getpid())), 0o600)
	return &indexerLock{f}, nil
}

// waitLock tries every interval until it has the lock or ctx ends. waiting is
// called once if it has to wait.
func waitLock(ctx context.Context, path string, every time.Duration, waiting func(holder string)) (*indexerLock, error) {
	for first := true; ; first = false {
		l, err := tryLock(path)
		if err != nil || l != nil {
			return l, err
		}
		if first {
			waiting(lockHolder(path))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(every):
		}
	}
}

// lockHolder is the process id written into the lock file, "" when unknown.
func lockHolder(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// lockHeld reports that some process indexes. It looks through a shared lock, so
// that two who only look don't take each other for an indexer.
func lockHeld(path string) (bool, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return false, nil // nor can it be made where nothing can be written
	}
	f := flock.New(path)
	free, err := f.TryRLock()
	if err != nil {
		return false, fmt.Errorf("lock %s: %w", path, err)
	}
	if !free {
		return true, nil
	}
	return false, f.Unlock()
}

func (l *indexerLock) release() error { return l.f.Unlock() }
