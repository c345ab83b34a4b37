package watch

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"descry/internal/mounts"
	"descry/library/scan"
)

// MountSource tells when file systems are mounted and unmounted anywhere on the system. Table
// may be called from any goroutine, the other methods from one.
type MountSource interface {
	// Table is the present list of mounts.
	Table() (mounts.Table, error)
	// Number tells one mount at a directory from all earlier ones, 0 where the system doesn't.
	// The ids in the list of mounts are given anew as soon as they are free.
	Number(point string) uint64
	// Wait returns nil when the list has changed since the source was made or Wait returned last, and an error when
	// ctx ends or changes can't be told any more.
	Wait(ctx context.Context) error
	Close() error
}

// followMounts has all roots look at the list of mounts when the list changes, until the
// watcher's end.
func (w *Watcher) followMounts(source MountSource) {
	defer source.Close()
	for source.Wait(w.ctx) == nil {
		w.mu.Lock()
		for _, r := range w.roots {
			signal(r.mountsMoved)
		}
		w.mu.Unlock()
	}
}

// mountsHere are the mounts that concern a root.
type mountsHere struct {
	holding mounts.Mount   // the mount in which the root lies
	below   []mounts.Mount // of what the root holds
	numbers []uint64       // numbers of the mounts below, in their order
}

// lookAtMounts reads the list of mounts. ok is false where the system has none.
func (r *root) lookAtMounts() (here mountsHere, ok bool) {
	if r.mounted == nil {
		return here, false
	}
	table, err := r.mounted.Table()
	if err != nil {
		return here, false // told by polling, then
	}
	here.holding, _ = table.Holding(r.at)
	here.below = table.Below(r.at)
	for _, m := range here.below {
		here.numbers = append(here.numbers, r.mounted.Number(m.Point))
	}
	return here, true
}

// remounted acts on a change of the list of mounts, wherever the change was. What came or went
// below the root gets new watches and is scanned again at once. The scan says whether missing
// files are deleted or away. No event tells of the change, for the kernel silently drops the
// watches of a file system that goes.
func (r *root) remounted(ctx context.Context) {
	if r.offline || !r.started {
		r.probeNow()
		return
	}
	before := r.here
	now, ok := r.lookAtMounts()
	if !ok {
		return
	}
	r.here = now
	if now.holding.ID != before.holding.ID {
		r.replaced = true
		r.probeNow()
		return
	}
	changed := r.changedMounts(before, now)
	if len(r.notIn(now, before)) > 0 {
		// Only a scan of the whole root makes its mounts known for good. A new drive has to be
		// known before it goes again.
		r.touch()
		r.pending.addAll()
	}
	if r.src == nil {
		for _, rel := range changed {
			r.ready.addTree(rel)
		}
		return
	}
	// All folders are left before any is entered: a new file system may have the device number
	// of one that went.
	for _, rel := range changed {
		r.unwatch(rel)
	}
	for _, rel := range changed {
		if r.src != nil && r.isFolder(rel) {
			r.watchBelow(ctx, rel)
		}
		r.ready.addTree(rel)
	}
}

// changedMounts are the outermost places below the root where another file system is seen than before.
func (r *root) changedMounts(before, now mountsHere) []string {
	all := append(r.notIn(before, now), r.notIn(now, before)...)
	slices.Sort(all)
	var rels []string
	for _, rel := range slices.Compact(all) {
		if !slices.ContainsFunc(rels, func(outer string) bool { return strings.HasPrefix(rel, outer+"/") }) {
			rels = append(rels, rel)
		}
	}
	return rels
}

// notIn are the folders below the root, except those left out, of those mounts of all that are
// not in others.
func (r *root) notIn(all, others mountsHere) []string {
	var rels []string
	for i, m := range all.below {
		rel, err := filepath.Rel(r.at, m.Point)
		if err != nil || !filepath.IsLocal(rel) || rel == "." {
			continue
		}
		at := slices.IndexFunc(others.below, func(o mounts.Mount) bool { return o.ID == m.ID && o.Point == m.Point })
		known := at >= 0 && others.numbers[at] == all.numbers[i]
		if rel = filepath.ToSlash(rel); !known && !r.rules.LeaveOut(rel, true) {
			rels = append(rels, rel)
		}
	}
	return rels
}

// watchBelow watches a folder with all folders below, without reporting files there as
// changed.
func (r *root) watchBelow(ctx context.Context, rel string) {
	nothing := func(string) bool { return false }
	o := scan.Options{Only: []string{rel}, Candidate: nothing, OnDir: r.onDir(ctx), Exclude: r.exclude}
	report, err := scan.Walk(ctx, r.at, o, func(scan.Entry) error { return nil })
	r.mark(rel, report.Marked)
	r.afterWalk(err)
}

// probeNow probes the root as soon as that is possible.
func (r *root) probeNow() {
	r.nextProbe = time.Now()
	r.again = r.probing != nil // the probe under way may have looked before the change
}

// startMounts makes the source, nil where there is none. The watcher works without a source of
// mounts.
func (o Options) startMounts() MountSource {
	source, err := o.NewMounts()
	if err != nil {
		return nil
	}
	return source
}
