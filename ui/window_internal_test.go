package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/query"
)

// rig is a window on the test driver with everything that moves by itself in the
// test's hands.
type rig struct {
	*Window
	b     *fakeBackend
	queue *queue
	clock *clock
}

// oneFolder makes a backend with a folder of three photos.
func oneFolder() *fakeBackend {
	b := &fakeBackend{folders: func() ([]library.Folder, error) {
		return []library.Folder{{ID: 1, Path: "/home/ann/Pictures", LastScan: thursday, Counts: library.Counts{Photos: 3}}}, nil
	}}
	b.ThreePhotos()
	b.OnRemember = b.remember
	return b
}

func newRig(t *testing.T, b *fakeBackend) *rig {
	t.Helper()
	r := &rig{b: b, queue: &queue{}, clock: &clock{}}
	r.Window = New(Options{
		App: test.NewTempApp(t), Backend: b, Dispatch: r.queue.dispatch,
		Version: "test", After: r.clock.after, Now: func() time.Time { return thursday },
	})
	t.Cleanup(r.Close)
	r.Show()
	r.until(t, "the first listing", func() bool { return r.search.Loaded() && r.ready })
	return r
}

func (r *rig) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	r.queue.until(t, what, done)
}

// waitSearching waits for an answer.
func (r *rig) waitSearching(t *testing.T) {
	t.Helper()
	r.until(t, "the answer", func() bool { return r.search.Loaded() && r.search.At().Searching })
}

// waitBrowsing waits for the photos of a folder.
func (r *rig) waitBrowsing(t *testing.T) {
	t.Helper()
	r.until(t, "the folder", func() bool { return r.search.Loaded() && !r.search.At().Searching })
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestTypingSearchesAndEscapeReturns(t *testing.T) {
	r := newRig(t, oneFolder())
	if r.win.Canvas().Focused() != r.search.Box() {
		t.Fatal("the search box is not focused first")
	}
	test.Type(r.search.Box(), "dog")
	r.clock.elapse(kit.TypingPause)
	r.waitSearching(t)
	if got := r.line(); got != "2 good matches for “dog”" {
		t.Errorf("result line %q", got)
	}
	r.search.Box().TypedKey(key(fyne.KeyEscape))
	if r.search.Text() != "" || r.search.At().Searching || r.grid.Count() != 3 {
		t.Errorf("Escape: text %q, place %+v, %d photos", r.search.Text(), r.search.At(), r.grid.Count())
	}
	if r.line() != "All photos · 3 photos" {
		t.Errorf("result line %q", r.line())
	}
}

// Escape closes what is in front first: the completions, the selection where the
// keyboard is with the photos.
func TestEscapeOneThingAtATime(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.grid.SetScrollOffset(7)
	at := r.grid.ScrollOffset()
	r.find(t, a, "dog")
	test.Type(r.search.Box(), " cam")
	r.clock.elapse(kit.TypingPause)
	r.waitAsked(t, a, "dog cam")
	if !r.completes() {
		t.Fatal("no completions")
	}
	r.search.Box().TypedKey(key(fyne.KeyEscape))
	if r.completes() || r.search.Text() != "dog cam" {
		t.Errorf("Escape with completions leaves %q", r.search.Text())
	}
	r.grid.Select(2)
	r.win.Canvas().Focus(r.grid)
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.grid.SelectedCount() != 0 || r.search.At().Text != "dog cam" {
		t.Errorf("Escape with a selection: %d selected at %q", r.grid.SelectedCount(), r.search.At().Text)
	}
	r.grid.Select(2)
	r.win.Canvas().Focus(r.search.Box())
	r.search.Box().TypedKey(key(fyne.KeyEscape))
	if r.search.Text() != "" || r.search.At() != (query.Place{}) || r.grid.ScrollOffset() != at {
		t.Errorf("Escape in the box leads to %+v at %v, want %v", r.search.At(), r.grid.ScrollOffset(), at)
	}
}

// Whatever way a query was cleared, and however the window ends, it doesn't come back.
func TestWhatWasClearedStaysAway(t *testing.T) {
	ways := map[string]func(r *rig){
		"Escape":                 func(r *rig) { r.search.Box().TypedKey(key(fyne.KeyEscape)) },
		"deleting, then a pause": func(r *rig) { r.deleteAll(); r.clock.elapse(kit.TypingPause); r.queue.pump() },
	}
	for name, clear := range ways {
		b, a := answering(twoGood)
		r := newRig(t, b)
		r.find(t, a, "dog")
		r.clock.elapse(savePause)
		saved := func(query string) func() bool {
			return func() bool {
				r.queue.pump()
				b.mu.Lock()
				defer b.mu.Unlock()
				return b.saved.Width > 0 && b.saved.Query == query
			}
		}
		r.until(t, "the search to be saved", saved("dog"))
		clear(r)
		r.until(t, "that it is cleared by "+name+", with no need of a quit", saved(""))
	}
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "dog")
	r.deleteAll() // and quit before typing rests
	r.Close()
	if b.saved.Query != "" {
		t.Errorf("saved %q", b.saved.Query)
	}
}

