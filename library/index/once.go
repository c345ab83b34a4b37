package index

import (
	"context"
	"errors"
	"slices"
	"time"

	"descry/library"
)

// maxUnstable bounds how long Once waits for files that are still being written.
const maxUnstable = time.Minute

// Once scans all folders that are not paused and indexes until nothing is pending, or only
// files that keep changing are. Then Once fills the next encoder, if there is one, and reads
// anew the photos that an older decoding read.
func (x *Indexer) Once(ctx context.Context) error {
	if err := x.scanAll(ctx); err != nil {
		return err
	}
	for deadline := x.o.Now().Add(maxUnstable); ; {
		late := x.o.Now().After(deadline)
		again, err := x.drainAll(ctx, late)
		if err != nil || late {
			return err
		}
		if len(again) == 0 {
			if _, err := x.describeAll(ctx); err != nil {
				return err
			}
			_, err := x.rereadAll(ctx)
			return err
		}
		if err := sleep(ctx, x.o.StableFor); err != nil {
			return err
		}
		if seen, err := x.syncFiles(ctx, again); err != nil || !seen {
			return err
		}
	}
}

func (x *Indexer) scanAll(ctx context.Context) error {
	folders, err := x.o.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	x.set(func() { x.scanning++ })
	defer x.set(func() { x.scanning-- })
	for _, f := range folders {
		if f.Paused {
			continue
		}
		x.askRetry(f.ID)
		if _, err := x.Sync(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// drainAll serves the active encoder and fills the next one. Files that are still being
// written keep the filling waiting, unless late is true.
func (x *Indexer) drainAll(ctx context.Context, late bool) ([]library.PendingFile, error) {
	for {
		again, err := x.drain(ctx)
		if errors.Is(err, errRestarted) {
			continue
		}
		if err != nil || len(again) > 0 && !late || !x.fillDue() {
			return again, err
		}
		more, woken, err := x.fill(ctx)
		if err == nil && woken || errors.Is(err, errRestarted) {
			continue
		}
		return append(again, more...), err
	}
}

// syncFiles looks again at files that were changing, folder by folder. seen reports whether
// any of the files could be looked at: without any, there is nothing to wait for.
func (x *Indexer) syncFiles(ctx context.Context, files []library.PendingFile) (seen bool, err error) {
	folders, err := x.o.Store.Folders(ctx, "")
	if err != nil {
		return false, err
	}
	for _, folder := range folders {
		var only []string
		for _, f := range files {
			if rel, ok := below(folder.Path, f.Path); ok {
				only = append(only, rel)
			}
		}
		if len(only) == 0 {
			continue
		}
		s := &syncer{x: x, folder: folder, only: only}
		if _, err := x.sync(ctx, s); err != nil {
			return seen, err
		}
		seen = seen || slices.ContainsFunc(only, func(rel string) bool { return !s.unreadable(rel) })
	}
	return seen, nil
}
