package service

import (
	"context"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
	"descry/library/index"
	"descry/library/sqlite"
)

// followed is what is known of another process's indexing, sampled.
type followed struct {
	counts library.Counts
	at     time.Time
	base   int // files done when the sampling began
	rate   float64
}

// Status is what is going on. Status reads memory only.
func (b *Session) Status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.e.Searcher()
	s := Status{
		Photos: b.other.counts.Photos, Problems: b.other.counts.Failed,
		Model: now.Pack.Name, Device: now.Device(), ModelNotice: b.e.modelNotice(),
	}
	x, err := b.Background.Current()
	switch {
	case err != nil:
		s.Phase, s.Notice = Waiting, problem.Of(err)
	case x == nil && !b.elsewhere:
		s.Phase = Starting
	case x == nil:
		s.Elsewhere = Indexer{By: b.indexes.by(), Unpausable: b.indexes.Role == commandRole}
		if b.other.fill(&s); s.Phase == Idle && b.filling.fill(&s) {
			s.Filling = b.fillingName
		}
		if b.paused && !s.Elsewhere.Unpausable {
			s.Phase = Paused
		}
	default:
		state := x.State()
		fillStatus(&s, state)
		if state.Phase == index.Indexing && state.Filling == "" && !state.Rereading {
			raiseGoal(&s, b.goal)
		}
		if state.Filling != "" {
			s.Filling = b.e.Models.ModelName(state.Filling)
		}
		if state.FillErr != nil {
			s.ModelNotice = notice.OfError(state.FillErr)
		}
	}
	b.renewing.fill(&s)
	if s.News.IsZero() {
		s.News = b.news
	}
	if b.e.Waits.now() == sqlite.AnotherOne {
		s.Notice = writeWaits
	}
	if wrong := b.e.Mistake; wrong != nil && s.Notice.IsZero() {
		s.Notice = wrong.Unused()
	}
	return s
}

// fillStatus translates the indexer's state.
func fillStatus(s *Status, state index.State) {
	phases := map[index.Phase]Phase{
		index.Idle: Idle, index.Scanning: Scanning, index.Indexing: Indexing,
		index.Paused: Paused, index.Waiting: Waiting,
	}
	p := state.Progress
	s.Phase = phases[state.Phase]
	s.Done, s.Total = p.Done, p.Done+p.Pending
	s.Renewing = state.Rereading
	s.PerSecond, s.SecondsTo, s.Unstable = p.PerSecond, p.Left.Seconds(), state.Unstable
	s.Notice = notice.AsItIs(state.Notice)
	if state.Err != nil {
		s.Notice = problem.Of(state.Err)
	}
}

// raiseGoal counts what has been found since the pass in progress began.
func raiseGoal(s *Status, goal int) {
	if goal <= s.Total {
		return
	}
	s.Total = goal
	if s.PerSecond > 0 {
		s.SecondsTo = float64(s.Total-s.Done) / s.PerSecond
	}
}

// fill shows the progress, and reports whether there is any.
func (f *followed) fill(s *Status) bool {
	if f.counts.Pending == 0 {
		return false
	}
	s.Phase = Indexing
	s.Done = f.counts.Indexed + f.counts.Failed - f.base
	s.Total = s.Done + f.counts.Pending
	if s.PerSecond = f.rate; f.rate > 0 {
		s.SecondsTo = float64(f.counts.Pending) / f.rate
	}
	return true
}

// take adds a sample and reports whether anything changed.
func (f *followed) take(counts library.Counts, now time.Time) bool {
	old := *f
	done, was := counts.Indexed+counts.Failed, old.counts.Indexed+old.counts.Failed
	f.counts, f.at = counts, now
	if old.at.IsZero() || done < f.base || counts.Pending == 0 {
		f.base, f.rate = done, 0
	} else if dt := now.Sub(old.at).Seconds(); dt > 0 {
		// Smoothed over about ten samples.
		f.rate += (float64(done-was)/dt - f.rate) / 5
	}
	return counts != old.counts
}

// Sample takes the counts of the catalogue, for the photo count and the progress
// of another process.
func (b *Session) Sample(ctx context.Context) error {
	done := 0
	if x, _ := b.Background.Current(); x != nil {
		done = x.State().Progress.Done // read before what is left, so that no file counts twice
	}
	counts, err := b.e.Store.Totals(ctx, b.e.Pack().ID)
	if err != nil {
		return err
	}
	folders, moved, err := b.readFolders(ctx)
	if err != nil {
		return err
	}
	paused, err := b.e.Store.Value(ctx, valuePaused)
	if err != nil {
		return err
	}
	counts.Pending = library.PendingIn(folders)
	other, elsewhere := b.Background.other()
	b.mu.Lock()
	old := b.other.counts
	changed := b.other.take(counts, time.Now())
	changed = changed || b.paused != (paused == "1") || b.elsewhere != elsewhere || b.indexes != other
	b.goal = done + counts.Pending
	b.paused, b.elsewhere, b.indexes = paused == "1", elsewhere, other
	b.mu.Unlock()
	if changed {
		b.Events.Send(StatusChanged)
	}
	if moved { // by this process or another
		b.Events.Send(FoldersChanged)
	}
	if counts.Photos != old.Photos || counts.Failed != old.Failed {
		b.Events.Send(PhotosChanged)
	}
	if err := b.samplePlaces(ctx); err != nil {
		return err
	}
	if err := b.sampleRenewal(ctx); err != nil {
		return err
	}
	return b.sampleFilling(ctx)
}

