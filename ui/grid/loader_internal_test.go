package grid

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"
	"testing"
	"time"

	"descry/library"
)

// gate is a loader whose loads wait until the test lets them go.
type gate struct {
	mu        sync.Mutex
	started   []library.PhotoID
	cancelled []library.PhotoID
	begun     chan library.PhotoID
	let       chan struct{}
}

func newGate() *gate {
	return &gate{begun: make(chan library.PhotoID, 1000), let: make(chan struct{}, 1000)}
}

func (g *gate) load(ctx context.Context, w want) (image.Image, error) {
	id := w.id
	g.mu.Lock()
	g.started = append(g.started, id)
	g.mu.Unlock()
	g.begun <- id
	select {
	case <-g.let:
		return image.NewGray(image.Rect(0, 0, 4, 4)), nil
	case <-ctx.Done():
		g.mu.Lock()
		g.cancelled = append(g.cancelled, id)
		g.mu.Unlock()
		return nil, ctx.Err()
	}
}

// queue is a dispatcher that the test pumps.
type queue chan func()

func (q queue) dispatch(f func()) { q <- f }

// pump runs what comes until done says so.
func (q queue) pump(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case f := <-q:
			f()
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func ids(from, to int) (list []library.PhotoID) {
	for i := from; i <= to; i++ {
		list = append(list, library.PhotoID(i))
	}
	return list
}

// thumbnails wants the usual picture of photos.
func thumbnails(ids []library.PhotoID) (list []want) {
	for _, id := range ids {
		list = append(list, want{id, usual})
	}
	return list
}

func TestLoaderNewestFirst(t *testing.T) {
	g, q := newGate(), make(queue, 1000)
	var got []library.PhotoID
	l := newLoader(g.load, 1, q.dispatch, func(r loaded) { got = append(got, r.id) })
	defer l.close()
	l.want(thumbnails(ids(1, 3)))
	if first := <-g.begun; first != 1 {
		t.Fatalf("began with %d, want the most urgent, 1", first)
	}
	l.want(thumbnails([]library.PhotoID{7, 8, 1, 3, 7})) // 2 is no longer wanted, 7 and 8 are more urgent
	for range 4 {
		g.let <- struct{}{}
	}
	q.pump(t, "four pictures", func() bool { return len(got) == 4 })
	if want := "[1 7 8 3]"; fmt.Sprint(got) != want {
		t.Errorf("came as %v, want %s", got, want)
	}
}

func TestLoaderCancels(t *testing.T) {
	g, q := newGate(), make(queue, 1000)
	var got []loaded
	l := newLoader(g.load, 2, q.dispatch, func(r loaded) { got = append(got, r) })
	l.want(thumbnails(ids(1, 6)))
	<-g.begun
	<-g.begun
	l.want(thumbnails(ids(2, 2))) // 1 is under way and cancelled, 2 goes on, the rest never starts
	g.let <- struct{}{}
	q.pump(t, "photo 2", func() bool { return len(got) == 1 })
	l.close()
	if got[0].id != 2 || got[0].err != nil {
		t.Errorf("got %+v, want photo 2", got[0])
	}
	if !slices.Equal(g.cancelled, ids(1, 1)) || len(g.started) != 2 {
		t.Errorf("cancelled %v of %v started", g.cancelled, g.started)
	}
}

// A photo that scrolls out and in again is asked for twice; the cancelled load
// must not count for the second.
func TestLoaderWantsAgain(t *testing.T) {
	g, q := newGate(), make(queue, 1000)
	var got []loaded
	l := newLoader(g.load, 2, q.dispatch, func(r loaded) { got = append(got, r) })
	defer l.close()
	l.want(thumbnails(ids(1, 1)))
	<-g.begun
	l.want(nil)
	l.want(thumbnails(ids(1, 1)))
	<-g.begun
	g.let <- struct{}{}
	q.pump(t, "photo 1", func() bool { return len(got) > 0 })
	if got[0].err != nil || got[0].id != 1 {
		t.Errorf("got %+v", got[0])
	}
}

func TestLoaderReportsFailures(t *testing.T) {
	broken := errors.New("the file could not be read")
	q := make(queue, 1000)
	load := func(_ context.Context, w want) (image.Image, error) {
		id := w.id
		if id == 1 {
			return nil, broken
		}
		return nil, nil
	}
	errs := map[library.PhotoID]error{}
	l := newLoader(load, 2, q.dispatch, func(r loaded) { errs[r.id] = r.err })
	defer l.close()
	l.want(thumbnails(ids(1, 2)))
	q.pump(t, "two failures", func() bool { return len(errs) == 2 })
	if !errors.Is(errs[1], broken) || !errors.Is(errs[2], errNoPicture) {
		t.Errorf("got %v", errs)
	}
}

// A disk that doesn't answer costs its own photos, not the others.
func TestLoaderLosesPatience(t *testing.T) {
	q := make(queue, 1000)
	load := func(ctx context.Context, w want) (image.Image, error) {
		id := w.id
		if id == 1 {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return image.NewGray(image.Rect(0, 0, 2, 2)), nil
	}
	got := map[library.PhotoID]error{}
	l := startLoader(&loader{
		load: load, dispatch: q.dispatch, patience: time.Millisecond,
		deliver: func(r loaded) { got[r.id] = r.err },
	}, 1)
	defer l.close()
	l.want(thumbnails(ids(1, 2)))
	q.pump(t, "both answers", func() bool { return len(got) == 2 })
	if !errors.Is(got[1], context.DeadlineExceeded) || got[2] != nil {
		t.Errorf("got %v", got)
	}
}

func TestLoaderCloseEndsEverything(t *testing.T) {
	g, q := newGate(), make(queue, 1000)
	delivered := 0
	l := newLoader(g.load, 3, q.dispatch, func(loaded) { delivered++ })
	l.want(thumbnails(ids(1, 50)))
	for range 3 {
		<-g.begun
	}
	g.let <- struct{}{}
	l.close() // returns only when the workers have
	l.close()
	l.want(thumbnails(ids(1, 50)))
	for len(q) > 0 {
		(<-q)()
	}
	if delivered > 0 {
		t.Errorf("%d pictures came after closing", delivered)
	}
	if n := len(g.begun); n > 1 {
		t.Errorf("%d loads began after closing", n)
	}
}

// Many goroutines and fast scrolling, for the race detector: everything wanted
// last arrives.
func TestLoaderUnderScrolling(t *testing.T) {
	q := make(queue, 10000)
	load := func(ctx context.Context, w want) (image.Image, error) {
		id := w.id
		if id%7 == 0 {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return image.NewGray(image.Rect(0, 0, 2, 2)), ctx.Err()
	}
	got := map[library.PhotoID]bool{}
	l := newLoader(load, 4, q.dispatch, func(r loaded) { got[r.id] = r.err == nil })
	defer l.close()
	for at := range 500 {
		l.want(thumbnails(ids(at*10, at*10+40)))
		for len(q) > 0 {
			(<-q)()
		}
	}
	last := []library.PhotoID{100001, 100003, 100004, 100005} // none of them hangs
	l.want(thumbnails(last))
	q.pump(t, "the last screen", func() bool {
		for _, id := range last {
			if !got[id] {
				return false
			}
		}
		return true
	})
}
