package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/library"
	"descry/library/index"
)

// handoverEvery is how often a process that waits to index looks whether the indexing process
// has ended.
const handoverEvery = 2 * time.Second

// Values shared through the catalogue by the processes of one library.
const (
	valuePaused = "indexing.paused" // "1" while the user has paused indexing
	valueRescan = "indexing.rescan" // changes when a scan of all folders is asked for
)

// BackgroundIndexer runs the indexer whenever this process holds the lock. Window and service
// both have one. The second process waits, and takes over when the first ends.
type BackgroundIndexer struct {
	Library  *Library
	Role     role
	OnChange func(index.Change)
	OnRenew  func() // called when a renewal went on; may be nil

	mu      sync.Mutex
	indexer *index.Indexer // nil while another process indexes
	failure error          // why indexing can't start
	waiting bool           // for the lock, while another process indexes
}

// Run goes on until ctx ends.
func (h *BackgroundIndexer) Run(ctx context.Context) error {
	lock, err := waitLock(ctx, h.Library.Paths.Lock, h.Role, handoverEvery, func(other holder) {
		h.Library.Log.Info("another process indexes", "holder", other.Pid, "role", other.Role)
		h.mu.Lock()
		h.waiting = true
		h.mu.Unlock()
		h.OnChange(index.StateChanged)
	})
	if err != nil {
		return err
	}
	defer lock.Release()
	x, err := h.Library.NewIndexer(ctx, h.OnChange)
	h.mu.Lock()
	h.indexer, h.failure, h.waiting = x, err, false
	h.mu.Unlock()
	h.OnChange(index.StateChanged)
	if err != nil {
		return problem.Wrap("indexing-not-started", nil, err)
	}
	defer func() {
		h.mu.Lock()
		h.indexer = nil
		h.mu.Unlock()
	}()
	h.Library.purgeDue(ctx)
	values, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() { h.followValues(values, x) })
	watching.Go(func() { h.Library.followRenewal(values, h.renewed) })
	watching.Go(func() { h.Library.followCopies(values) })
	err = x.Run(ctx)
	cancel()
	watching.Wait()
	return err
}

func (h *BackgroundIndexer) renewed() {
	if h.OnRenew != nil {
		h.OnRenew()
	}
}

// Current is the indexer of this process, nil while another process indexes.
func (h *BackgroundIndexer) Current() (*index.Indexer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.indexer, h.failure
}

// other is the process that indexes in place of this one. The result is false while this
// process indexes, or is about to.
func (h *BackgroundIndexer) other() (holder, bool) {
	h.mu.Lock()
	waiting := h.waiting
	h.mu.Unlock()
	if !waiting {
		return holder{}, false
	}
	return LockHolder(h.Library.Paths.Lock), true // other processes may have followed one another
}

