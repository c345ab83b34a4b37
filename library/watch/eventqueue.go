package watch

import (
	"errors"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// queue empties a source into memory without delay, because the system's own buffer is small
// and the root's goroutine may be busy walking a new folder.
type queue struct {
	limit int
	wake  chan struct{} // holds a token while there are events to drain
	stop  chan struct{}
	done  chan struct{}

	mu sync.Mutex
	backlog
}

// backlog is what came since the last drain.
type backlog struct {
	events   []fsnotify.Event
	errs     []error
	overflow bool
}

func newQueue(src Source, limit int) *queue {
	q := &queue{limit: limit, wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
	go q.pump(src)
	return q
}

// close ends the pump and waits for its end.
func (q *queue) close() {
	close(q.stop)
	<-q.done
}

func (q *queue) pump(src Source) {
	defer close(q.done)
	events, errs := src.Events(), src.Errors()
	for events != nil || errs != nil {
		select {
		case <-q.stop:
			return
		case e, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			q.put(e)
		case err, ok := <-errs:
			if !ok {
				errs = nil
				continue
			}
			q.fail(err)
		}
	}
}

// put keeps an event. A file that is being written repeats its event, and one of the repeats
// is enough.
func (q *queue) put(e fsnotify.Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := len(q.events)
	switch {
	case n > 0 && q.events[n-1].Name == e.Name && q.events[n-1].Op == e.Op:
	case n >= q.limit:
		q.overflow = true
	default:
		q.events = append(q.events, e)
	}
	signal(q.wake)
}

// fail keeps an error. EINVAL is no error: inotify reports EINVAL of a watch that went away
// with its folder.
func (q *queue) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case err == nil || errors.Is(err, syscall.EINVAL):
		return
	case errors.Is(err, fsnotify.ErrEventOverflow):
		q.overflow = true
	case len(q.errs) < q.limit:
		q.errs = append(q.errs, err)
	}
	signal(q.wake)
}

// drain takes all there is.
func (q *queue) drain() backlog {
	q.mu.Lock()
	defer q.mu.Unlock()
	b := q.backlog
	q.backlog = backlog{}
	return b
}

// inbox takes paths from other goroutines.
type inbox struct {
	wake chan struct{}
	mu   sync.Mutex
	rels []string
}

func (b *inbox) put(rels []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rels = append(b.rels, rels...)
	signal(b.wake)
}

func (b *inbox) drain() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	rels := b.rels
	b.rels = nil
	return rels
}

// signal leaves a token without waiting.
func signal(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}
