package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/library"
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
	return &fakeBackend{
		folders: func() ([]library.Folder, error) {
			return []library.Folder{{ID: 1, Path: "/home/ann/Pictures", LastScan: thursday, Counts: library.Counts{Photos: 3}}}, nil
		},
		tiles: func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
			return tilesOf(3, 2, 1), nil
		},
		search: func(context.Context, Ask) (Answer, error) {
			return Answer{Tiles: tilesOf(2, 1), Ranked: true, Good: 2, AllGood: 2}, nil
		},
		similar: func(context.Context, library.PhotoID, library.Scope) (Answer, error) {
			return Answer{Tiles: tilesOf(1)}, nil
		},
		photo: func(id library.PhotoID) (library.Photo, error) {
			path := "/home/ann/Pictures/" + FormatCount(int(id)) + ".jpg"
			return library.Photo{ID: id, Files: []library.FileRef{{Path: path, Online: true}}}, nil
		},
	}
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
	r.until(t, "the first listing", func() bool { return r.nav.loaded && r.ready })
	return r
}

func (r *rig) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	r.queue.until(t, what, done)
}

func (r *rig) waitKind(t *testing.T, kind placeKind) {
	t.Helper()
	r.until(t, "the place", func() bool { return r.nav.loaded && r.nav.at.Kind == kind })
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestTypingSearchesAndEscapeReturns(t *testing.T) {
	r := newRig(t, oneFolder())
	if r.win.Canvas().Focused() != fyne.Focusable(r.box) {
		t.Fatal("the search box is not focused first")
	}
	test.Type(r.box, "dog")
	r.clock.elapse(typingPause)
	r.waitKind(t, searching)
	if got := r.result.text.text; !strings.HasPrefix(got, "2 good matches for “dog” · ") {
		t.Errorf("result line %q", got)
	}
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.box.Text != "" || r.nav.at.Kind != searching {
		t.Errorf("first Escape: text %q, place %+v", r.box.Text, r.nav.at)
	}
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.nav.at.Kind != browsing || r.grid.Count() != 3 {
		t.Errorf("second Escape: place %+v, %d photos", r.nav.at, r.grid.Count())
	}
	if r.result.text.text != "All photos · 3 photos" {
		t.Errorf("result line %q", r.result.text.text)
	}
}

func TestEnterAndShiftEnter(t *testing.T) {
	r := newRig(t, oneFolder())
	test.Type(r.box, "red")
	r.box.KeyDown(key(desktop.KeyShiftLeft))
	r.box.TypedKey(key(fyne.KeyReturn))
	r.box.KeyUp(key(desktop.KeyShiftLeft))
	test.Type(r.box, "lanterns")
	if r.box.Text != "red\nlanterns" || r.box.rows != 2 {
		t.Fatalf("text %q in %d rows", r.box.Text, r.box.rows)
	}
	r.box.TypedKey(key(fyne.KeyReturn))
	r.waitKind(t, searching)
	r.until(t, "typing to have prepared for the search, once", func() bool { return r.b.count("PrepareSearch") == 1 })
	if r.b.count("Search") != 1 || r.history.entries[0] != "red\nlanterns" {
		t.Errorf("%d searches, history %q", r.b.count("Search"), r.history.entries)
	}
	test.Type(r.box, strings.Repeat(" and a very long story", 80))
	if r.box.rows != searchRows {
		t.Errorf("a paragraph takes %d rows, want %d", r.box.rows, searchRows)
	}
}

func TestHistoryFromTheEmptyBox(t *testing.T) {
	b := oneFolder()
	b.state.History = []string{"cat", "dog"}
	r := newRig(t, b)
	for _, want := range []string{"cat", "dog", "dog"} {
		r.box.TypedKey(key(fyne.KeyUp))
		if r.box.Text != want {
			t.Fatalf("up gives %q, want %q", r.box.Text, want)
		}
	}
	r.box.TypedKey(key(fyne.KeyDown))
	if r.box.Text != "cat" {
		t.Errorf("down gives %q", r.box.Text)
	}
	r.clock.elapse(typingPause)
	r.waitKind(t, searching)
	if r.nav.at.Text != "cat" {
		t.Errorf("searched %q", r.nav.at.Text)
	}
}

func TestSimilarAndBack(t *testing.T) {
	r := newRig(t, oneFolder())
	r.grid.Select(2)
	r.typedRune('s')
	r.waitKind(t, similarTo)
	if r.result.text.text != "Similar to 2.jpg" || !r.result.close.Visible() {
		t.Errorf("header %q", r.result.text.text)
	}
	r.typedKey(key(fyne.KeyEscape))
	if r.nav.at.Kind != browsing || r.grid.Count() != 3 || !slices.Equal(r.grid.Selected(), []library.PhotoID{2}) {
		t.Errorf("Escape leads to %+v with %v selected", r.nav.at, r.grid.Selected())
	}
}

func TestDetailsFollowTheSelection(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true}
	r := newRig(t, b)
	r.grid.Select(2)
	r.until(t, "the details", func() bool { return r.details.photo.ID == 2 })
	r.until(t, "the preview", func() bool { return r.details.preview.Image != nil })
	r.grid.SelectAll()
	if h, ok := r.details.body.Objects[0].(*line); !ok || h.text != "3 photos" {
		t.Error("a selection of several is not summed up")
	}
	r.grid.SelectNone()
	if r.details.photo.ID != 0 {
		t.Error("details of a photo stay without a selection")
	}
	r.grid.Select(1, 2)
	r.copySelectedPaths()
	want := "/home/ann/Pictures/2.jpg\n/home/ann/Pictures/1.jpg"
	r.until(t, "the paths to be copied", func() bool { return r.app.Clipboard().Content() == want })
}

