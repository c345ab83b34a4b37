package grid

import (
	"context"
	"image"
	"slices"
	"sync"
	"time"

	"descry/app/problem"
)

// loader fetches thumbnails on a few goroutines: what was wanted last comes
// first, what is wanted no longer is cancelled.
type loader struct {
	load     func(ctx context.Context, w want) (image.Image, error)
	dispatch Dispatcher
	deliver  func(loaded) // on the UI goroutine
	patience time.Duration

	mu      sync.Mutex
	wake    *sync.Cond
	stack   []want // waiting, the next one last
	jobs    map[want]*job
	results []loaded // not handed over yet
	closed  bool
	workers sync.WaitGroup
}

// job is a picture that is waiting or being loaded.
type job struct {
	ctx    context.Context
	cancel context.CancelFunc
}

// loaded is an answer of the loader: a picture or the reason why there is none.
type loaded struct {
	want
	img image.Image
	err error
}

// errNoPicture stands for a loader that returned neither picture nor error.
var errNoPicture = problem.New("photo-no-picture", nil)

// patience is how long a thumbnail may take before its tile counts as broken.
const patience = 20 * time.Second

// newLoader starts the workers. close stops the workers and waits for them.
func newLoader(load func(context.Context, want) (image.Image, error), workers int, dispatch Dispatcher, deliver func(loaded)) *loader {
	return startLoader(&loader{load: load, dispatch: dispatch, deliver: deliver, patience: patience}, workers)
}

func startLoader(l *loader, workers int) *loader {
	l.jobs = map[want]*job{}
	l.wake = sync.NewCond(&l.mu)
	l.workers.Add(workers)
	for range workers {
		go l.work()
	}
	return l
}

// want says which pictures are needed from now on, the most urgent first. Loads of all others
// are cancelled. Loads that are under way or waiting go on.
func (l *loader) want(wants []want) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	running := l.running()
	jobs := make(map[want]*job, len(wants))
	l.stack = l.stack[:0]
	for _, w := range wants {
		if jobs[w] != nil {
			continue
		}
		if jobs[w] = l.jobs[w]; jobs[w] == nil {
			ctx, cancel := context.WithCancel(context.Background())
			jobs[w] = &job{ctx: ctx, cancel: cancel}
		}
		if !running[w] {
			l.stack = append(l.stack, w)
		}
		delete(l.jobs, w)
	}
	slices.Reverse(l.stack)
	for _, j := range l.jobs {
		j.cancel()
	}
	l.jobs = jobs
	l.wake.Broadcast()
}

// running tells which photos a worker has taken already.
func (l *loader) running() map[want]bool {
	running := make(map[want]bool, len(l.jobs))
	for w := range l.jobs {
		running[w] = true
	}
	for _, w := range l.stack {
		delete(running, w)
	}
	return running
}

func (l *loader) work() {
	defer l.workers.Done()
	for {
		w, j := l.next()
		if j == nil {
			return
		}
		l.done(j, l.fetch(j.ctx, w))
	}
}

// fetch calls the loader with a limit of time, so that a share that has gone away doesn't keep
// the workers from other photos.
func (l *loader) fetch(ctx context.Context, w want) loaded {
	ctx, cancel := context.WithTimeout(ctx, l.patience)
	defer cancel()
	img, err := l.load(ctx, w)
	if err == nil && img == nil {
		err = errNoPicture
	}
	return loaded{want: w, img: img, err: err}
}

// next waits for a photo to load. The job is nil once the loader is closed.
func (l *loader) next() (want, *job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.stack) == 0 && !l.closed {
		l.wake.Wait()
	}
	if l.closed {
		return want{}, nil
	}
	w := l.stack[len(l.stack)-1]
	l.stack = l.stack[:len(l.stack)-1]
	return w, l.jobs[w]
}

// done hands an answer to the UI goroutine. Answers that come close together travel together.
// A picture that came in spite of cancelling is welcome. An error is not, since the cancelling
// itself may be its cause.
func (l *loader) done(j *job, r loaded) {
	l.mu.Lock()
	cancelled := j.ctx.Err() != nil
	j.cancel()
	if l.jobs[r.want] == j {
		delete(l.jobs, r.want)
	}
	news := !l.closed && (r.err == nil || !cancelled)
	if news {
		l.results = append(l.results, r)
	}
	first := news && len(l.results) == 1
	l.mu.Unlock()
	if first {
		l.dispatch(l.drain)
	}
}

// drain delivers on the UI goroutine what has come in.
func (l *loader) drain() {
	l.mu.Lock()
	results := l.results
	l.results = nil
	closed := l.closed
	l.mu.Unlock()
	if closed {
		return
	}
	for _, r := range results {
		l.deliver(r)
	}
}

// close cancels every load and waits for the workers. No picture is delivered afterwards.
func (l *loader) close() {
	l.mu.Lock()
	l.closed = true
	for _, j := range l.jobs {
		j.cancel()
	}
	l.mu.Unlock()
	l.wake.Broadcast()
	l.workers.Wait()
}
