// Package watch tells which files of a photo folder to look at again. A Watcher gathers the
// system's change events into batches and waits for half-written files. What a Watcher cannot
// follow (overflow, exhausted watches, a disk that comes back) becomes a rescan with a notice,
// so that nothing is missed and nothing looks deleted that is only away.
package watch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
)

// ErrRoot means that a root is watched already (Add) or is not watched (Remove, Hold).
var ErrRoot = errors.New("no such watched folder, or there already")

// ErrClosed means that the watcher was closed.
var ErrClosed = errors.New("watcher is closed")

// Watcher watches any number of roots. All methods may be called from any goroutine.
type Watcher struct {
	o       Options
	ctx     context.Context
	cancel  context.CancelFunc
	events  chan Event
	notices chan Notice

	mounted MountSource // nil where the system doesn't tell

	wg    sync.WaitGroup // the roots, and what follows the mounts
	mu    sync.Mutex
	roots map[string]*root // nil once closed
}

// New returns a watcher without roots. When ctx ends, watching ends too. Close is to be called
// in any case.
func New(ctx context.Context, o Options) (*Watcher, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	mounted := o.startMounts()
	ctx, cancel := context.WithCancel(ctx)
	w := &Watcher{
		o: o, ctx: ctx, cancel: cancel,
		events: make(chan Event), notices: make(chan Notice),
		mounted: mounted, roots: map[string]*root{},
	}
	if mounted != nil {
		w.wg.Go(func() { w.followMounts(mounted) })
	}
	return w, nil
}

// Add begins to watch a folder tree and returns at once. As soon as the watches stand, an
// Event with Rescan is sent: no change is lost between the watches and this first scan. A root
// that is missing is no error: the root is offline until it appears.
func (w *Watcher) Add(name string) error {
	abs, err := filepath.Abs(name)
	if err != nil {
		return fmt.Errorf("watch %s: %w", name, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.roots == nil {
		return ErrClosed
	}
	if w.roots[name] != nil {
		return fmt.Errorf("watch %s: %w", name, ErrRoot)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	r := newRoot(name, abs, w.o, cancel)
	r.mounted = w.mounted
	w.roots[name] = r
	w.wg.Go(func() { r.run(ctx, w.events, w.notices) })
	return nil
}

// Remove ends the watching of a root, named as in Add, and waits for its end. No event of the
// root is sent afterwards.
func (w *Watcher) Remove(name string) error {
	w.mu.Lock()
	r := w.roots[name]
	delete(w.roots, name)
	w.mu.Unlock()
	if r == nil {
		return fmt.Errorf("stop watching %s: %w", name, ErrRoot)
	}
	r.cancel()
	<-r.done
	return nil
}

// Hold hands files back that a rescan found too young to trust: files modified less than
// Options.StableFor ago, so perhaps still being written. Each file is delivered again, in an
// Event, once the file is stable. rels are as in Event.Paths. Hold never blocks.
func (w *Watcher) Hold(name string, rels ...string) error {
	w.mu.Lock()
	r := w.roots[name]
	w.mu.Unlock()
	if r == nil {
		return fmt.Errorf("hold files of %s: %w", name, ErrRoot)
	}
	r.inbox.put(rels)
	return nil
}

// Events delivers what to look at again. Close closes the channel. While nobody receives,
// changes are gathered and collapse, so a slow receiver loses nothing and costs no memory.
func (w *Watcher) Events() <-chan Event { return w.events }

// Notices delivers what the user should know. Close closes the channel. Notices must be
// received too, but events do not wait for notices.
func (w *Watcher) Notices() <-chan Notice { return w.notices }

// Close ends all watching and waits for its end. A second Close does nothing.
func (w *Watcher) Close() error {
	w.cancel()
	w.mu.Lock()
	closed := w.roots == nil
	w.roots = nil
	w.mu.Unlock()
	if closed {
		return nil
	}
	w.wg.Wait()
	close(w.events)
	close(w.notices)
	return nil
}
