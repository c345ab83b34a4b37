package ort

import (
	"fmt"
	"time"
)

// How long a child may say nothing while it is at work. A card that hangs is mostly
// found by its driver, which tells; these are for the others.
const (
	helloLimit  = 30 * time.Second // from the start of the process: time for a machine that is out of breath
	askLimit    = 30 * time.Second
	loadLimit   = 3 * time.Minute // and time to read the weights
	loadPerByte = time.Second / (20 << 20)
	firstLimit  = 2 * time.Minute // of tensors of a new shape, which shaders may be compiled for
	runLimit    = 20 * time.Second
	unknownItem = 20 * time.Second // for each picture, while it isn't known how long one takes
	itemsTimes  = 10               // as long as the slowest so far
)

// patience learns how long runs take, and with it how long to wait for one.
type patience struct {
	slowest time.Duration // per picture or text, 0 while none ran
	ran     map[string]bool
}

// run is what patience knows of a call.
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

// limit is how long a child may say nothing while it runs this.
func (p *patience) limit(r run) time.Duration {
	limit, item := runLimit, itemsTimes*p.slowest
	if !p.ran[r.shape] {
		limit = firstLimit
	}
	if p.slowest == 0 {
		item = unknownItem
	}
	return limit + time.Duration(r.items)*item
}

// learn remembers how long a run took.
func (p *patience) learn(r run, took time.Duration) {
	if p.ran == nil {
		p.ran = make(map[string]bool)
	}
	if p.ran[r.shape] || p.slowest == 0 { // the first of a shape is out of the ordinary
		p.slowest = max(p.slowest, took/time.Duration(r.items), 1)
	}
	p.ran[r.shape] = true
}
