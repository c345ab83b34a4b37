package watch_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"descry/library/watch"
)

func TestOverflow(t *testing.T) {
	root, f := t.TempDir(), newFake()
	o, made := faked(f)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		f.errors <- fsnotify.ErrEventOverflow
		f.errors <- fsnotify.ErrEventOverflow
		expectNotice(t, w, watch.Overflow, fsnotify.ErrEventOverflow)
		expect(t, w, true)
		if made.Load() != 2 {
			t.Errorf("%d sources made, want a fresh one", made.Load())
		}
		silence(t, w, time.Hour)
	})
}

func TestOtherErrors(t *testing.T) {
	root, f := t.TempDir(), newFake()
	o, _ := faked(f)
	own := errors.New("own")
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		f.errors <- syscall.EINVAL
		silence(t, w, time.Hour)
		f.errors <- own
		expectNotice(t, w, watch.Trouble, own)
		expect(t, w, true)
	})
}

func TestExhaustedWatches(t *testing.T) {
	root := t.TempDir()
	put(t, root, "sub/a.jpg")
	late, early := newFake(), newFake()
	early.add = func(dir string) error {
		if dir != root {
			return syscall.ENOSPC
		}
		return nil
	}
	entering := newFake()
	entering.add = func(dir string) error {
		if filepath.Base(dir) == "new" {
			return syscall.ENOSPC
		}
		return nil
	}
	give := func(f *fakeSource) func() (watch.Source, error) {
		return func() (watch.Source, error) { return f.open(), nil }
	}
	refuse := func() (watch.Source, error) { return nil, syscall.EMFILE }
	for _, c := range []struct {
		name    string
		source  func() (watch.Source, error)
		cause   error
		provoke func(*testing.T)
	}{
		{"no instance", refuse, syscall.EMFILE, nil},
		{"while setting watches", give(early), syscall.ENOSPC, nil},
		{"later", give(late), syscall.ENOSPC, func(*testing.T) { late.errors <- syscall.ENOSPC }},
		{"new folder", give(entering), syscall.ENOSPC, func(t *testing.T) {
			must(t, os.Mkdir(filepath.Join(root, "new"), 0o755))
			entering.events <- fsnotify.Event{Name: filepath.Join(root, "new"), Op: fsnotify.Create}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, watch.Options{NewSource: c.source}, root, func(t *testing.T, w *watch.Watcher) {
				begin := expect(t, w, true)
				if c.provoke != nil {
					c.provoke(t)
					expect(t, w, true)
				}
				expectNotice(t, w, watch.WatchLimit, c.cause)
				for i := range 3 {
					at := expect(t, w, true).Sub(begin)
					if at != time.Duration(i+1)*5*time.Minute {
						t.Errorf("rescan %d after %v", i, at)
					}
				}
			})
		})
	}
}

func TestLostWatchesAreMadeAnew(t *testing.T) {
	root, f := t.TempDir(), newFake()
	var lost atomic.Bool
	f.watching = func(string) bool { return !lost.Load() }
	o, made := faked(f)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		lost.Store(true)
		expect(t, w, true)
		silence(t, w, time.Hour)
		if made.Load() != 2 {
			t.Errorf("%d sources made, want 2", made.Load())
		}
	})
}
