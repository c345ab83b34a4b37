package index

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"descry/library"
	"descry/library/watch"
)

// Run scans all folders, indexes what is pending, watches for changes and goes on until ctx
// ends. Only the end of ctx ends Run without an error.
func (x *Indexer) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	f := &folderWatcher{x: x, roots: map[library.FolderID]library.Folder{}}
	w, err := watch.New(ctx, watch.Options{
		Candidate: candidate, StableFor: x.o.StableFor, ExpectDev: f.expectDev, Exclude: x.excluded,
	})
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	f.w = w
	g.Go(func() error { return f.loop(ctx) })
	g.Go(func() error { return x.scanLoop(ctx) })
	g.Go(func() error { return x.drainLoop(ctx, f.hold) })
	x.Wake()
	err = g.Wait()
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Rescan has a running indexer look at a folder, or at some paths in the folder. A scan of the
// whole folder also tries again the files that could not be read for reasons of the system.
func (x *Indexer) Rescan(id library.FolderID, only ...string) {
	if len(only) == 0 {
		x.askRetry(id)
	}
	x.jobs.add(id, only...)
}

// scanLoop does the scans of jobs, one at a time: two walks at once only make a disk seek.
func (x *Indexer) scanLoop(ctx context.Context) error {
	for {
		id, only, ok := x.jobs.take()
		if !ok {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-x.jobs.signal:
			}
			continue
		}
		if err := x.scanOne(ctx, id, only); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			x.o.Log.Error("scan failed", "err", err)
			x.set(func() { x.notice = err.Error() })
		}
		x.Wake()
	}
}

func (x *Indexer) scanOne(ctx context.Context, id library.FolderID, only []string) error {
	x.set(func() { x.scanning++ })
	defer x.set(func() { x.scanning-- })
	folders, err := x.o.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	for _, f := range folders {
		if f.ID == id && !f.Paused {
			_, err = x.Sync(ctx, f, only...)
			return err
		}
	}
	return nil // removed or paused meanwhile
}
