package ort

import (
	"fmt"
	"time"
)

// How long a child may take. A driver mostly reports a card that hangs, and the limits are for
// the other cards. A driver that compiles shaders or computes on the processor lets the
// child's processor time grow. A child that waits for a card that hangs uses no processor
// time. Where the system tells processor times, a child is given up when it has used none for
// the quiet limit. Everywhere, a child is given up when it has not answered for the whole
// limit.
const (
	helloLimit  = 30 * time.Second // from the start of the process: enough for a machine under heavy load
	askLimit    = 30 * time.Second
	loadLimit   = 3 * time.Minute // and time to read the weights
	loadQuiet   = 30 * time.Second
	loadPerByte = time.Second / (20 << 20)

	firstLimit  = 2 * time.Minute // for tensors of a new shape, which shaders may be compiled for
	runLimit    = 20 * time.Second
	unknownItem = 20 * time.Second // for each picture, while the time of a picture isn't known
	firstTimes  = 2                // as a multiple of the first run, in which shaders were compiled
	itemsTimes  = 10               // as a multiple of the slowest run so far

	firstQuiet   = 30 * time.Second
	unknownQuiet = 5 * time.Second // for each picture: a slower card loses to any processor
)

// A child gives a sign of life when it has used lifeSign of processor time since the last
// sign. A waiting child takes minutes for that with its housekeeping (0.2 ms a second). A
// computing child has used as much within seconds, even on a busy machine and behind all
// others, as in the background service.
const (
	lookEvery = time.Second
	lifeSign  = 20 * time.Millisecond
)

// callTimes learns how long runs take, which tells how long to wait for a run.
type callTimes struct {
	whole slowest // from the beginning to the answer
	quiet slowest // from the last sign of life to the answer
	ran   map[string]bool
}

// slowest is what a picture or a text of the slowest run took.
type slowest struct {
	each time.Duration // 0 while none ran
	sure bool          // the run was not the first of its shape
}

// run is what callTimes knows of a call.
type run struct {
	shape string
	items int64
}

func runOf(inputs []tensor) run {
	var r run
	for _, t := range inputs {
		r.shape += fmt.Sprint(t.shape)
	}
	r.items = 1
	if len(inputs) > 0 && len(inputs[0].shape) > 0 {
		r.items = inputs[0].shape[0]
	}
	return r
}

// limits are how long a child may take without an answer, and without a sign of life.
type limits struct{ whole, quiet time.Duration }

// limits are the limits of a run.
func (p *callTimes) limits(r run) limits {
	l := limits{runLimit, runLimit}
	if !p.ran[r.shape] {
		l = limits{firstLimit, firstQuiet}
	}
	whole, quiet := itemsTimes*p.whole.each, itemsTimes*p.quiet.each
	switch {
	case p.whole.each == 0:
		whole, quiet = unknownItem, unknownQuiet
	case !p.whole.sure:
		whole = firstTimes * p.whole.each
	}
	items := time.Duration(r.items)
	return limits{l.whole + items*whole, l.quiet + items*quiet}
}

// learn remembers how long a run took, and how long the run gave no sign of life.
func (p *callTimes) learn(r run, whole, quiet time.Duration) {
	if p.ran == nil {
		p.ran = make(map[string]bool)
	}
	again, items := p.ran[r.shape], time.Duration(r.items)
	p.whole.learn(whole/items, again)
	p.quiet.learn(quiet/items, again)
	p.ran[r.shape] = true
}

// learn counts a run that is the first of its shape only while there is no other run, since
// first runs take longer.
func (s *slowest) learn(each time.Duration, again bool) {
	switch {
	case again && !s.sure:
		*s = slowest{max(each, 1), true}
	case again || s.each == 0:
		s.each = max(s.each, each, 1)
	}
}

// inherited is the part of callTimes that also holds for the next child.
func (p *callTimes) inherited() callTimes { return callTimes{whole: p.whole, quiet: p.quiet} }
