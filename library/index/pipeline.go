package index

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"descry/library"
)

// page is how many pending files are listed at a time.
const page = 512

// run is one pass over everything pending.
type run struct {
	o       Options
	meter   *meter
	files   *semaphore.Weighted // bytes of files held
	encoded atomic.Int64

	mu      sync.Mutex
	retries []library.PendingFile
}

func newRun(o Options, m *meter) *run {
	return &run{o: o, meter: m, files: semaphore.NewWeighted(o.MemoryBudget)}
}

// drain sends every pending file through the pipeline once. It returns the files
// that were still changing. Work finished before an error or the end of ctx is
// committed.
func (r *run) drain(ctx context.Context) ([]library.PendingFile, error) {
	totals, err := r.o.Store.Totals(ctx, r.o.Encoder.Model())
	if err != nil {
		return nil, err
	}
	r.meter.start(totals.Pending)
	r.o.OnChange(StateChanged)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	// Short queues: enough to keep the encoder fed over one slow file, few enough
	// to bound memory (an input is 0.6 MB at 224 px).
	files := make(chan library.PendingFile, page/8)
	inputs := make(chan item, 2*r.o.Encoder.Parallel()*r.o.Encoder.Batch()+2)
	results := make(chan library.IndexedPhoto, r.o.Encoder.Parallel())
	g.Go(func() error { defer close(files); return r.list(gctx, files) })
	r.startReaders(gctx, g, files, inputs, results)
	// The committer outlives a cancelled context: what was encoded is kept. When
	// it can't write, there is no point in going on.
	committed := make(chan error, 1)
	go func() { committed <- r.commit(context.WithoutCancel(ctx), results, cancel) }()
	err = g.Wait()
	close(results)
	if cerr := <-committed; cerr != nil {
		return nil, cerr
	}
	return r.retries, err
}

// startReaders starts readers and encoders; inputs is closed when all readers are
// done.
func (r *run) startReaders(ctx context.Context, g *errgroup.Group, files <-chan library.PendingFile, inputs chan item, results chan<- library.IndexedPhoto) {
	var readers sync.WaitGroup
	for range r.o.Readers {
		readers.Add(1)
		g.Go(func() error {
			defer readers.Done()
			return r.readAll(ctx, files, inputs, results)
		})
	}
	g.Go(func() error { readers.Wait(); close(inputs); return nil })
	for range r.o.Encoder.Parallel() {
		g.Go(func() error { return r.encodeAll(ctx, inputs, results) })
	}
}

// list feeds the pending files in the order of their ids.
func (r *run) list(ctx context.Context, files chan<- library.PendingFile) error {
	var after library.FileID
	for {
		batch, err := r.o.Store.Pending(ctx, r.o.Encoder.Model(), after, page)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, f := range batch {
			if err := send(ctx, files, f); err != nil {
				return err
			}
		}
		after = batch[len(batch)-1].ID
	}
}

func (r *run) readAll(ctx context.Context, files <-chan library.PendingFile, inputs chan<- item, results chan<- library.IndexedPhoto) error {
	for f := range files {
		it, err := r.read(ctx, f)
		switch {
		case err != nil:
			return err
		case it.result.Retry:
			r.mu.Lock()
			r.retries = append(r.retries, f)
			r.mu.Unlock()
		case it.input == nil:
			err = send(ctx, results, it.result)
		default:
			err = send(ctx, inputs, it)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func send[T any](ctx context.Context, ch chan<- T, v T) error {
	select {
	case ch <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// commit gathers results and writes them in batches until the channel closes; it
// calls stop at the first batch that can't be written.
func (r *run) commit(ctx context.Context, results <-chan library.IndexedPhoto, stop func()) error {
	var batch []library.IndexedPhoto
	var failure error
	timer := time.NewTimer(r.o.CommitEvery)
	defer timer.Stop()
	flush := func() {
		if len(batch) > 0 && failure == nil {
			if failure = r.write(ctx, batch); failure != nil {
				stop()
			}
		}
		batch = batch[:0]
	}
	for {
		select {
		case res, open := <-results:
			if !open {
				flush()
				return failure
			}
			if batch = append(batch, res); len(batch) == 1 {
				timer.Reset(r.o.CommitEvery)
			}
			if len(batch) >= r.o.CommitSize {
				flush()
			}
		case <-timer.C:
			flush()
		}
	}
}
