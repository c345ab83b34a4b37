package watch

import (
	"errors"
	"fmt"
	"slices"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// Source delivers change events of single folders, without their subfolders. Methods may be called concurrently.
type Source interface {
	// Add watches a folder, given by its absolute path. Adding a watched folder again does no
	// harm. ENOSPC, EMFILE and the like mean that the system grants no more watches.
	Add(dir string) error
	// Remove ends the watch of a folder. Callers ignore an error: the watches of deleted
	// folders end without Remove.
	Remove(dir string) error
	// Watching says whether the watch of a folder still stands.
	Watching(dir string) bool
	// Events and Errors are closed by Close. fsnotify.ErrEventOverflow means that events were lost.
	Events() <-chan fsnotify.Event
	Errors() <-chan error
	Close() error
}

// systemSource is fsnotify: inotify, kqueue or ReadDirectoryChangesW.
type systemSource struct{ *fsnotify.Watcher }

var _ Source = systemSource{}

// newSystemSource is one per root, so that overflow and clean-up of one root leave the others
// alone.
func newSystemSource() (Source, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("start watching: %w", err)
	}
	return systemSource{w}, nil
}

func (s systemSource) Watching(dir string) bool      { return slices.Contains(s.WatchList(), dir) }
func (s systemSource) Events() <-chan fsnotify.Event { return s.Watcher.Events }
func (s systemSource) Errors() <-chan error          { return s.Watcher.Errors }

// ErrNoWatches is joined with the system's error where the system grants no more watches. The
// system's error alone is that of a full disk.
var ErrNoWatches = errors.New("the system grants no more watches")

// limitReason says which limit an error is about, for a sentence. The error that is returned
// wraps ErrNoWatches where the limit is that of watches.
func limitReason(err error) (string, error) {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the system grants no more watches (fs.inotify.max_user_watches)", fmt.Errorf("%w: %w", ErrNoWatches, err)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "too many files or watchers are open (ulimit -n, fs.inotify.max_user_instances)", err
	case errors.Is(err, syscall.ENOMEM):
		return "the system has no memory left for it", err
	}
	return "the system refuses", err
}

// isLimit says whether an error means that the system has no watches, files or memory left for watching.
func isLimit(err error) bool {
	for _, limit := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		if errors.Is(err, limit) {
			return true
		}
	}
	return false
}
