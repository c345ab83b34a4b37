package watch

import (
	"context"
	"time"
)

// tick does what is due.
func (r *root) tick(ctx context.Context, now time.Time) {
	if !r.pending.empty() && !now.Before(r.flushAt()) {
		r.flush(ctx, now)
	}
	if len(r.held.files) > 0 && !now.Before(r.held.nextLook) {
		for _, rel := range r.held.release(now) {
			r.ready.addFile(rel)
		}
	}
	if r.polled && !r.offline && !now.Before(r.nextPoll) {
		r.nextPoll = now.Add(r.o.PollEvery)
		r.ready.addAll()
	}
	r.probeIfDue(now)
}

// nextWake is the next time at which tick is due.
func (r *root) nextWake() time.Time {
	at := r.nextProbe
	switch {
	case r.probing != nil && r.offline: // the probe's answer wakes
		at = r.probeStart.Add(24 * time.Hour)
	case r.probing != nil:
		at = r.probeStart.Add(r.o.ProbeTimeout)
	}
	sooner := func(t time.Time) {
		if t.Before(at) {
			at = t
		}
	}
	if !r.pending.empty() {
		sooner(r.flushAt())
	}
	if len(r.held.files) > 0 {
		sooner(r.held.nextLook)
	}
	if r.polled && !r.offline {
		sooner(r.nextPoll)
	}
	return at
}

// flushAt is when the pending changes are due: after a quiet moment, or after MaxWait.
func (r *root) flushAt() time.Time {
	quiet, limit := r.last.Add(r.o.Delay), r.first.Add(r.o.MaxWait)
	if limit.Before(quiet) {
		return limit
	}
	return quiet
}

// flush moves the pending changes on: folders are ready, files wait until they are stable.
func (r *root) flush(ctx context.Context, now time.Time) {
	trees, files, all := r.pending.take()
	clear(r.moved)
	if r.rebuild {
		r.start(ctx)
		return
	}
	if all {
		r.ready.addAll()
	}
	for _, rel := range trees {
		r.ready.addTree(rel)
	}
	r.hold(files, now)
}

// hold lets files wait until they are stable.
func (r *root) hold(files []string, now time.Time) {
	if r.offline {
		return
	}
	for _, rel := range files {
		if r.held.offer(rel, now) {
			r.ready.addFile(rel)
		}
	}
	if len(r.held.files) > r.o.MaxPaths {
		r.held.clear()
		r.ready.addAll()
	}
}
