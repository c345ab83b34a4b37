package watch_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"descry/internal/mounts"
	"descry/library/watch"
)

// fakeMounts is a list of mounts that the test writes.
type fakeMounts struct {
	mu      sync.Mutex
	table   mounts.Table
	numbers map[string]uint64
	changed chan struct{}
	closed  bool
}

var _ watch.MountSource = (*fakeMounts)(nil)

// use has a watcher take the fake. The channel belongs to the bubble that the watcher is made
// in.
func (f *fakeMounts) use(o *watch.Options) {
	o.NewMounts = func() (watch.MountSource, error) {
		f.changed = make(chan struct{}, 1)
		return f, nil
	}
}

func (f *fakeMounts) set(table ...mounts.Mount) {
	f.mu.Lock()
	f.table = table
	f.mu.Unlock()
	if f.changed != nil {
		f.changed <- struct{}{}
	}
}

func (f *fakeMounts) Table() (mounts.Table, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.table), nil
}

func (f *fakeMounts) Number(point string) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.numbers[point]
}

func (f *fakeMounts) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.changed:
		return nil
	}
}

func (f *fakeMounts) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

// drives makes a root with folders for drives, and the mounts at them.
func drives(t *testing.T, names ...string) (root string, slash mounts.Mount, at []mounts.Mount) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	slash = mounts.Mount{ID: 1, Point: "/", Root: "/"}
	for i, name := range names {
		point := filepath.Join(root, name)
		must(t, os.MkdirAll(point, 0o755))
		at = append(at, mounts.Mount{ID: 10 + i, Parent: 1, Root: "/", Point: point})
	}
	return root, slash, at
}

// A drive that comes or goes is told at once, whatever else goes on in the folder. A drive
// that comes has the whole folder looked at later.
func TestMountsAreToldAtOnce(t *testing.T) {
	root, slash, at := drives(t, "card", "in/usb", ".hidden")
	card, usb, hidden := at[0], at[1], at[2]
	f, m := newFake(), &fakeMounts{table: mounts.Table{slash}}
	var mu sync.Mutex
	watched := map[string]int{}
	f.add = func(dir string) error {
		mu.Lock()
		defer mu.Unlock()
		watched[dir]++
		return nil
	}
	times := func(dir string) int {
		mu.Lock()
		defer mu.Unlock()
		return watched[dir]
	}
	o, made := faked(f)
	o.Delay, o.MaxWait = time.Hour, 10*time.Hour // other changes would wait
	m.use(&o)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		f.events <- fsnotify.Event{Name: filepath.Join(root, "a.jpg"), Op: fsnotify.Remove}
		began := time.Now()
		within := func(paths ...string) {
			t.Helper()
			if took := expect(t, w, false, paths...).Sub(began); took > 5*time.Second {
				t.Errorf("%v came after %v", paths, took)
			}
			began = time.Now()
		}
		before := times(card.Point)
		m.set(slash, card)
		within("card")
		if n := times(card.Point); n != before+1 {
			t.Errorf("the new drive got %d watches, want one", n-before)
		}
		m.set(slash, card, usb, hidden)
		within("in/usb")
		again := card
		again.ID++ // unmounted and mounted again between two looks
		m.set(slash, again, usb)
		within("card")
		m.mu.Lock()
		m.numbers = map[string]uint64{card.Point: 7} // the same, and it got its number in the list again
		m.mu.Unlock()
		m.set(slash, again, usb)
		within("card")
		m.set(slash)
		within("card", "in/usb")
		m.set(slash, mounts.Mount{ID: 99, Parent: 1, Root: "/", Point: "/somewhere/else"})
		silence(t, w, time.Minute)
		if made.Load() != 1 {
			t.Errorf("%d sources made", made.Load())
		}
		// The whole folder is looked at once events have calmed down, so that the drives are
		// known. Files that waited are part of that.
		expect(t, w, true)
		silence(t, w, 100*time.Hour)
	})
	if !m.closed {
		t.Error("the list of mounts is left open")
	}
}

// What is mounted within a drive goes with it.
func TestInnerMountsGoWithTheOuter(t *testing.T) {
	root, slash, at := drives(t, "card", "card/inner", "cardboard")
	at[1].Parent = at[0].ID
	f, m := newFake(), &fakeMounts{table: append(mounts.Table{slash}, at...)}
	o, _ := faked(f)
	m.use(&o)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		m.set(slash)
		expect(t, w, false, "card", "cardboard")
		silence(t, w, time.Hour)
	})
}

// Where a folder is scanned by the clock, for want of watches, a drive is told all the same.
func TestMountsOfAPolledFolder(t *testing.T) {
	root, slash, at := drives(t, "card")
	m := &fakeMounts{table: mounts.Table{slash}}
	o := watch.Options{NewSource: func() (watch.Source, error) { return nil, os.ErrPermission }, PollEvery: 100 * time.Hour}
	m.use(&o)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expectNotice(t, w, watch.WatchLimit, os.ErrPermission)
		expect(t, w, true)
		m.set(slash, at[0])
		expect(t, w, false, "card")
		expect(t, w, true)
		m.set(slash)
		expect(t, w, false, "card")
		silence(t, w, 90*time.Hour)
	})
}

// A root that lies on another mount than its watches is watched anew. A root that is missing
// is looked for when anything is mounted.
func TestMountsOfTheRootItself(t *testing.T) {
	root, slash, _ := drives(t)
	f, m := newFake(), &fakeMounts{table: mounts.Table{slash}}
	o, made := faked(f)
	o.OfflineCheckEvery = 1000 * time.Hour
	m.use(&o)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		over := mounts.Mount{ID: 7, Parent: 1, Root: "/", Point: root}
		m.set(slash, over)
		expect(t, w, true)
		if made.Load() != 2 {
			t.Errorf("%d sources made, want a fresh one", made.Load())
		}
		must(t, os.Remove(root))
		began := time.Now()
		m.set(slash)
		expectNotice(t, w, watch.Offline, os.ErrNotExist)
		must(t, os.Mkdir(root, 0o755))
		m.set(slash, over)
		expectNotice(t, w, watch.Online, nil)
		expect(t, w, true)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("gone and back were noticed after %v", took)
		}
	})
}
