package index

import (
	"context"
	"fmt"
	"slices"
	"time"

	"descry/library"
)

// commit gathers results and writes them in batches until the channel closes. commit calls
// stop at the first batch that can't be written.
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

// write commits a batch and tells OnChange what changed. For those who show photos, nothing
// has changed when another model got its vectors.
func (r *run) write(ctx context.Context, batch []library.IndexedPhoto) error {
	model := r.enc.Model()
	if err := r.o.Store.Commit(ctx, model, batch); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	r.worked.Store(true)
	failed, change := 0, PhotosChanged
	shown := func(res library.IndexedPhoto) bool {
		return r.kind == everything || res.Renewed || res.Reread
	}
	if !slices.ContainsFunc(batch, shown) {
		change = StateChanged
	}
	for _, res := range batch {
		switch {
		case res.Err != nil:
			failed, change = failed+1, PhotosChanged
			r.o.Log.Info("not indexed", "path", res.File.Path, "reason", res.Err)
		case res.Refused != nil:
			failed++
			r.o.Log.Info("without a vector", "path", res.File.Path, "model", model, "reason", res.Refused)
		}
	}
	r.meter.add(len(batch), failed)
	r.o.OnChange(change)
	return nil
}
