package watch

import (
	"context"
	"sync"
	"time"

	"descry/library/scan"
)

// root is one watched folder tree. Everything but inbox and done belongs to the goroutine in run.
type root struct {
	name, abs string
	o         Options
	cancel    context.CancelFunc
	done      chan struct{}
	inbox     *inbox

	mounted     MountSource   // nil where the system doesn't tell of mounts
	mountsMoved chan struct{} // the list has changed
	here        mountsHere    // the mounts when the watches were made, or when last looked at

	at      string // abs without symbolic links, as the source knows the root
	exclude scan.Exclusions
	rules   scan.Rules      // of exclude, for at
	marked  map[string]bool // folders that a marker leaves out
	id      scan.Identity
	offline bool
	started bool // was online once

	src    Source // nil while offline or without watches
	stood  bool   // the root's own watch stood after the start
	queue  *queue
	dirs   *dirTree
	moved  map[scan.Identity]bool // folders that left their place since the last flush
	polled bool                   // rescan every PollEvery

	walking sync.Mutex // guards dirs, moved and pending while a walk calls back from its goroutines

	pending     *pathSet // events come in here,
	first, last time.Time
	rebuild     bool     // events were lost: watches are made anew with the next flush
	held        *holder  // files that wait until they are stable
	ready       *pathSet // gather here
	next        *Event   // and go out
	notices     []Notice

	nextPoll, nextProbe time.Time
	probing             chan probed // nil if no probe is under way
	again               bool        // another probe is due after this one
	replaced            bool        // the root lies in another mount than its watches
	probeStart          time.Time
}

func newRoot(name, abs string, o Options, cancel context.CancelFunc) *root {
	return &root{
		name: name, abs: abs, at: abs, o: o, cancel: cancel,
		exclude: o.Exclude(), marked: map[string]bool{},
		done: make(chan struct{}), inbox: &inbox{wake: make(chan struct{}, 1)},
		mountsMoved: make(chan struct{}, 1),
		id:          scan.Identity{Dev: o.ExpectDev(name)},
		dirs:        newDirTree(),
		moved:       map[scan.Identity]bool{},
		pending:     newPathSet(o), held: newHolder(o), ready: newPathSet(o),
	}
}

// run is the root's life.
func (r *root) run(ctx context.Context, events chan<- Event, notices chan<- Notice) {
	defer close(r.done)
	defer r.stopSource()
	defer r.awaitProbe()
	r.nextProbe = time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(time.Until(r.nextWake()))
		event, toEvents := r.outgoing(events)
		notice, toNotices := r.outgoingNotice(notices)
		select {
		case <-ctx.Done():
			return
		case <-r.backlog():
			r.handle(ctx, r.queue.drain())
		case <-r.inbox.wake:
			r.hold(r.inbox.drain(), time.Now())
		case <-r.mountsMoved:
			r.remounted(ctx)
		case p := <-r.probing:
			r.judge(ctx, p)
		case toEvents <- event:
			r.next = nil
		case toNotices <- notice:
			r.notices = r.notices[1:]
		case <-timer.C:
		}
		r.tick(ctx, time.Now())
	}
}

// backlog signals events to handle. The channel is nil without a queue.
func (r *root) backlog() <-chan struct{} {
	if r.queue == nil {
		return nil
	}
	return r.queue.wake
}

// outgoing is the event to send and where to, nowhere if there is none.
func (r *root) outgoing(events chan<- Event) (Event, chan<- Event) {
	if r.ready.all || (r.next == nil && !r.ready.empty()) {
		trees, files, all := r.ready.take()
		r.next = &Event{Root: r.name, Paths: merge(trees, files), Rescan: all}
	}
	if r.next == nil {
		return Event{}, nil
	}
	return *r.next, events
}

func (r *root) outgoingNotice(notices chan<- Notice) (Notice, chan<- Notice) {
	if len(r.notices) == 0 {
		return Notice{}, nil
	}
	return r.notices[0], notices
}

// maxNotices bounds the notices that nobody receives. The oldest go first.
const maxNotices = 64

func (r *root) notify(kind NoticeKind, message string, err error) {
	r.notices = append(r.notices, Notice{Root: r.name, Kind: kind, Message: message, Err: err})
	if len(r.notices) > maxNotices {
		r.notices = r.notices[1:]
	}
}
