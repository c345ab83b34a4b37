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

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
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
		search: func(context.Context, service.Ask) (service.Answer, error) {
			return service.Answer{Tiles: tilesOf(2, 1), Ranked: true, Good: 2}, nil
		},
		photo: func(id library.PhotoID) (library.Photo, error) {
			path := "/home/ann/Pictures/" + message.FormatCount(int(id)) + ".jpg"
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
	if got := r.result.text.Text; got != "2 good matches for “dog”" {
		t.Errorf("result line %q", got)
	}
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.box.Text != "" || r.nav.at.Kind != browsing || r.grid.Count() != 3 {
		t.Errorf("Escape: text %q, place %+v, %d photos", r.box.Text, r.nav.at, r.grid.Count())
	}
	if r.result.text.Text != "All photos · 3 photos" {
		t.Errorf("result line %q", r.result.text.Text)
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

// Similar is a search as any other: the photo stands as a chip in place of the query,
// words can be added, and one Escape leaves it for where one was.
func TestSimilarIsAChipAndAnEscapeBack(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.grid.SetScrollOffset(7)
	r.search(t, a, "rex on a lawn tag:a")
	r.grid.Select(2)
	r.TypedRune('s')
	r.waitAsked(t, a, likeText(2))
	if r.box.Text != "" || !slices.Equal(r.chipTexts(), []string{likeText(2)}) {
		t.Fatalf("box %q, chips %q", r.box.Text, r.chipTexts())
	}
	view := r.bar.flow.Objects[0].(*kit.ChipView)
	if view.Label.Text != "like 2.jpg" {
		t.Errorf("the chip is called %q", view.Label.Text)
	}
	r.until(t, "its thumbnail", func() bool { return view.Picture != nil && view.Picture.Image != nil })
	if !strings.HasPrefix(r.result.text.Text, "2 good matches") || !r.savable() {
		t.Errorf("line %q, savable %v", r.result.text.Text, r.savable())
	}
	test.Type(r.box, "snow")
	r.clock.elapse(typingPause)
	r.waitAsked(t, a, likeText(2)+" snow")
	r.TypedKey(key(fyne.KeyEscape))
	if r.bar.text() != "" || r.nav.at.Kind != browsing || r.grid.Count() != 3 {
		t.Errorf("Escape leads to %+v with %q in the box", r.nav.at, r.bar.text())
	}
}

func TestBackFromSimilarToItsSearch(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.search(t, a, "dog tag:a")
	if r.result.back.Visible() {
		t.Error("there is a way back from a search to itself")
	}
	r.grid.Select(2)
	r.TypedRune('s')
	r.waitAsked(t, a, likeText(2))
	if !r.result.back.Visible() {
		t.Fatal("no way back to the search")
	}
	r.result.back.OnTapped()
	if r.nav.at.Text != "tag:a dog" || r.box.Text != "dog" || !slices.Equal(r.chipTexts(), []string{"tag:a"}) {
		t.Errorf("back at %q with box %q, chips %q", r.nav.at.Text, r.box.Text, r.chipTexts())
	}
	if !slices.Equal(r.grid.Selected(), []library.PhotoID{2}) || r.result.back.Visible() {
		t.Errorf("%v selected", r.grid.Selected())
	}
}

// A photo that takes long to be named must not come over what was typed meanwhile.
func TestSimilarGivesWayToTyping(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.similarTo(2)
	test.Type(r.box, "dog")
	r.clock.elapse(typingPause)
	r.waitAsked(t, a, "dog")
	r.until(t, "all to be done", r.queueEmpty)
	if r.bar.text() != "dog" || r.nav.at.Text != "dog" {
		t.Errorf("box %q, place %q", r.bar.text(), r.nav.at.Text)
	}
}

// Escape closes what is in front first: the completions, the selection where the
// keyboard is with the photos.
func TestEscapeOneThingAtATime(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.grid.SetScrollOffset(7)
	at := r.grid.ScrollOffset()
	r.search(t, a, "dog")
	test.Type(r.box, " cam")
	r.clock.elapse(typingPause)
	r.waitAsked(t, a, "dog cam")
	if !r.completion.open() {
		t.Fatal("no completions")
	}
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.completion.open() || r.box.Text != "dog cam" {
		t.Errorf("Escape with completions leaves %q", r.box.Text)
	}
	r.grid.Select(2)
	r.win.Canvas().Focus(r.grid)
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.grid.SelectedCount() != 0 || r.nav.at.Text != "dog cam" {
		t.Errorf("Escape with a selection: %d selected at %q", r.grid.SelectedCount(), r.nav.at.Text)
	}
	r.grid.Select(2)
	r.win.Canvas().Focus(r.box)
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.bar.text() != "" || r.nav.at != (place{}) || r.grid.ScrollOffset() != at {
		t.Errorf("Escape in the box leads to %+v at %v, want %v", r.nav.at, r.grid.ScrollOffset(), at)
	}
}

// Whatever way a query was cleared, and however the window ends, it doesn't come back.
func TestWhatWasClearedStaysAway(t *testing.T) {
	ways := map[string]func(r *rig){
		"Escape":                 func(r *rig) { r.box.TypedKey(key(fyne.KeyEscape)) },
		"deleting, then a pause": func(r *rig) { r.deleteAll(); r.clock.elapse(typingPause); r.queue.pump() },
	}
	for name, clear := range ways {
		b, a := answering(twoGood)
		r := newRig(t, b)
		r.search(t, a, "dog")
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
	r.search(t, a, "dog")
	r.deleteAll() // and quit before typing rests
	r.Close()
	if b.saved.Query != "" {
		t.Errorf("saved %q", b.saved.Query)
	}
}

// deleteAll empties the box as one does by hand.
func (r *rig) deleteAll() {
	r.box.TypedShortcut(&fyne.ShortcutSelectAll{})
	r.box.TypedKey(key(fyne.KeyBackspace))
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
	b.search = func(ctx context.Context, _ service.Ask) (service.Answer, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return service.Answer{}, ctx.Err()
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
	r.until(t, "all photos", func() bool { return r.nav.loaded && r.nav.at.Scope == (library.Scope{}) })
}
