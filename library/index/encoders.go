package index

import "time"

// encoders are the encoders that photos are read for: first the active one, whose vectors
// answer searches, then the next one, which is filled in the background. The indexer's mutex
// guards all fields.
type encoders struct {
	active, next Encoder
	choice       int       // counts the changes
	meter        *meter    // of next
	filled       bool      // nothing was left for next when its last pass ended
	err          error     // why next can't be filled
	again        time.Time // when the filling is tried again
}

// SetEncoders says for whom photos are read from now on: first for the active encoder, then
// for next, which may be nil. A nil active keeps the present one. SetEncoders may be called at
// any time, from Options.OnFilled too, and returns at once. A pass in progress stops, the
// vectors that the pass has encoded are committed, and a new pass begins.
//
// The returned channel is closed when the former encoders are no longer used, so that an
// encoder that isn't needed any more can be freed.
func (x *Indexer) SetEncoders(active, next Encoder) <-chan struct{} {
	unused := make(chan struct{})
	x.set(func() {
		e := &x.encoders
		if active == nil {
			active = e.active
		}
		*e = encoders{active: active, next: next, choice: e.choice + 1, meter: newMeter(x.o.Now)}
		if x.pass == nil {
			close(unused)
			return
		}
		unused = x.pass.stopped
		x.halt(errRestarted)
	})
	x.Wake()
	return unused
}

// chosen is the active encoder.
func (x *Indexer) chosen() Encoder {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.encoders.active
}

// fillDue reports that there is an encoder to fill whose last failure is long enough ago.
func (x *Indexer) fillDue() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.encoders.next != nil && !x.o.Now().Before(x.encoders.again)
}

// ofPass changes what is known of the encoder that a pass filled, unless another encoder was
// chosen meanwhile.
func (x *Indexer) ofPass(p *pass, change func(e *encoders)) (current bool) {
	x.set(func() {
		if current = x.encoders.choice == p.choice; current {
			change(&x.encoders)
		}
	})
	return current
}