// PlacesEvery is the number of looks after which the places are looked at as well, since
// counting what is away from places takes longer than the rest. Most changes of places change
// the counts of their folder, too.
const PlacesEvery = 5

// samplePlaces sends an event when a place came back or went, or the user answered the
// question about a place.
func (b *Session) samplePlaces(ctx context.Context) error {
	b.mu.Lock()
	b.looks++
	due := b.looks%PlacesEvery == 1
	b.mu.Unlock()
	if !due {
		return nil
	}
	_, moved, err := b.readPlaces(ctx)
	if err != nil {
		return err
	}
	if err := b.sampleLinked(ctx); err != nil {
		return err
	}
	if err := b.sampleChanges(ctx); err != nil {
		return err
	}
	if moved {
		b.Events.Send(FoldersChanged, PhotosChanged)
	}
	return nil
}

// sampleFilling samples the progress of the model that another process fills.
func (b *Session) sampleFilling(ctx context.Context) error {
	c, err := b.e.Models.ReadChoice(ctx)
	if err != nil {
		return err
	}
	var counts library.Counts
	if c.Next != "" {
		if counts, err = b.e.Store.Totals(ctx, c.Next); err != nil {
			return err
		}
	}
	b.mu.Lock()
	if c.Next != b.fillingModel {
		b.filling, b.fillingModel, b.fillingName = followed{}, c.Next, b.e.Models.Packs.NameOf(c.Next)
	}
	changed := b.filling.take(counts, time.Now())
	b.mu.Unlock()
	if changed {
		b.Events.Send(StatusChanged, ModelsChanged)
	}
	return nil
}

// Follow keeps counts and vectors up to date until ctx ends, whichever process indexes. Follow
// writes the vector file once no vectors are added any more.
func (b *Session) Follow(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var changed time.Time
	var memory thrift
	var told notice.Notice // of the model
	for {
		memory.look(b.working())
		if err := b.Sample(ctx); err != nil && ctx.Err() == nil {
			b.e.Log.Error("sample", "err", err)
		}
		if err := b.e.FollowChoice(ctx); err != nil && ctx.Err() == nil {
			b.e.Log.Error("follow the choice of models", "err", err)
		}
		if err := b.followEdits(ctx); err != nil && ctx.Err() == nil {
			b.e.Log.Error("follow the user's annotations", "err", err)
		}
		if err := b.e.Searcher().ReleaseText(ctx); err != nil && ctx.Err() == nil {
			b.e.Log.Error("free the text tower", "err", err)
		}
		if now := b.e.modelNotice(); !now.Same(told) { // a card that fails, or is waited for, tells nobody
			told = now
			b.Events.Send(StatusChanged)
		}
		b.e.Searcher().MeasureText()
		if err := b.e.Models.RememberDevices(ctx); err != nil && ctx.Err() == nil {
			b.e.Log.Error("remember devices", "err", err)
		}
		moved, err := b.followVectors(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			b.e.Log.Error("follow vectors", "err", err)
		case moved:
			changed = time.Now()
		case !changed.IsZero() && time.Since(changed) > settle:
			changed = time.Time{}
			if err := b.e.Searcher().openedVectors().Save(); err != nil {
				b.e.Log.Error("save vectors", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// working reports that this process indexes or scans.
func (b *Session) working() bool {
	x, _ := b.Background.Current()
	if x == nil {
		return false
	}
	phase := x.State().Phase
	return phase == index.Scanning || phase == index.Indexing
}

// followVectors keeps the vectors in memory up to date, if a search has loaded them. A window
// that only browses doesn't hold vectors.
func (b *Session) followVectors(ctx context.Context) (bool, error) {
	x := b.e.Searcher().openedVectors()
	if x == nil {
		return false, nil
	}
	return x.Follow(ctx)
}

// SetIndexingPaused pauses or resumes indexing, whichever process indexes. The catalogue keeps
// the setting, so that the service heeds it too and it outlives a restart.
func (b *Session) SetIndexingPaused(paused bool) {
	value := ""
	if paused {
		value = "1"
	}
	if err := b.e.Store.SetValue(context.Background(), valuePaused, value); err != nil {
		b.e.Log.Error("pause", "err", err)
	}
	b.mu.Lock()
	b.paused = paused
	b.mu.Unlock()
	if x, _ := b.Background.Current(); x != nil {
		x.SetPaused(paused)
	}
	b.Events.Send(StatusChanged)
}

// Subscribe registers fn for changes. fn is called on any goroutine, at most ten times a
// second for Progress, and must return at once.
func (b *Session) Subscribe(fn func(Event)) (cancel func()) { return b.Events.subscribe(fn) }
