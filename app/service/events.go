package service

import (
	"sync"
	"time"
)

// Tick is the least time between two events of a kind: ten a second are as many
// as anyone sees.
const Tick = 100 * time.Millisecond

// events tells subscribers what changed, at most once a tick per kind. Changes in between are
// sent at the end of the tick, so that the last change is never lost.
type events struct {
	mu     sync.Mutex
	subs   map[int]func(Event)
	next   int
	due    map[EventKind]bool
	timer  *time.Timer
	closed bool
}

func newEvents() *events {
	return &events{subs: map[int]func(Event){}, due: map[EventKind]bool{}}
}

// subscribe registers fn until cancel is called.
func (e *events) subscribe(fn func(Event)) (cancel func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := e.next
	e.next++
	e.subs[id] = fn
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.subs, id)
	}
}

// Send marks kinds as changed.
func (e *events) Send(kinds ...EventKind) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	for _, k := range kinds {
		e.due[k] = true
	}
	if e.timer == nil {
		e.timer = time.AfterFunc(Tick, e.flush)
	}
}

func (e *events) flush() {
	e.mu.Lock()
	due, subs := e.due, make([]func(Event), 0, len(e.subs))
	for _, fn := range e.subs {
		subs = append(subs, fn)
	}
	e.due, e.timer = map[EventKind]bool{}, nil
	closed := e.closed
	e.mu.Unlock()
	if closed {
		return
	}
	for kind := range due {
		for _, fn := range subs {
			fn(Event{Kind: kind})
		}
	}
}

// Close stops sending. Only events under way are delivered after Close returns.
func (e *events) Close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.timer != nil {
		e.timer.Stop()
	}
}
