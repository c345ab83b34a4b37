package thumbnail

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"descry/internal/atomicfile"
)

const (
	// slack is what a sweep frees below the budget, in percent of the budget, so that sweeps,
	// which look at every file, stay rare.
	slack = 10
	// touchAfter is the precision of the order of use: a thumbnail's time is renewed at most
	// this often.
	touchAfter = time.Hour
)

// keep counts the folder, then sweeps whenever the budget is exceeded.
func (s *Store) keep(ctx context.Context) {
	s.sweep(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
			s.sweep(ctx)
		}
	}
}

// signal wakes the keeper. One pending signal is enough.
func (s *Store) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// stored is a thumbnail on disk.
type stored struct {
	path  string
	size  int64
	used  time.Time
	large bool
}

// expendable orders thumbnails by what goes first: the larger ones before the small ones, each
// by the time of use. A small one stands for its photo, a larger one is made again when a row
// needs it.
func expendable(a, b stored) int {
	switch {
	case a.large == b.large:
		return a.used.Compare(b.used)
	case a.large:
		return -1
	}
	return 1
}

// Usage is how many thumbnails there are, and the bytes of both kinds together.
func (s *Store) Usage(ctx context.Context) (small, large int, bytes int64) {
	files, bytes := s.list(ctx)
	for _, f := range files {
		if f.large {
			large++
		}
	}
	return len(files) - large, large, bytes
}

// Budget is the bytes that all thumbnails may take, 0 without a limit.
func (s *Store) Budget() int64 { return max(s.budget, 0) }

// sweep counts the thumbnails and, above the budget, removes what goes first until there is
// some room again. Counting afresh also includes the changes of other processes.
func (s *Store) sweep(ctx context.Context) {
	files, total := s.list(ctx)
	if ctx.Err() != nil {
		return
	}
	if s.budget > 0 && total > s.budget {
		slices.SortFunc(files, expendable)
		target := s.budget - s.budget/100*slack
		for _, f := range files {
			if total <= target || ctx.Err() != nil {
				break
			}
			if os.Remove(f.path) == nil {
				total -= f.size
			}
		}
	}
	s.used.Store(total)
}

// list finds all thumbnails and removes what crashes left behind.
func (s *Store) list(ctx context.Context) (files []stored, total int64) {
	shards, _ := os.ReadDir(s.dir) // an unreadable folder counts as empty
	for _, shard := range shards {
		if ctx.Err() != nil {
			return nil, 0
		}
		if !shard.IsDir() || len(shard.Name()) != 2 {
			continue
		}
		dir := filepath.Join(s.dir, shard.Name())
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if f, ok := s.look(dir, e); ok {
				files, total = append(files, f), total+f.size
			}
		}
	}
	return files, total
}

func (s *Store) look(dir string, e fs.DirEntry) (stored, bool) {
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() {
		return stored{}, false
	}
	path := filepath.Join(dir, e.Name())
	if atomicfile.Temporary(e.Name()) {
		if s.now().Sub(info.ModTime()) > atomicfile.AbandonedAfter {
			_ = os.Remove(path)
		}
		return stored{}, false
	}
	return stored{path, info.Size(), info.ModTime(), strings.HasSuffix(path, large.ending)}, strings.HasSuffix(path, extension)
}

// touch notes that a thumbnail was used, in its modification time. A failure only makes the
// order of use less precise.
func (s *Store) touch(path string) {
	now := s.now()
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) > touchAfter {
		_ = os.Chtimes(path, now, now)
	}
}
