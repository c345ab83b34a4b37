package watch_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"descry/internal/mounts"
	"descry/library/watch"
)

// faked are default options with one fake source. made counts how often the source was asked
// for.
func faked(f *fakeSource) (o watch.Options, made *atomic.Int32) {
	made = new(atomic.Int32)
	return watch.Options{NewSource: func() (watch.Source, error) {
		if made.Add(1) == 1 {
			return f.open(), nil
		}
		return newFake().open(), nil
	}}, made
}

// inBubble runs a test with a fake clock: time passes when everything waits.
func inBubble(t *testing.T, o watch.Options, root string, test func(t *testing.T, w *watch.Watcher)) {
	t.Helper()
	if o.NewMounts == nil { // the system's waits in the kernel, where the fake clock stands still
		o.NewMounts = func() (watch.MountSource, error) { return nil, mounts.ErrUnsupported }
	}
	synctest.Test(t, func(t *testing.T) {
		w, err := watch.New(context.Background(), o)
		must(t, err)
		defer w.Close()
		must(t, w.Add(root))
		test(t, w)
	})
}

func expect(t *testing.T, w *watch.Watcher, rescan bool, paths ...string) time.Time {
	t.Helper()
	select {
	case e := <-w.Events():
		if e.Rescan != rescan || !slices.Equal(e.Paths, paths) {
			t.Fatalf("got %+v, want rescan %v, paths %q", e, rescan, paths)
		}
	case <-time.After(10 * time.Hour):
		t.Fatalf("no event, want rescan %v, paths %q", rescan, paths)
	}
	return time.Now()
}

func expectNotice(t *testing.T, w *watch.Watcher, kind watch.NoticeKind, cause error) {
	t.Helper()
	n := <-w.Notices()
	if n.Kind != kind || !errors.Is(n.Err, cause) || n.Message == "" {
		t.Fatalf("got %+v, want %v because of %v", n, kind, cause)
	}
}

func silence(t *testing.T, w *watch.Watcher, d time.Duration) {
	t.Helper()
	select {
	case e := <-w.Events():
		t.Fatalf("got %+v, want nothing", e)
	case <-time.After(d):
	}
}

func TestDelayAndMaxWait(t *testing.T) {
	root, f := t.TempDir(), newFake()
	o, _ := faked(f)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		begin := expect(t, w, true)
		gone := fsnotify.Event{Name: filepath.Join(root, "a.jpg"), Op: fsnotify.Remove}
		f.events <- gone
		if waited := expect(t, w, false, "a.jpg").Sub(begin); waited != time.Second {
			t.Errorf("one change waited %v", waited)
		}
		begin = time.Now()
		for range 30 {
			f.events <- gone
			time.Sleep(500 * time.Millisecond)
		}
		if waited := expect(t, w, false, "a.jpg").Sub(begin); waited != 15*time.Second {
			t.Errorf("waited %v: the event should have been on offer when the changes ended", waited)
		}
		if waited := expect(t, w, false, "a.jpg").Sub(begin); waited > 17*time.Second {
			t.Errorf("the second batch waited %v", waited)
		}
		silence(t, w, time.Hour)
	})
}

func TestGrowingFileIsHeld(t *testing.T) {
	root, f := t.TempDir(), newFake()
	o, _ := faked(f)
	o.MaxHold = time.Minute
	at := filepath.Join(root, "a.jpg")
	grow := func(t *testing.T) {
		file, err := os.OpenFile(at, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		must(t, err)
		_, err = file.Write([]byte("more"))
		must(t, errors.Join(err, file.Close()))
	}
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		grow(t)
		f.events <- fsnotify.Event{Name: at, Op: fsnotify.Create}
		for range 30 { // no further event: looking tells
			silence(t, w, time.Second)
			grow(t)
		}
		last := time.Now()
		if still := expect(t, w, false, "a.jpg").Sub(last); still < 2*time.Second || still > 4*time.Second {
			t.Errorf("delivered %v after the last write", still)
		}
		silence(t, w, time.Hour)

		grow(t)
		begin := time.Now()
		f.events <- fsnotify.Event{Name: at, Op: fsnotify.Write}
		done := make(chan bool)
		go func() {
			for range 120 {
				time.Sleep(time.Second)
				grow(t)
			}
			close(done)
		}()
		if held := expect(t, w, false, "a.jpg").Sub(begin); held < time.Minute || held > 63*time.Second {
			t.Errorf("a file that never rests came after %v", held)
		}
		<-done
		expect(t, w, false, "a.jpg")
		silence(t, w, time.Hour)
	})
}

func TestHold(t *testing.T) {
	root, f := t.TempDir(), newFake()
	put(t, root, "young.jpg")
	o, _ := faked(f)
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		begin := expect(t, w, true)
		must(t, w.Hold(root, "young.jpg", "gone.jpg"))
		expect(t, w, false, "gone.jpg")
		if waited := expect(t, w, false, "young.jpg").Sub(begin); waited < 2*time.Second {
			t.Errorf("held for %v", waited)
		}
	})
}

func TestHeldFilesAreBounded(t *testing.T) {
	root, f := t.TempDir(), newFake()
	names := []string{"1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"}
	for _, n := range names {
		put(t, root, n)
	}
	o, _ := faked(f)
	o.MaxPaths = 4
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		must(t, w.Hold(root, names...))
		expect(t, w, true)
	})
}

func TestSlowReceiver(t *testing.T) {
	root, f := t.TempDir(), newFake()
	o, _ := faked(f)
	o.MaxPaths = 5
	inBubble(t, o, root, func(t *testing.T, w *watch.Watcher) {
		expect(t, w, true)
		for _, n := range []string{"a", "b", "c", "d"} {
			f.events <- fsnotify.Event{Name: filepath.Join(root, n), Op: fsnotify.Remove}
			time.Sleep(time.Minute)
		}
		expect(t, w, false, "a")
		expect(t, w, false, "b", "c", "d")
		for _, n := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			f.events <- fsnotify.Event{Name: filepath.Join(root, n), Op: fsnotify.Remove}
			time.Sleep(time.Minute)
		}
		expect(t, w, true)
		silence(t, w, time.Hour)
	})
}
