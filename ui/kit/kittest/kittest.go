// Package kittest lets a test control what moves without the test in the window: functions for
// the goroutine of the widgets, and timers. Package kittest finds widgets by the texts that a
// user reads.
package kittest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
)

// Queue is a dispatcher that the test pumps, so that the functions for the goroutine of the
// widgets run on the test's own.
type Queue struct {
	mu   sync.Mutex
	work []func()
}

// Dispatch queues a function. Dispatch may be called from any goroutine.
func (q *Queue) Dispatch(fn func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.work = append(q.work, fn)
}

// Pump runs the queued functions and reports whether there were any.
func (q *Queue) Pump() bool {
	q.mu.Lock()
	work := q.work
	q.work = nil
	q.mu.Unlock()
	for _, fn := range work {
		fn()
	}
	return len(work) > 0
}

// Until pumps until done holds. The test fails where that takes 20 seconds.
func (q *Queue) Until(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		if !q.Pump() {
			time.Sleep(time.Millisecond)
		}
	}
}

// Clock has timers that the test lets run out.
type Clock struct {
	mu      sync.Mutex
	pending []*timer
}

type timer struct {
	delay time.Duration
	fn    func()
}

// After sets a timer. stop stops the timer.
func (c *Clock) After(d time.Duration, fn func()) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{d, fn}
	c.pending = append(c.pending, t)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.pending = slices.DeleteFunc(c.pending, func(p *timer) bool { return p == t })
	}
}

// Elapse fires every timer that is set for at most d.
func (c *Clock) Elapse(d time.Duration) {
	c.mu.Lock()
	var due []*timer
	c.pending = slices.DeleteFunc(c.pending, func(p *timer) bool {
		if p.delay <= d {
			due = append(due, p)
		}
		return p.delay <= d
	})
	c.mu.Unlock()
	for _, t := range due {
		t.fn()
	}
}

// Tiles makes landscape tiles with the given ids, a day between one and the next.
func Tiles(ids ...library.PhotoID) []library.Tile {
	tiles := make([]library.Tile, len(ids))
	for i, id := range ids {
		tiles[i] = library.Tile{ID: id, Width: 300, Height: 200, Date: int64(id) * 86400}
	}
	return tiles
}

// Visible are root and all objects within root that are not hidden, in their order.
func Visible(root fyne.CanvasObject) []fyne.CanvasObject {
	if !root.Visible() {
		return nil
	}
	found := []fyne.CanvasObject{root}
	for _, o := range Parts(root) {
		found = append(found, Visible(o)...)
	}
	return found
}

// Button is the first button in view within root that says text. The test fails without one.
func Button(t *testing.T, root fyne.CanvasObject, text string) *kit.Button {
	t.Helper()
	for _, o := range Visible(root) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			return b
		}
	}
	t.Fatalf("no button %q", text)
	return nil
}

// Entries are the text fields within root, from the top.
func Entries(root fyne.CanvasObject) []*kit.PathEntry {
	var found []*kit.PathEntry
	for _, o := range Visible(root) {
		if e, ok := o.(*kit.PathEntry); ok {
			found = append(found, e)
		}
	}
	return found
}

// Says reports whether prose in view within root has a text.
func Says(root fyne.CanvasObject, text string) bool {
	for _, o := range Visible(root) {
		if p, ok := o.(*kit.Prose); ok && p.Words.Text == text {
			return true
		}
	}
	return false
}
