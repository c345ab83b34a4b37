package app

import (
	"context"
	"time"

	"descry/library"
	"descry/library/index"
	"descry/ui"
)

// followed is what is known of another process's indexing, sampled.
type followed struct {
	counts library.Counts
	at     time.Time
	base   int // files done when the sampling began
	rate   float64
}

// Status implements ui.Backend. It reads memory only.
func (b *backend) Status() ui.Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := ui.Status{
		Photos: b.other.counts.Photos, Problems: b.other.counts.Failed,
		Model: b.e.pack.Name, Device: b.e.model.device(),
	}
	x, err := b.host.current()
	switch {
	case err != nil:
		s.Phase, s.Notice = ui.Waiting, explain(err)
	case x == nil:
		s.Elsewhere = true
		b.other.fill(&s)
	default:
		fillStatus(&s, x.State())
	}
	return s
}

// fillStatus translates the indexer's state.
func fillStatus(s *ui.Status, state index.State) {
	phases := map[index.Phase]ui.Phase{
		index.Idle: ui.Idle, index.Scanning: ui.Scanning, index.Indexing: ui.Indexing,
		index.Paused: ui.Paused, index.Waiting: ui.Waiting,
	}
	p := state.Progress
	s.Phase = phases[state.Phase]
	s.Done, s.Total = p.Done, p.Done+p.Pending
	s.PerSecond, s.SecondsTo = p.PerSecond, p.Left.Seconds()
	s.Notice = state.Notice
	if state.Err != nil {
		s.Notice = explain(state.Err)
	}
}

func (f *followed) fill(s *ui.Status) {
	if f.counts.Pending == 0 {
		return
	}
	s.Phase = ui.Indexing
	s.Done = f.counts.Indexed + f.counts.Failed - f.base
	s.Total = s.Done + f.counts.Pending
	if s.PerSecond = f.rate; f.rate > 0 {
		s.SecondsTo = float64(f.counts.Pending) / f.rate
	}
}

// sample takes the counts of the catalogue, for the photo count and the progress
// of another process.
func (b *backend) sample(ctx context.Context) error {
	counts, err := b.e.store.Totals(ctx, b.e.pack.ID)
	if err != nil {
		return err
	}
	b.mu.Lock()
	old := b.other
	done, was := counts.Indexed+counts.Failed, old.counts.Indexed+old.counts.Failed
	b.other.counts, b.other.at = counts, time.Now()
	if old.at.IsZero() || done < b.other.base || counts.Pending == 0 {
		b.other.base, b.other.rate = done, 0
	} else if dt := b.other.at.Sub(old.at).Seconds(); dt > 0 {
		// Smoothed over about ten samples.
		b.other.rate += (float64(done-was)/dt - b.other.rate) / 5
	}
	b.mu.Unlock()
	if counts != old.counts {
		b.events.send(ui.StatusChanged)
	}
	if counts.Photos != old.counts.Photos || counts.Failed != old.counts.Failed {
		b.events.send(ui.FoldersChanged, ui.PhotosChanged)
	}
	return nil
}

// follow keeps counts and vectors up to date until ctx ends, whichever process
// indexes, and writes the vector file when things have settled.
func (b *backend) follow(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var changed time.Time
	var memory thrift
	for {
		memory.look(b.working())
		if err := b.sample(ctx); err != nil && ctx.Err() == nil {
			b.e.log.Error("sample", "err", err)
		}
		if err := b.e.model.releaseText(ctx); err != nil && ctx.Err() == nil {
			b.e.log.Error("free the text tower", "err", err)
		}
		moved, err := b.followVectors(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			b.e.log.Error("follow vectors", "err", err)
		case moved:
			changed = time.Now()
		case !changed.IsZero() && time.Since(changed) > settle:
			changed = time.Time{}
			if err := b.e.openedVectors().Save(); err != nil {
				b.e.log.Error("save vectors", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// working reports that this process reads photos or looks for them.
func (b *backend) working() bool {
	x, _ := b.host.current()
	if x == nil {
		return false
	}
	phase := x.State().Phase
	return phase == index.Scanning || phase == index.Indexing
}

// followVectors keeps the vectors in memory up to date, if a search has brought
// them there: a window that only browses doesn't hold them.
func (b *backend) followVectors(ctx context.Context) (bool, error) {
	x := b.e.openedVectors()
	if x == nil {
		return false, nil
	}
	return x.Follow(ctx)
}

// SetIndexingPaused implements ui.Backend. The wish is kept in the catalogue, so
// that the service heeds it too and a restart remembers it.
func (b *backend) SetIndexingPaused(paused bool) {
	value := ""
	if paused {
		value = "1"
	}
	if err := b.e.store.SetValue(context.Background(), valuePaused, value); err != nil {
		b.e.log.Error("pause", "err", err)
	}
	if x, _ := b.host.current(); x != nil {
		x.SetPaused(paused)
	}
	b.events.send(ui.StatusChanged)
}

// Subscribe implements ui.Backend.
func (b *backend) Subscribe(fn func(ui.Event)) (cancel func()) { return b.events.subscribe(fn) }