// followValues tells the indexer of pausing and of requests for a scan, from whichever
// process.
func (h *BackgroundIndexer) followValues(ctx context.Context, x *index.Indexer) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	rescan, paused := "", false
	var idle idleTower
	var chosen chosenModels
	var moved int64
	var exclude followedExclude
	for first := true; ; first = false {
		p, perr := h.Library.Store.Value(ctx, valuePaused)
		r, rerr := h.Library.Store.Value(ctx, valueRescan)
		if err := errors.Join(perr, rerr); err == nil {
			if now := p == "1"; now != paused {
				paused = now
				x.SetPaused(paused)
			}
			if r != rescan && !first {
				h.rescanAll(ctx, x)
			}
			rescan = r
		}
		if err := exclude.apply(ctx, h.Library, x); err != nil && ctx.Err() == nil {
			h.Library.Log.Error("follow what is left out", "err", err)
		}
		if err := chosen.apply(ctx, h.Library, x); err != nil && ctx.Err() == nil {
			h.Library.Log.Error("follow the choice of models", "err", err)
		}
		if err := h.Library.Models.RememberDevices(ctx); err != nil && ctx.Err() == nil {
			h.Library.Log.Error("remember devices", "err", err)
		}
		if now := h.Library.Models.Moved.Load(); now != moved { // a measurement may have loaded a tower
			moved, idle = now, idleTower{}
		}
		if err := idle.look(ctx, h.Library, x.State().Phase); err != nil && ctx.Err() == nil {
			h.Library.Log.Error("free the vision tower", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// visionIdle is how many looks, one a second, the indexer must have been idle before the
// vision tower is freed.
const visionIdle = 20

// pausedIdle is visionIdle while the user has paused indexing, since the user may want the
// graphics card for something else.
const pausedIdle = 3

// idleTower frees the vision tower, a hundred megabytes, when indexing rests.
type idleTower struct {
	looks int
	freed bool
}

func (i *idleTower) look(ctx context.Context, e *Library, phase index.Phase) error {
	if phase == index.Indexing {
		*i = idleTower{}
		return nil
	}
	i.looks++
	if i.freed || !restsLong(phase, i.looks) {
		return nil
	}
	i.freed = true
	return e.Models.ReleaseImages(ctx)
}

// restsLong reports that the vision tower is to be freed.
func restsLong(phase index.Phase, looks int) bool {
	if phase == index.Paused {
		return looks >= pausedIdle
	}
	return looks >= visionIdle
}

// chosenModels carries the choice of models to the indexer.
type chosenModels struct {
	last  models.Choice
	moved int64 // count of device changes of towers at that time
}

// apply hands the encoders of the choice to the indexer, if the choice or a device is another.
func (c *chosenModels) apply(ctx context.Context, e *Library, x *index.Indexer) error {
	if err := e.FollowChoice(ctx); err != nil {
		return err
	}
	choice, err := e.Models.ReadChoice(ctx)
	moved := e.Models.Moved.Load()
	if err != nil || choice == c.last && moved == c.moved {
		return err
	}
	active, next, err := e.encoders(ctx)
	if err != nil {
		return err
	}
	c.last, c.moved = choice, moved // another device takes other numbers of photos at a time
	x.SetEncoders(active, next)
	return nil
}

func (h *BackgroundIndexer) rescanAll(ctx context.Context, x *index.Indexer) {
	folders, err := h.Library.Store.Folders(ctx, h.Library.Pack().ID)
	if err != nil {
		h.Library.Log.Error("rescan", "err", err)
		return
	}
	for _, f := range folders {
		x.Rescan(f.ID)
	}
}

// askRescan asks for a scan of all folders, from whichever process indexes.
func (e *Library) askRescan(ctx context.Context) error {
	return e.Store.SetValue(ctx, valueRescan, time.Now().Format(time.RFC3339Nano))
}

// followOther shows the progress of the process that indexes, until it has scanned all folders
// and nothing is pending. followOther returns false when that process ended before.
func (e *Library) followOther(ctx context.Context, p progress) (bool, error) {
	began := time.Now()
	p.Note(notice.New("following-another", notice.Params{"Process": LockHolder(e.Paths.Lock).Pid}))
	if err := e.askRescan(ctx); err != nil {
		return false, err
	}
	for {
		done, err := e.othersProgress(ctx, began, p)
		if done || err != nil {
			return done, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
		if held, err := LockHeld(e.Paths.Lock); err != nil || !held {
			return false, err
		}
	}
}

// othersProgress shows the progress, and reports whether all folders were scanned since began
// and nothing is pending.
func (e *Library) othersProgress(ctx context.Context, began time.Time, p progress) (bool, error) {
	folders, err := e.Store.Folders(ctx, e.Pack().ID)
	if err != nil {
		return false, err
	}
	totals, err := e.Store.Totals(ctx, e.Pack().ID)
	if err != nil {
		return false, err
	}
	p.Show(index.State{Phase: index.Indexing, Progress: index.Progress{
		Done: totals.Indexed + totals.Failed, Failed: totals.Failed, Pending: totals.Pending,
	}})
	return totals.Pending == 0 && scannedSince(folders, began), nil
}

// scannedSince reports that every folder that can be read was scanned after t.
func scannedSince(folders []library.Folder, t time.Time) bool {
	for _, f := range folders {
		if !f.Paused && f.OfflineSince.IsZero() && f.LastScan.Before(t) {
			return false
		}
	}
	return true
}