func TestDetailsFollowTheSelection(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true}
	r := newRig(t, b)
	r.grid.Select(2)
	r.until(t, "the details", func() bool { return r.details.Photo() == 2 })
	r.until(t, "the preview", func() bool { shown := r.detailsPictures(); return len(shown) == 1 && shown[0].Image != nil })
	r.grid.SelectAll()
	if r.detailsHeading() != "3 photos" {
		t.Error("a selection of several is not summed up")
	}
	r.grid.SelectNone()
	if r.details.Photo() != 0 {
		t.Error("details of a photo stay without a selection")
	}
	r.grid.Select(1, 2)
	r.copySelectedPaths()
	want := "/home/ann/Pictures/2.jpg\n/home/ann/Pictures/1.jpg"
	r.until(t, "the paths to be copied", func() bool { return r.app.Clipboard().Content() == want })
}

func TestPauseFromTheKeyboard(t *testing.T) {
	b := oneFolder()
	phase := service.Indexing
	b.status = func() service.Status {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.paused {
			phase = service.Paused
		}
		return service.Status{Phase: phase, Done: 1240, Total: 18302, Problems: 2}
	}
	b.folders = func() ([]library.Folder, error) {
		return []library.Folder{{ID: 1, Path: "/home/ann/Pictures", LastScan: thursday, Counts: library.Counts{Pending: 17062}}}, nil
	}
	r := newRig(t, b)
	r.until(t, "the status", func() bool { return r.status.pause.Visible() && r.status.problems.Visible() })
	r.TakeShortcut(kit.Ctrl(fyne.KeyP)[0])
	r.until(t, "the pause", func() bool { return r.status.text.Text == "Paused · 17,062 left" })
	if row := r.side.Rows()[r.rowOf(t, "Pictures")]; row.State != "paused, 17,062 left" {
		t.Errorf("the side says %q", row.State)
	}
}

func TestKeysDoNotReachBehindASheet(t *testing.T) {
	r := newRig(t, oneFolder())
	r.TypedRune('?')
	if r.helpSheet == nil {
		t.Fatal("? does not show the keys")
	}
	r.TypedRune('i')
	if r.zones.detailsShown() {
		t.Error("i acted behind the help")
	}
	r.TypedRune('?')
	r.TypedRune('i')
	if r.helpSheet != nil || !r.zones.detailsShown() {
		t.Error("? does not close the help, or i does not show the details")
	}
}

func TestCloseWaitsForWork(t *testing.T) {
	b := oneFolder()
	ended := make(chan struct{})
	started := make(chan struct{})
	b.OnSearch = func(ctx context.Context, _ service.Ask) (service.Answer, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return service.Answer{}, ctx.Err()
	}
	r := newRig(t, b)
	test.Type(r.search.Box(), "dog")
	r.search.Box().TypedKey(key(fyne.KeyReturn))
	<-started
	r.Close()
	select {
	case <-ended:
	default:
		t.Error("Close returned before the search did")
	}
	if b.count("unsubscribe") != 1 {
		t.Error("the window still listens")
	}
	r.Close()
	r.queue.pump()
}

func TestChangesOfTheLibraryArrive(t *testing.T) {
	b := oneFolder()
	n := 3
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		return tilesOf([]library.PhotoID{5, 4, 3, 2, 1}[5-n:]...), nil
	}
	r := newRig(t, b)
	b.mu.Lock()
	n = 5
	notify := b.notify
	b.mu.Unlock()
	for range 1000 {
		notify(service.Event{Kind: service.PhotosChanged})
	}
	r.until(t, "the new photos", func() bool { return r.grid.Count() == 5 })
	if calls := b.count("Tiles"); calls > 4 {
		t.Errorf("1,000 events led to %d listings", calls)
	}
}

func TestRemovedScopeFallsBack(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, Scope: library.Scope{Folder: 9}}
	r := newRig(t, b)
	r.until(t, "all photos", func() bool { return r.search.Loaded() && r.search.At().Scope == (library.Scope{}) })
}
