package watch

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"descry/internal/duration"
	"descry/library/scan"
)

// probed is the answer of a probe.
type probed struct {
	id  scan.Identity
	err error
}

// probeIfDue probes the root without waiting: a network file system that hangs must not hang
// the watcher.
func (r *root) probeIfDue(now time.Time) {
	switch {
	case r.probing == nil && !now.Before(r.nextProbe):
		r.probing, r.probeStart = make(chan probed, 1), now
		go func(abs string, dev uint64, answer chan<- probed) {
			id, err := scan.Probe(abs, dev)
			answer <- probed{id, err}
		}(r.abs, r.id.Dev, r.probing)
	case r.probing != nil && !r.offline && now.Sub(r.probeStart) >= r.o.ProbeTimeout:
		r.goOffline(fmt.Errorf("%w: %s: no answer", scan.ErrOffline, r.abs))
	}
}

// leaveAfter is how long the end of a root waits for a probe.
const leaveAfter = 500 * time.Millisecond

// awaitProbe waits for the probe under way. A probe that hangs in the system cannot be ended
// and is left behind.
func (r *root) awaitProbe() {
	if r.probing == nil {
		return
	}
	select {
	case <-r.probing:
	case <-time.After(min(r.o.ProbeTimeout, leaveAfter)):
	}
}

// judge acts on a probe's answer.
func (r *root) judge(ctx context.Context, p probed) {
	r.probing = nil
	r.nextProbe = time.Now().Add(r.o.OfflineCheckEvery)
	if r.again {
		r.again, r.nextProbe = false, time.Now()
	}
	switch {
	case p.err != nil && !r.offline:
		r.goOffline(p.err)
	case p.err != nil:
	case r.offline:
		r.id = p.id
		r.notify(Online, fmt.Sprintf("%s is back.", r.name), nil)
		r.start(ctx)
	case !r.started || r.replaced || p.id.Dev != r.id.Dev || r.lostWatches(p.id):
		r.id = p.id
		r.start(ctx)
	}
}

// lostWatches says whether the watches belong to a former root: the root was replaced, or
// unmounted and mounted again, between two probes.
func (r *root) lostWatches(now scan.Identity) bool {
	return r.src != nil && (now.Inode != r.id.Inode || (r.stood && !r.src.Watching(r.at)))
}

// goOffline forgets all changes, which can't be told from the disk going away.
func (r *root) goOffline(err error) {
	r.offline = true
	r.stopSource()
	r.pending.clear()
	r.held.clear()
	r.ready.clear()
	r.next = nil
	r.notify(Offline, fmt.Sprintf("%s cannot be reached.", r.name), err)
}

// start makes all watches anew and has the root scanned.
func (r *root) start(ctx context.Context) {
	r.stopSource()
	r.offline, r.started, r.rebuild, r.replaced = false, true, false, false
	r.pending.clear()
	if at, err := filepath.EvalSymlinks(r.abs); err == nil {
		r.at = at
	}
	r.held.dir = r.at
	r.rules = r.exclude.Rules(r.at)
	r.here, _ = r.lookAtMounts() // before the watches: what comes later is a change
	r.setPolling(isNetwork(r.at))
	src, err := r.o.NewSource()
	if err != nil {
		r.pollInstead(err)
		r.ready.addAll()
		return
	}
	r.src, r.queue, r.dirs = src, newQueue(src, 8*r.o.MaxPaths), newDirTree()
	r.enterAll(ctx)
	r.ready.addAll()
}

// pollInstead gives all watches of the root back. Half of the watches are no use, since the
// whole root is scanned regularly anyway, and other programs need watches too.
func (r *root) pollInstead(err error) {
	r.stopSource()
	r.polled = true
	r.nextPoll = time.Now().Add(r.o.PollEvery)
	why, err := limitReason(err)
	r.notify(WatchLimit, fmt.Sprintf("%s cannot be watched, because %s; it is scanned every %s instead.", r.name, why, duration.Format(r.o.PollEvery)), err)
}

// setPolling turns polling on or off, with a notice the first time.
func (r *root) setPolling(network bool) {
	if network && !r.polled {
		r.notify(Network, fmt.Sprintf("%s is on a network or FUSE file system; it is scanned every %s as well.", r.name, duration.Format(r.o.PollEvery)), nil)
	}
	r.polled = network
	r.nextPoll = time.Now().Add(r.o.PollEvery)
}

func (r *root) stopSource() {
	if r.src == nil {
		return
	}
	if err := r.src.Close(); err != nil {
		r.notify(Trouble, fmt.Sprintf("Watching %s did not end cleanly.", r.name), err)
	}
	r.queue.close()
	r.src, r.queue = nil, nil
}

// merge joins two sorted lists.
func merge(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return all
}
