package watch

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"descry/library/scan"
)

// on is where a relative path lies on disk.
func (r *root) on(rel string) string { return filepath.Join(r.at, filepath.FromSlash(rel)) }

// watchDir watches one folder, called from the goroutines of a walk. A folder that cannot be
// watched for its own sake is known all the same, so that its removal is that of a folder. An
// error means that there is no point in going on. The walk may have left a call behind that
// hung until after the walk's end: such a call touches nothing.
func (r *root) watchDir(ctx context.Context, rel string) error {
	id, err := scan.Identify(r.on(rel))
	r.walking.Lock()
	defer r.walking.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		if at, ok := r.dirs.elsewhere(rel, id); ok && !r.makeWay(at, rel, id) {
			return nil
		}
		if r.dirs.replaced(rel, id) {
			r.leave(rel)
		}
		err = r.src.Add(r.on(rel))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil && (isLimit(err) || rel == ".") {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	r.dirs.add(rel, id)
	if r.moved[id] {
		r.pending.addTree(rel)
	}
	return nil
}

// onDir is watchDir for a walk.
func (r *root) onDir(ctx context.Context) func(rel string) error {
	return func(rel string) error { return r.watchDir(ctx, rel) }
}

// makeWay drops the watch that a folder has under its old path before a move that was not
// reported yet. Otherwise the system would not grant a second watch, and would go on naming
// the first. false means that the folder really is in both places (a bind mount) and stays
// watched at the first.
func (r *root) makeWay(old, rel string, id scan.Identity) bool {
	if now, err := scan.Identify(r.on(old)); err == nil && now == id {
		return false
	}
	r.leave(old)
	return true
}

// unwatch drops the watches of a folder and of all folders below, and returns the folders.
func (r *root) unwatch(rel string) []scan.Identity {
	gone, ids := r.dirs.remove(rel)
	for _, d := range gone {
		// An error says that the watch is gone already.
		_ = r.src.Remove(r.on(d))
	}
	return ids
}

// leave drops the watches of a folder that was removed or moved away.
func (r *root) leave(rel string) {
	for _, id := range r.unwatch(rel) {
		if id.Inode != 0 {
			r.moved[id] = true
		}
	}
	r.touch()
	r.pending.addTree(rel)
}

// enter watches a folder that is new, or readable again, with everything below. Files in the
// folder count as changed, for they may have come before the watch did. whole reports the
// subtree itself as changed, which also tells what is missing.
func (r *root) enter(ctx context.Context, rel string, whole bool) {
	o := scan.Options{Only: []string{rel}, Candidate: r.o.Candidate, OnDir: r.onDir(ctx), Exclude: r.exclude}
	r.touch()
	if whole {
		r.pending.addTree(rel)
	}
	report, err := scan.Walk(ctx, r.at, o, func(e scan.Entry) error {
		r.walking.Lock()
		defer r.walking.Unlock()
		r.pending.addFile(e.Rel)
		return nil
	})
	r.touch()
	r.mark(rel, report.Marked)
	r.afterWalk(err)
	if err != nil && r.src == nil {
		r.ready.addAll()
	}
}

// mark notes which folders at or below a folder a marker leaves out. Of such a folder only the marker
// is of interest.
func (r *root) mark(rel string, marked []string) {
	for at := range r.marked {
		if rel == "." || at == rel || strings.HasPrefix(at, rel+"/") {
			delete(r.marked, at)
		}
	}
	for _, at := range marked {
		r.marked[at] = true
	}
}

// enterAll watches the whole root.
func (r *root) enterAll(ctx context.Context) {
	r.watchBelow(ctx, ".")
	r.stood = r.src != nil && r.src.Watching(r.at)
}

// afterWalk acts on the error of a walk that set watches.
func (r *root) afterWalk(err error) {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
	case errors.Is(err, scan.ErrOffline), errors.Is(err, fs.ErrNotExist):
		r.nextProbe = time.Now()
	default:
		r.pollInstead(err)
	}
}
