package watch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"descry/library/watch"
)

// quick are options for tests with the real clock.
func quick() watch.Options {
	return watch.Options{
		Delay: 20 * time.Millisecond, MaxWait: 200 * time.Millisecond, StableFor: 20 * time.Millisecond,
		PollEvery: time.Hour, OfflineCheckEvery: 20 * time.Millisecond,
		Candidate: func(name string) bool { return strings.HasSuffix(name, ".jpg") },
	}
}

// record gathers what a watcher says.
type record struct {
	*watch.Watcher
	mu      sync.Mutex
	paths   map[string]int
	rescans int
	notices []watch.Notice
}

// start watches roots and records until the test ends.
func start(t *testing.T, o watch.Options, roots ...string) *record {
	t.Helper()
	w, err := watch.New(context.Background(), o)
	must(t, err)
	r := &record{Watcher: w, paths: map[string]int{}}
	var wg sync.WaitGroup
	wg.Go(func() {
		for e := range w.Events() {
			r.note(e)
		}
	})
	wg.Go(func() {
		for n := range w.Notices() {
			r.mu.Lock()
			r.notices = append(r.notices, n)
			r.mu.Unlock()
		}
	})
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		wg.Wait()
	})
	for _, root := range roots {
		must(t, w.Add(root))
	}
	return r
}

func (r *record) note(e watch.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Rescan {
		r.rescans++
	}
	for _, p := range e.Paths {
		r.paths[p]++
	}
}

// forget empties the record.
func (r *record) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.paths)
	r.rescans, r.notices = 0, nil
}

func (r *record) rescanned(atLeast int) func() bool {
	return func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.rescans >= atLeast
	}
}

func (r *record) has(paths ...string) func() bool {
	return func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return !slices.ContainsFunc(paths, func(p string) bool { return r.paths[p] == 0 })
	}
}

func (r *record) noticed(k watch.NoticeKind) func() bool {
	return func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return slices.ContainsFunc(r.notices, func(n watch.Notice) bool { return n.Kind == k })
	}
}

// places counts the paths delivered.
func (r *record) places() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.paths)
}

// silent says that no event came.
func (r *record) silent() bool { return r.places() == 0 && !r.rescanned(1)() }

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprintf("paths %v, rescans %d, notices %v", r.paths, r.rescans, r.notices)
}

// await polls until a condition holds. The limit is only there to end a failing test.
func (r *record) await(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s (%v)", what, r)
		}
	}
}

// ready waits for the first rescan and forgets it.
func (r *record) ready(t *testing.T) {
	t.Helper()
	r.await(t, "first rescan", r.rescanned(1))
	r.forget()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, root, name string) {
	t.Helper()
	at := filepath.Join(root, name)
	must(t, os.MkdirAll(filepath.Dir(at), 0o755))
	must(t, os.WriteFile(at, []byte(name), 0o644))
}

// fakeSource is a source that the test speaks for.
type fakeSource struct {
	add      func(dir string) error
	watching func(dir string) bool
	events   chan fsnotify.Event
	errors   chan error
	once     sync.Once
}

var _ watch.Source = (*fakeSource)(nil)

func newFake() *fakeSource {
	return &fakeSource{
		add:      func(string) error { return nil },
		watching: func(string) bool { return true },
	}
}

// open makes the channels: in the watcher's goroutine, so that they belong to the bubble of the fake clock.
func (f *fakeSource) open() *fakeSource {
	f.events, f.errors = make(chan fsnotify.Event), make(chan error)
	return f
}

func (f *fakeSource) Add(dir string) error          { return f.add(dir) }
func (f *fakeSource) Remove(string) error           { return nil }
func (f *fakeSource) Watching(dir string) bool      { return f.watching(dir) }
func (f *fakeSource) Events() <-chan fsnotify.Event { return f.events }
func (f *fakeSource) Errors() <-chan error          { return f.errors }
func (f *fakeSource) Close() error {
	f.once.Do(func() { close(f.events); close(f.errors) })
	return nil
}
