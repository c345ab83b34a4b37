package index

import (
	"context"
	"sync"
	"time"

	"descry/library"
	"descry/library/scan"
)

// Indexer keeps the catalogue true to the folders. Once makes one complete pass, Run stays.
// Only one of the two may run at a time.
type Indexer struct {
	o Options

	mu       sync.Mutex
	encoders encoders
	meter    *meter // of the active encoder
	pass     *pass  // in progress; nil when none
	unstable int    // number of files that the last pass left because they are still being written
	paused   bool
	scanning int
	notice   string
	err      error
	retrying map[library.FolderID]bool // see askRetry
	doubtful map[library.FolderID]bool // see postponed
	bursts   map[placeKey]burst
	reread   bool // nothing is left to be read anew; see rereadDue
	exclude  scan.Exclusions

	wake chan struct{} // there may be something to drain, or pausing changed
	jobs *jobs         // scans to do

	excludes chan struct{} // exclude has changed
}

// New checks the options. Nothing runs before Once or Run.
func New(o Options) (*Indexer, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Indexer{
		o: o, meter: newMeter(o.Now),
		retrying: map[library.FolderID]bool{}, doubtful: map[library.FolderID]bool{},
		bursts:   map[placeKey]burst{},
		encoders: encoders{active: o.Encoder, meter: newMeter(o.Now)},
		wake:     make(chan struct{}, 1), jobs: newJobs(),
		exclude: o.Exclude, excludes: make(chan struct{}, 1),
	}, nil
}

// SetPaused stops the pipeline after the batch in flight, or lets the pipeline go on. Scanning
// and watching continue: both cost little, and no change is missed.
func (x *Indexer) SetPaused(paused bool) {
	x.set(func() {
		x.paused = paused
		if paused {
			x.halt(errPaused)
		} else {
			x.takeUp()
		}
	})
	x.Wake()
}

// Restart makes the pipeline list what is pending anew, after folders were
// paused or removed.
func (x *Indexer) Restart() {
	x.mu.Lock()
	x.halt(errRestarted)
	x.mu.Unlock()
	x.Wake()
}

// Wake tells a running indexer that folders or files may have changed.
func (x *Indexer) Wake() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

func (x *Indexer) isPaused() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.paused
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
