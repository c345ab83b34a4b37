package query

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/grid"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/query/querytest"
	"descry/ui/theme"
)

var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

// onThursday reads queries as of that day.
func onThursday() *readings { return newReadings(func() time.Time { return thursday }) }

type (
	fakeBackend = querytest.SearchBackend
	asks        = querytest.Asks
	ids         = []library.PhotoID
)

var twoGood = querytest.TwoGood()

func likeText(id library.PhotoID) string { return querytest.LikeText(id) }

// tilesOf makes landscape tiles with the given ids.
func tilesOf(ids ...library.PhotoID) []library.Tile { return kittest.Tiles(ids...) }

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// threePhotos makes a backend with three photos, of which any search finds two.
func threePhotos() *fakeBackend {
	b := &fakeBackend{}
	b.ThreePhotos()
	return b
}

// answering makes a backend that gives one answer to every search.
func answering(answer service.Answer) (*fakeBackend, *asks) {
	b := threePhotos()
	return b, b.Answering(answer)
}

// fakeShell is a window that holds a search alone, over one folder. It notes what is asked of it.
type fakeShell struct {
	search  *Search
	win     fyne.Window
	tips    *kit.Tips
	changes *kit.Ordered
	asked   []string // in their order
	said    string   // last
	sheets  []*kit.Sheet
	viewing bool
}

func (s *fakeShell) note(what string) { s.asked = append(s.asked, what) }

func (s *fakeShell) TypedRune(rune)                              {}
func (s *fakeShell) TypedKey(*fyne.KeyEvent)                     {}
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool             { return false }
func (s *fakeShell) TakeTyped(*widget.Entry, fyne.Shortcut) bool { return false }
func (s *fakeShell) Hints() *kit.Tips                            { return s.tips }
func (s *fakeShell) Focus(on fyne.Focusable)                     { s.win.Canvas().Focus(on) }
func (s *fakeShell) MainMenu(fyne.CanvasObject)                  { s.note("menu") }
func (s *fakeShell) ShowLanguage()                               { s.note("language") }
func (s *fakeShell) Undo()                                       { s.note("undo") }
func (s *fakeShell) Remember()                                   { s.note("remember") }
func (s *fakeShell) Save()                                       { s.note("save") }
func (s *fakeShell) LeavePage()                                  {}
func (s *fakeShell) LeaveViewer()                                { s.viewing = false }
func (s *fakeShell) Viewing() bool                               { return s.viewing }
func (s *fakeShell) AskForTags()                                 { s.note("tags") }
func (s *fakeShell) CopyPaths()                                  { s.note("paths") }
func (s *fakeShell) Showing(bool)                                {}
func (s *fakeShell) Renewed([]library.Tile)                      {}
func (s *fakeShell) Grown([]library.Tile)                        {}
func (s *fakeShell) Regrown()                                    {}

func (s *fakeShell) SelectionChanged() {
	if s.search != nil {
		s.search.SelectionChanged()
	}
}

// Escape does what it does in a window with nothing in front of the search.
func (s *fakeShell) Escape() {
	switch q := s.search; {
	case len(s.sheets) > 0:
		s.CloseSheet(s.sheets[len(s.sheets)-1])
	case q.CloseOffers():
	case q.grid.SelectedCount() > 0 && s.win.Canvas().Focused() != q.Box():
		q.grid.SelectNone()
	case q.Text() != "" || q.At().Searching:
		q.Leave()
	default:
		q.grid.SelectNone()
	}
}

func (s *fakeShell) Chosen() []library.PhotoID {
	if ids := s.search.grid.Selected(); len(ids) > 0 {
		return ids
	}
	if id := s.search.grid.Cursor(); id != 0 {
		return ids{id}
	}
	return nil
}

func (s *fakeShell) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	sheet := kit.NewSheet(s.win.Canvas(), title, size, body, buttons, &fyne.Container{}, &fyne.Container{})
	s.sheets = append(s.sheets, sheet)
	sheet.Show()
	return sheet
}

func (s *fakeShell) CloseSheet(sheet *kit.Sheet) {
	sheet.Pop.Hide()
	s.sheets = slices.DeleteFunc(s.sheets, func(o *kit.Sheet) bool { return o == sheet })
}

func (s *fakeShell) DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	widget.NewPopUpMenu(fyne.NewMenu("", items...), s.win.Canvas()).ShowAtRelativePosition(fyne.NewPos(0, 0), below)
}

func (s *fakeShell) Say(text, _ string, _ func()) { s.said = text }

func (s *fakeShell) SayError(err error) {
	if err != nil {
		s.said = message.OfError(err)
	}
}

func (s *fakeShell) Change(do func(context.Context) (service.Change, error), then func(error)) {
	s.changes.Run(func(ctx context.Context) {
		_, err := do(ctx)
		s.changes.Tasks.Apply(func() { then(err) })
	})
}

// fakeSide knows one folder.
type fakeSide struct{ pending int }

func (s *fakeSide) Folders() []library.Folder {
	return []library.Folder{{ID: 1, Path: "/home/ann/Pictures", LastScan: thursday, Counts: library.Counts{Photos: 3, Pending: s.pending}}}
}

func (s *fakeSide) ScopeName(scope library.Scope) string {
	if scope.Folder == 0 {
		return ""
	}
	return "Pictures"
}

func (s *fakeSide) ScopePath(scope library.Scope) string      { return "/home/ann/Pictures/" + scope.Rel }
func (s *fakeSide) SavedAt(Place) (library.SavedSearch, bool) { return library.SavedSearch{}, false }
func (s *fakeSide) ListSearches()                             {}

