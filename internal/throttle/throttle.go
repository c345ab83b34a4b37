// Package throttle keeps bulk work on a graphics card out of the way of others that want the
// card: throttled work takes a share of the time only, gives way to other programs, and does
// less on battery.
package throttle

import (
	"context"
	"sync"
	"time"
)

// Battery is what the work does while the machine runs on battery.
type Battery string

// The values of Battery. The empty Battery is Full.
const (
	Full  Battery = "full"  // the work goes on as otherwise
	Slow  Battery = "slow"  // the work takes a quarter of its share
	Pause Battery = "pause" // the work waits for the mains
)

// Options are the user's settings and the probes of the machine.
type Options struct {
	// Share is how much of the time the work may take, in percent. 0 is 100.
	Share   int
	Battery Battery
	// OnBattery reports that the machine runs on battery. Nil stands for a machine without
	// a battery.
	OnBattery func() bool
	// Others returns the share of the card's time that other programs took since the last
	// call, from 0 to 1. After an error Others isn't called again. Nil means that the
	// share can't be known. One goroutine at a time calls Others.
	Others func(context.Context) (float64, error)
	// Free is called when the work has waited for a while, to give back the card's memory
	// that the work holds. Nil means that the work holds none.
	Free func(context.Context)
}

const (
	// lookEvery is the time between two looks at the use of the card by others: short enough
	// that a game hardly stutters, and long enough that looking costs nothing.
	lookEvery = 2 * time.Second
	// Work waits while others take busy of the card or more, until they took less than calm in
	// so many looks in a row. Between busy and calm, where films and effects of a desktop are,
	// work goes on slowly, since such use may last for hours.
	busy, calm = 0.60, 0.25
	calmLooks  = 2
	// freeAfter is how long work waits before the card's memory is given back, since
	// loading a model again takes seconds.
	freeAfter = 20 * time.Second
	// slowShare divides the share on battery, and while others take some of the card.
	slowShare = 4
)

// Reason is why work waits.
type Reason string

// The reasons. The empty Reason means that work needn't wait.
const (
	ForOthers Reason = "others"  // other programs use the card
	ForMains  Reason = "battery" // the machine runs on its battery
)

// Throttle throttles the work of one card.
type Throttle struct {
	o    Options       // but for what the user can change
	turn chan struct{} // holds one element while work with a share runs or rests; its holder may touch rest
	rest rest

	mu      sync.Mutex
	wanted  int           // the share
	saving  Battery       // on battery
	changed chan struct{} // closed when a setting changes
	looks   int
	looked  time.Time
	looking bool
	blind   bool // what others do isn't known
	others  bool // want the card
	some    bool // whether others took some of the card at the last look
	quiet   int  // number of looks in a row that found others calm
	battery bool
	waiting int // callers
}

// New makes a throttle that has not looked at the machine yet.
func New(o Options) *Throttle {
	return &Throttle{o: o, turn: make(chan struct{}, 1), wanted: o.Share, saving: o.Battery, changed: make(chan struct{})}
}

// Change sets other settings, also for work that waits.
func (p *Throttle) Change(share int, battery Battery) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wanted == share && p.saving == battery {
		return
	}
	p.wanted, p.saving = share, battery
	close(p.changed)
	p.changed = make(chan struct{})
}

// Held tells why work would have to wait now. The first call takes a moment, because the
// share of others is measured over some time.
func (p *Throttle) Held(ctx context.Context) Reason {
	p.look(ctx)
	p.mu.Lock()
	again := p.looks == 1 && p.reason() == "" && !p.blind && p.o.Others != nil
	p.mu.Unlock()
	if again && sleep(ctx, lookEvery, nil) == nil {
		p.look(ctx)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reason()
}

// Do runs one piece of work, a batch, when its time has come. Do returns the error of work,
// or the reason for which ctx ended before.
func (p *Throttle) Do(ctx context.Context, work func() error) error {
	if err := p.wait(ctx); err != nil {
		return err
	}
	share, changed := p.share()
	if share >= 100 {
		return work()
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		if now, changed := p.share(); changed != p.rest.changed {
			p.rest.set(now, changed)
		}
		left := time.Until(p.rest.until)
		if left <= 0 {
			break
		}
		if err := sleep(ctx, left, p.rest.changed); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	start := time.Now()
	err := work()
	p.rest.ended, p.rest.took = time.Now(), time.Since(start)
	p.rest.set(share, changed)
	return err
}

// rest is the pause after work with a share.
type rest struct {
	ended, until time.Time
	took         time.Duration // the work
	changed      chan struct{} // closed when the settings of this rest change
}

func (r *rest) set(share int, changed chan struct{}) {
	r.until, r.changed = r.ended.Add(r.took*time.Duration(100-share)/time.Duration(share)), changed
}

// Waits tells why work is waiting now.
func (p *Throttle) Waits() Reason {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting == 0 {
		return ""
	}
	return p.reason()
}

// wait waits while others want the card, or for the mains.
func (p *Throttle) wait(ctx context.Context) error {
	p.look(ctx)
	p.mu.Lock()
	reason := p.reason()
	if reason == "" {
		p.mu.Unlock()
		return ctx.Err()
	}
	p.waiting++
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.waiting--
		p.mu.Unlock()
	}()
	began, freed := time.Now(), false
	for reason != "" {
		p.mu.Lock()
		changed := p.changed
		p.mu.Unlock()
		if err := sleep(ctx, lookEvery, changed); err != nil {
			return err
		}
		if p.o.Free != nil && !freed && time.Since(began) >= freeAfter {
			freed = true
			p.o.Free(ctx)
		}
		p.look(ctx)
		p.mu.Lock()
		reason = p.reason()
		p.mu.Unlock()
	}
	return nil
}

// reason is why work has to wait. The caller holds mu.
func (p *Throttle) reason() Reason {
	switch {
	case p.battery && p.saving == Pause:
		return ForMains
	case p.others:
		return ForOthers
	}
	return ""
}

// share is how much of the time work may take now, in percent, at least 1. changed is closed
// when the settings change.
func (p *Throttle) share() (share int, changed chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if share = p.wanted; share <= 0 || share > 100 {
		share = 100
	}
	if p.some || p.battery && p.saving == Slow {
		share = max(share/slowShare, 1)
	}
	return share, p.changed
}

// look looks at battery and card, unless that was done a moment ago or is being done.
func (p *Throttle) look(ctx context.Context) {
	p.mu.Lock()
	if p.looking || !p.looked.IsZero() && time.Since(p.looked) < lookEvery {
		p.mu.Unlock()
		return
	}
	p.looking = true
	blind := p.blind || p.o.Others == nil
	p.mu.Unlock()

	battery := p.o.OnBattery != nil && p.o.OnBattery()
	var others float64
	var err error
	if !blind {
		others, err = p.o.Others(ctx)
	}

	p.mu.Lock()
	defer p.mu.Unlock()
	p.looking, p.looked, p.battery = false, time.Now(), battery
	p.looks++
	p.some = err == nil && others >= calm
	switch {
	case blind, ctx.Err() != nil:
	case err != nil:
		p.blind, p.others = true, false
	case others >= busy:
		p.others, p.quiet = true, 0
	case others >= calm:
		p.quiet = 0
	default:
		if p.quiet++; p.quiet >= calmLooks {
			p.others = false
		}
	}
}

// sleep waits for so long, or until changed is closed or ctx ends.
func sleep(ctx context.Context, d time.Duration, changed <-chan struct{}) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-changed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
