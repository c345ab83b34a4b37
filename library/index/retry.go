package index

import (
	"context"
	"time"

	"descry/library"
)

// The bounds of how long a running indexer sleeps until files are due. The longer one
// is for clocks that are set.
const (
	shortestNap = time.Second
	longestNap  = time.Hour
)

// askRetry has the next scan of all of a folder try again what failed in it for reasons
// of the system. Scans that only look because no events come don't.
func (x *Indexer) askRetry(id library.FolderID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.retrying[id] = true
}

// retryFolder tries again what failed in a folder that was scanned, if it was asked to, or
// the folder or a part of it is back.
func (x *Indexer) retryFolder(ctx context.Context, folder library.Folder, back bool) error {
	x.mu.Lock()
	asked := x.retrying[folder.ID]
	delete(x.retrying, folder.ID)
	x.mu.Unlock()
	if !asked && !back {
		return nil
	}
	x.rereadAgain()
	if err := x.retryRefused(ctx, folder.ID); err != nil {
		return err
	}
	n, err := x.o.Store.RetryFolder(ctx, folder.ID)
	if n > 0 {
		x.o.Log.Info("trying again what could not be read", "folder", folder.Path, "files", n)
		x.o.OnChange(FoldersChanged)
	}
	return err
}

// retryDue sets the files to pending that are to be tried again by now. It returns how
// long there is nothing more of the kind; 0 when there was.
func (x *Indexer) retryDue(ctx context.Context) time.Duration {
	now := x.o.Now()
	n, next, err := x.o.Store.RetryDue(ctx, now)
	switch {
	case err != nil:
		if ctx.Err() == nil {
			x.o.Log.Error("try files again", "err", err)
		}
		return retryAfter
	case n > 0:
		x.o.Log.Info("trying again what could not be read", "files", n)
		x.o.OnChange(FoldersChanged)
		return 0
	case next.IsZero():
		return longestNap
	}
	return min(max(next.Sub(now), shortestNap), longestNap)
}

// postponed reports that indexing is paused, and has files of a folder that a scan doubts
// looked at when it goes on: reading them is work.
func (x *Indexer) postponed(id library.FolderID) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.paused {
		x.doubtful[id] = true
	}
	return x.paused
}

// takeUp asks for the scans that were postponed; x.mu is held.
func (x *Indexer) takeUp() {
	for id := range x.doubtful {
		x.jobs.add(id)
	}
	clear(x.doubtful)
}
