package watch

import (
	"context"
	"fmt"
	"os"
	"time"
)

// stamp is what of a file changes while it is written. Only two looks apart in time can tell that writing has ended:
// the modification time alone lies where a network's clocks differ or a copy keeps the original's time.
type stamp struct {
	size  int64
	mtime time.Time
}

func look(path string) (stamp, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return stamp{}, err
	}
	return stamp{fi.Size(), fi.ModTime()}, nil
}

func (s stamp) same(o stamp) bool { return s.size == o.size && s.mtime.Equal(o.mtime) }

// Stable waits until size and modification time of a file have not changed for a time. It fails with the context's
// error, or with the file system's when the file cannot be looked at (fs.ErrNotExist if it vanished).
func Stable(ctx context.Context, path string, stableFor time.Duration) error {
	last, err := look(path)
	if err != nil {
		return fmt.Errorf("wait for %s: %w", path, err)
	}
	for since := time.Now(); ; {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", path, ctx.Err())
		case <-time.After(max(stableFor/4, time.Millisecond)):
		}
		now, err := look(path)
		if err != nil {
			return fmt.Errorf("wait for %s: %w", path, err)
		}
		if !now.same(last) {
			last, since = now, time.Now()
		}
		if time.Since(since) >= stableFor {
			return nil
		}
	}
}
