package service

import (
	"context"
	"time"

	"descry/app/config"
	"descry/library"
	"descry/library/copies"
)

// copyLook is how often a long-running process looks whether a copy is due.
const copyLook = time.Hour

// copyDelay is the time from the start of a process to its first look, since what the user
// waits for comes before.
const copyDelay = time.Minute

// copyKeeper makes the copies of the annotations.
func (e *Library) copyKeeper() copies.Keeper {
	return copies.Keeper{Dir: e.Paths.Copies, By: "Descry " + config.Version, Log: e.Log}
}

// followCopies makes the daily copies until ctx ends.
func (e *Library) followCopies(ctx context.Context) {
	wait := time.NewTimer(copyDelay)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		e.CopyIfDue(ctx)
		wait.Reset(copyLook)
	}
}

// CopyIfDue makes a copy if the last one is older than a day. A copy that fails is no failure
// of what was done before, since the older copies are there and doctor reports the failure.
func (e *Library) CopyIfDue(ctx context.Context) {
	if err := e.copyKeeper().Daily(ctx, e.Store); err != nil && ctx.Err() == nil {
		e.Log.Error("no copy of what was said could be made; the older ones are kept", "err", err)
	}
}

// largeMerge is the number of a tag's photos from which a copy is made before the tag is
// merged with another.
const largeMerge = 1000

// RenameTag renames a tag, or merges the tag with another.
func (e *Library) RenameTag(ctx context.Context, from, to library.Tag) (library.Edit, error) {
	tags, err := e.Store.Tags(ctx)
	if err != nil {
		return library.Edit{}, err
	}
	merges, photos := false, 0
	for _, t := range tags {
		if SameTag(t.Tag, from) {
			photos = t.Photos
		}
		merges = merges || SameTag(t.Tag, to)
	}
	if merges && !SameTag(from, to) && photos > largeMerge {
		if _, err := e.CopyBefore(ctx, "merging tags"); err != nil {
			return library.Edit{}, err
		}
	}
	return e.Store.RenameTag(ctx, from, to)
}

// CopyBefore makes a copy before a large change and returns the path of the copy. Where the
// copy fails the change is not to be made.
func (e *Library) CopyBefore(ctx context.Context, what string) (path string, err error) {
	return e.copyKeeper().Make(ctx, e.Store, what)
}
