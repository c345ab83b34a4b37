package index

import (
	"context"
	"time"

	"descry/library"
)

// The bounds of how long a running indexer sleeps until files are due. The longer bound is for
// clocks that are set.
const (
	shortestNap = time.Second
	longestNap  = time.Hour
)

// askRetry has the next scan of a whole folder try again the files that failed for reasons of
// the system. Scans that run only because no events come don't try them again.
func (x *Indexer) askRetry(id library.FolderID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.retrying[id] = true
}

// retryFolder tries again what failed in a folder that was scanned, if askRetry was called for
// the folder, or the folder or a part of it is back.
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

// retryDue sets the files to pending whose next attempt is due by now. The result is how long
// no other file is due, 0 when there were due ones.
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

// postponed reports that indexing is paused, and has takeUp scan the folder once indexing goes
// on: reading the files that a scan doubts is work.
func (x *Indexer) postponed(id library.FolderID) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.paused {
		x.doubtful[id] = true
	}
	return x.paused
}

// takeUp requests the scans that were postponed. x.mu is held.
func (x *Indexer) takeUp() {
	for id := range x.doubtful {
		x.jobs.add(id)
	}
	clear(x.doubtful)
}