// rig is a search alone in a window, with everything that moves by itself in the test's hands.
type rig struct {
	*Search
	b     *fakeBackend
	shell *fakeShell
	win   fyne.Window
	queue kittest.Queue
	clock kittest.Clock

	undo []func() // what takes back what was done, the newest last
}

func newRig(t *testing.T, b *fakeBackend) *rig { return newRigAt(t, b, State{}) }

// newRigAt restores a state.
func newRigAt(t *testing.T, b *fakeBackend, then State) *rig {
	t.Helper()
	r := newClosedRig(t, b, then)
	r.Restore(then)
	r.until(t, "the first listing", func() bool { return r.nav.loaded })
	return r
}

// newClosedRig makes a search that is nowhere yet.
func newClosedRig(t *testing.T, b *fakeBackend, then State) *rig {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark))
	r := &rig{b: b}
	tasks := kit.NewTasks(r.queue.Dispatch)
	t.Cleanup(tasks.Close)
	after := func(d time.Duration, fn func()) func() { return r.clock.After(d, func() { tasks.Apply(fn) }) }
	r.shell = &fakeShell{tips: kit.NewTips(after), changes: &kit.Ordered{Tasks: tasks}}
	b.OnRemember = func(_ string, undo, _ func(), _ ...service.EventKind) service.Change {
		r.undo = append(r.undo, undo)
		return service.Change{ID: int64(len(r.undo))}
	}
	g := grid.New(grid.Options{
		Load: b.Thumbnail, LoadLarge: b.Thumbnail, Dispatch: r.queue.Dispatch, RowHeight: grid.DefaultRowHeight,
		OnSelect: r.shell.SelectionChanged, OnActivate: func(library.PhotoID) {}, OnMenu: func(library.PhotoID, fyne.Position) {},
		Badge: func(id library.PhotoID) string { return r.Badge(id) }, Dim: func(library.PhotoID) bool { return false },
		OnRowHeight: func(height float32) { r.RowHeightChanged(height) }, OnScroll: func(offset float32) { r.Scrolled(offset) },
		OnPointer: func(over bool) { r.PointerOver(over) }, OnEnd: func() { r.ReachedEnd() }, OnFilled: func() {},
	})
	t.Cleanup(g.Close)
	r.shell.win = test.NewTempWindow(t, &fyne.Container{})
	r.Search = New(Options{
		Backend: b, Shell: r.shell, Side: &fakeSide{}, Tasks: tasks, Log: quiet(), Now: func() time.Time { return thursday }, After: after,
		Grid: g, Above: &fyne.Container{}, Empty: &fyne.Container{}, History: then.History, Order: then.Order,
	})
	r.shell.search, r.win = r.Search, r.shell.win
	r.win.SetPadded(false)
	r.win.SetContent(r.Root())
	r.win.Resize(fyne.NewSize(1060, 770))
	r.win.Canvas().Focus(r.Box())
	return r
}

func (r *rig) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	r.queue.Until(t, what, done)
}

// queueEmpty reports that nothing waits for the widgets' goroutine.
func (r *rig) queueEmpty() bool { return !r.queue.Pump() }

func (r *rig) waitAsked(t *testing.T, a *asks, text string) {
	t.Helper()
	r.until(t, "the search for "+text, func() bool { return a.Last().Query.Source == text && r.nav.loaded })
}

// waitBrowsing waits for the photos of a folder.
func (r *rig) waitBrowsing(t *testing.T) {
	t.Helper()
	r.until(t, "the folder", func() bool { return r.nav.loaded && !r.At().Searching })
}

// find types a query and presses Enter.
func (r *rig) find(t *testing.T, a *asks, text string) {
	t.Helper()
	r.clear()
	r.box.set(text)
	r.submit()
	r.waitAsked(t, a, onThursday().canonical(text))
}

func (r *rig) chipTexts() []string {
	var texts []string
	for _, c := range r.bar.chips {
		texts = append(texts, c.Text)
	}
	return texts
}

func (r *rig) inBox() bool { return r.win.Canvas().Focused() == r.Box() }

func (r *rig) shownIDs() []library.PhotoID {
	var ids []library.PhotoID
	for _, t := range r.grid.Tiles() {
		ids = append(ids, t.ID)
	}
	return ids
}

// deleteAll empties the box as one does by hand.
func (r *rig) deleteAll() {
	r.box.TypedShortcut(&fyne.ShortcutSelectAll{})
	r.box.TypedKey(key(fyne.KeyBackspace))
}

// undoLast takes back what was done last, as the window's Undo does.
func (r *rig) undoLast() {
	last := len(r.undo) - 1
	r.undo[last]()
	r.undo = r.undo[:last]
	r.FeedbackChanged()
}

// fieldOf finds the text field of the sheet in front.
func (r *rig) fieldOf(t *testing.T) *kit.PathEntry {
	t.Helper()
	e, ok := r.win.Canvas().Focused().(*kit.PathEntry)
	if !ok {
		t.Fatalf("%T has the keyboard, want a text field", r.win.Canvas().Focused())
	}
	return e
}

// idle reports that nothing is on its way to the backend.
func (r *rig) idle() bool { return r.judging == 0 && !r.nav.renewing && r.queueEmpty() }

// waitSearching waits for an answer.
func (r *rig) waitSearching(t *testing.T) {
	t.Helper()
	r.until(t, "the answer", func() bool { return r.nav.loaded && r.At().Searching })
}