func TestPauseFromTheKeyboard(t *testing.T) {
	b := oneFolder()
	phase := Indexing
	b.status = func() Status {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.paused {
			phase = Paused
		}
		return Status{Phase: phase, Done: 1240, Total: 18302, Problems: 2}
	}
	r := newRig(t, b)
	r.until(t, "the status", func() bool { return r.status.pause.Visible() && r.status.problems.Visible() })
	r.typedRune('p')
	r.until(t, "the pause", func() bool { return r.status.text.text == "Paused · 1,240 of 18,302" })
	r.Close()
	if !b.saved.IndexPaused {
		t.Error("the pause is not remembered")
	}
}

func TestProblemsSayWhatToDo(t *testing.T) {
	b := oneFolder()
	b.problems = func() ([]library.Problem, error) {
		return []library.Problem{{Path: "/a/b.jpg", Reason: "open: permission denied"}}, nil
	}
	r := newRig(t, b)
	r.showProblems()
	r.until(t, "the problems", func() bool { return r.problems != nil && len(r.problems.problems) == 1 })
	r.problems.retry()
	r.until(t, "the retry", func() bool { return b.count("RetryProblems") == 1 })
	r.problems.copyAll()
	if r.app.Clipboard().Content() != "/a/b.jpg" {
		t.Errorf("copied %q", r.app.Clipboard().Content())
	}
	r.typedKey(key(fyne.KeyEscape))
	if r.problems != nil || r.win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close the list")
	}
}

func TestKeysDoNotReachBehindASheet(t *testing.T) {
	r := newRig(t, oneFolder())
	r.typedRune('?')
	if r.helpSheet == nil {
		t.Fatal("? does not show the keys")
	}
	r.typedRune('i')
	if r.zones.showDetails {
		t.Error("i acted behind the help")
	}
	r.typedRune('?')
	r.typedRune('i')
	if r.helpSheet != nil || !r.zones.showDetails {
		t.Error("? does not close the help, or i does not show the details")
	}
}

func TestCloseWaitsForWork(t *testing.T) {
	b := oneFolder()
	ended := make(chan struct{})
	started := make(chan struct{})
	b.search = func(ctx context.Context, _ Ask) (Answer, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return Answer{}, ctx.Err()
	}
	r := newRig(t, b)
	r.box.set("dog")
	r.submit()
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
	b.tiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
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
		notify(Event{PhotosChanged})
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
	r.until(t, "all photos", func() bool { return r.nav.loaded && r.nav.at.Scope == (library.Scope{}) })
}
