package viewer

import (
	"context"
	"sync"

	"descry/library"
)

// kind is what is fetched of a photo.
type kind int

const (
	kindThumbnail kind = iota
	kindName
	kindScreen // the picture as large as in the window
	kindFull   // all pixels
)

// order is a request for one kind of picture of one photo.
type order struct {
	id   library.PhotoID
	kind kind
}

// work does an order off the UI goroutine and returns the rest of the work, for the UI
// goroutine.
type work func(ctx context.Context) (apply func())

// fetcher runs orders, each on a goroutine of its own, and cancels orders that are no longer
// wanted. The methods are for the UI goroutine.
type fetcher struct {
	dispatch Dispatcher
	jobs     map[order]*job
	slots    chan struct{} // bounds the decodes at a time, which take memory
	running  sync.WaitGroup
}

type job struct{ cancel context.CancelFunc }

// decodes is how many pictures are decoded at a time: the one to see, and a cancelled one that
// is slow to end.
const decodes = 2

func newFetcher(dispatch Dispatcher) *fetcher {
	return &fetcher{dispatch: dispatch, jobs: map[order]*job{}, slots: make(chan struct{}, decodes)}
}

// want makes these orders the only ones. Missing ones are begun in this order, others are
// cancelled.
func (f *fetcher) want(orders []order, of func(order) work) {
	wanted := make(map[order]bool, len(orders))
	for _, o := range orders {
		wanted[o] = true
	}
	for o, j := range f.jobs {
		if !wanted[o] {
			j.cancel()
			delete(f.jobs, o)
		}
	}
	for _, o := range orders {
		if f.jobs[o] == nil {
			f.start(o, of(o))
		}
	}
}

func (f *fetcher) start(o order, w work) {
	ctx, cancel := context.WithCancel(context.Background())
	j := &job{cancel: cancel}
	f.jobs[o] = j
	f.running.Add(1)
	go func() {
		defer f.running.Done()
		defer cancel()
		apply := f.do(ctx, o, w)
		if ctx.Err() != nil {
			return
		}
		f.dispatch(func() {
			if f.jobs[o] == j {
				delete(f.jobs, o)
				apply()
			}
		})
	}()
}

// do waits for a slot if the order decodes, and works.
func (f *fetcher) do(ctx context.Context, o order, w work) func() {
	if o.kind == kindScreen || o.kind == kindFull {
		select {
		case f.slots <- struct{}{}:
			defer func() { <-f.slots }()
		case <-ctx.Done():
			return nil
		}
	}
	return w(ctx)
}

// stop cancels all orders. wait waits for their end.
func (f *fetcher) stop() { f.want(nil, nil) }
func (f *fetcher) wait() { f.running.Wait() }
