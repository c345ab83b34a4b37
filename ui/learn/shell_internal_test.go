package learn

import (
	"context"
	"image"
	"log/slog"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
	"descry/ui/theme"
)

var (
	_ Backend = (*learntest.LearnBackend)(nil)
	_ Shell   = (*fakeShell)(nil)
)

// thursday is now.
var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

// fakeShell is a window that holds the page alone, and tells what it was asked for.
type fakeShell struct {
	*Page
	see     kittest.View // the whole window
	queue   *kittest.Queue
	clock   *kittest.Clock
	tasks   *kit.Tasks
	win     fyne.Window
	hints   *kit.Tips
	sheets  []*kit.Sheet
	jobs    kit.Signal
	changes *kit.Ordered
	undo    map[int64]func() // what takes a change back

	said, offered string // the newest message and its button
	offer         func()
	status        string // what the status bar says of learning
	asked         string // the query on show
	paths         []kit.PathRequest
	viewed        []library.Tile
	viewedAt      int
	usedTags      []library.Tag
}

// teaching is a backend with three tags to learn from.
func teaching() *learntest.LearnBackend { return &learntest.LearnBackend{Page: learntest.Sample()} }

// newShell makes a window with the page, which is closed.
func newShell(t *testing.T, b *learntest.LearnBackend) *fakeShell {
	t.Helper()
	s := &fakeShell{queue: &kittest.Queue{}, clock: &kittest.Clock{}, jobs: kit.NewSignal(), undo: map[int64]func(){}}
	s.tasks = kit.NewTasks(s.queue.Dispatch)
	s.changes = &kit.Ordered{Tasks: s.tasks}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New("dark"))
	s.win = app.NewWindow("")
	s.hints = kit.NewTips(s.clock.After)
	s.Page = New(Options{Shell: s, Backend: b, Tasks: s.tasks, Dispatch: s.queue.Dispatch, Now: func() time.Time { return thursday },
		After: s.clock.After, Log: slog.New(slog.DiscardHandler)})
	s.see = kittest.Look(t, s.win.Canvas())
	s.win.SetContent(s.Object())
	s.win.Resize(fyne.NewSize(1000, 700))
	s.win.Canvas().SetOnTypedKey(s.TypedKey)
	s.Follow()
	s.tasks.Every(time.Millisecond, s.jobs, func(context.Context) { s.tasks.Apply(s.ShowJobs) })
	t.Cleanup(s.Close)
	return s
}

// openShell is a window with the page open.
func openShell(t *testing.T, b *learntest.LearnBackend) *fakeShell {
	t.Helper()
	s := newShell(t, b)
	s.OpenPage()
	s.until(t, "the page", func() bool { return s.loaded })
	return s
}

func (s *fakeShell) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	s.queue.Until(t, what, done)
}

// change alters what the backend answers and tells the page.
func (s *fakeShell) change(b *learntest.LearnBackend, fn func(page *learning.Page)) {
	b.Change(fn)
	s.Changed()
}

// Close ends the tasks as the window does.
func (s *fakeShell) Close() {
	s.tasks.Close()
	s.Page.Close()
}

func (s *fakeShell) Canvas() fyne.Canvas                { return s.win.Canvas() }
func (s *fakeShell) Hints() *kit.Tips                   { return s.hints }
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool    { return false }
func (s *fakeShell) AskForPath(r kit.PathRequest)       { s.paths = append(s.paths, r) }
func (s *fakeShell) UsedTags(tags []library.Tag)        { s.usedTags = tags }
func (s *fakeShell) Cached(library.PhotoID) image.Image { return nil }
func (s *fakeShell) JobsChanged()                       { s.jobs.Fire() }

func (s *fakeShell) TakeTyped(*widget.Entry, fyne.Shortcut) bool { return false }

// TypedRune does what a letter means to the page.
func (s *fakeShell) TypedRune(r rune) { s.TakeRune(r) }

// TypedKey closes the page on Escape; keys that move, with nothing focused, are the page's.
func (s *fakeShell) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape:
		s.Escape()
	case kit.MoveKeys[ev.Name] && s.Canvas().Focused() == nil:
		s.Page.TypedKey(ev)
	}
}

func (s *fakeShell) Escape() { s.ClosePage() }

func (s *fakeShell) OpenPage() {
	if !s.open {
		s.Shown()
		s.ShowJobs()
	}
}

func (s *fakeShell) ClosePage() {
	s.Left()
	s.Canvas().Unfocus()
}

func (s *fakeShell) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	sheet := kit.NewSheet(s.Canvas(), title, size, body, buttons, &fyne.Container{}, &fyne.Container{})
	s.sheets = append(s.sheets, sheet)
	sheet.Show()
	return sheet
}

func (s *fakeShell) CloseSheet(sheet *kit.Sheet) {
	sheet.Pop.Hide()
	s.sheets = s.sheets[:len(s.sheets)-1]
}

// front is the sheet in front.
func (s *fakeShell) front() fyne.CanvasObject { return s.sheets[len(s.sheets)-1].Pop }

func (s *fakeShell) Say(text, action string, do func()) {
	s.said, s.offered, s.offer = text, action, do
}

func (s *fakeShell) SayError(err error) {
	if err != nil {
		s.Say(message.OfError(err), "", nil)
	}
}

func (s *fakeShell) ChangeAnnotations(do func(context.Context) (service.Change, error), then func(error)) {
	s.changes.Run(func(ctx context.Context) {
		c, err := do(ctx)
		s.tasks.Apply(func() {
			if err == nil {
				s.Say(message.OfNotice(c.Label, c.At), "Undo", func() {
					s.undo[c.ID]()
					s.Changed()
				})
			}
			then(err)
		})
	})
}

func (s *fakeShell) ShowQuery(text string) {
	s.ClosePage()
	s.asked = text
}

func (s *fakeShell) View(tiles []library.Tile, at int) { s.viewed, s.viewedAt = tiles, at }

func (s *fakeShell) ShowJobs() {
	s.status = s.Brief()
	s.ShowProgress()
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }
