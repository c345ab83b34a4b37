package index

import (
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"descry/library"
	"descry/library/media"
	"descry/library/metadata"
)

// page is how many pending files are listed at a time.
const page = 512

// run is one pass over everything pending for an encoder.
type run struct {
	o      Options
	enc    Encoder
	meter  *meter
	kind   passKind
	files  *semaphore.Weighted // bytes of files held
	proven atomic.Pointer[[]float32]
	worked atomic.Bool // something was committed

	neighbours neighbours
	changes    metadataChanges

	left   chan struct{} // closed to leave early; see leave
	leaves sync.Once

	mu      sync.Mutex
	retries []library.PendingFile
}

// passKind is what a run goes through.
type passKind int

const (
	everything passKind = iota // all files that are pending for the active encoder
	filling                    // photos that were read before and lack a vector of the next encoder
	rereading                  // photos that an older decoding read
	describing                 // photos of which what files say is to be read anew
)

func newRun(o Options, enc Encoder, m *meter, kind passKind) *run {
	return &run{
		o: o, enc: enc, meter: m, kind: kind,
		files: semaphore.NewWeighted(o.MemoryBudget), left: make(chan struct{}),
	}
}

// leave ends the run after what is being encoded. Files and inputs that wait their turn are
// passed over, and are still pending.
func (r *run) leave() { r.leaves.Do(func() { close(r.left) }) }

func (r *run) leaving() bool {
	select {
	case <-r.left:
		return true
	default:
		return false
	}
}

// count tells the meter what there is to do.
func (r *run) count(ctx context.Context) error {
	switch r.kind {
	case filling:
		done, pending, err := r.fillable(ctx)
		r.meter.startAt(done, pending)
		return err
	case rereading:
		pending, err := r.o.Store.CountOutdated(ctx, media.Version)
		r.meter.startAt(0, pending)
		return err
	case describing:
		pending, err := r.o.Store.CountOutdatedMetadata(ctx, metadata.Version)
		r.meter.startAt(0, pending)
		return err
	default:
		folders, err := r.o.Store.Folders(ctx, r.enc.Model())
		r.meter.start(library.PendingIn(folders))
		return err
	}
}

// drain sends every pending file through the pipeline once, and returns the files that were
// still changing. Results that were finished before an error, the end of ctx or leave are
// committed.
func (r *run) drain(ctx context.Context) ([]library.PendingFile, error) {
	if err := r.count(ctx); err != nil {
		return nil, err
	}
	r.o.OnChange(StateChanged)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	// Short queues keep the encoder fed over one slow file and bound memory: an input is 0.6
	// MB at 224 px.
	files := make(chan library.PendingFile, page/8)
	inputs := make(chan item, 2*r.enc.Parallel()*r.enc.Batch()+2)
	results := make(chan library.IndexedPhoto, r.enc.Parallel())
	g.Go(func() error { defer close(files); return r.list(gctx, files) })
	r.startReaders(gctx, g, files, inputs, results)
	// The committer outlives a cancelled context: what was encoded is kept. When the committer
	// can't write, the run stops.
	committed := make(chan error, 1)
	go func() { committed <- r.commit(context.WithoutCancel(ctx), results, cancel) }()
	err := g.Wait()
	close(results)
	if cerr := <-committed; cerr != nil {
		return nil, cerr
	}
	return r.retries, err
}

// startReaders starts readers and encoders. inputs is closed when all readers are done.
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
	for range r.enc.Parallel() {
		g.Go(func() error { return r.encodeAll(ctx, inputs, results) })
	}
}

// list feeds the files of the pass.
func (r *run) list(ctx context.Context, files chan<- library.PendingFile) error {
	var last library.PendingFile
	for {
		batch, err := r.page(ctx, last)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, f := range batch {
			if r.kind == filling && f.Photo == 0 {
				continue // not read yet: left to the active encoder
			}
			select {
			case files <- f:
			case <-r.left:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		last = batch[len(batch)-1]
	}
}

// page lists the next files.
func (r *run) page(ctx context.Context, last library.PendingFile) ([]library.PendingFile, error) {
	switch r.kind {
	case rereading:
		return r.o.Store.Outdated(ctx, media.Version, last, page)
	case describing:
		return r.o.Store.OutdatedMetadata(ctx, metadata.Version, last, page)
	case everything, filling:
	}
	return r.o.Store.Pending(ctx, r.enc.Model(), last.ID, page)
}

func (r *run) readAll(ctx context.Context, files <-chan library.PendingFile, inputs chan<- item, results chan<- library.IndexedPhoto) error {
	for f := range files {
		if r.leaving() {
			continue
		}
		it, err := r.read(ctx, f)
		switch {
		case err != nil:
			return err
		case it.done:
			r.meter.add(1, 0)
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
