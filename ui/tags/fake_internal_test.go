package tags

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/tagname"
	"descry/ui/theme"
)

var (
	_ Backend = (*fakeBackend)(nil)
	_ Shell   = (*fakeShell)(nil)
)

// fakeBackend notes what is changed, and answers with what it has.
type fakeBackend struct {
	mu     sync.Mutex
	said   service.Tagging // of any photos
	offers []library.ImportOffer
	fail   error
	calls  []string
}

func (b *fakeBackend) call(format string, args ...any) (service.Change, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, fmt.Sprintf(format, args...))
	return service.Change{}, b.fail
}

// took tells what was called since it was asked last.
func (b *fakeBackend) took() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	calls := b.calls
	b.calls = nil
	return calls
}

func (b *fakeBackend) Tagging(_ context.Context, photos []library.PhotoID) (service.Tagging, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.said
	t.Photos = len(photos)
	return t, nil
}

func (b *fakeBackend) TagPhotos(_ context.Context, photos []library.PhotoID, add, remove []library.Tag) (service.Change, error) {
	return b.call("tag %v +%s -%s", photos, strings.Join(tagname.Texts(add), "|"), strings.Join(tagname.Texts(remove), "|"))
}

func (b *fakeBackend) SetCaption(_ context.Context, photos []library.PhotoID, text *string) (service.Change, error) {
	if text == nil {
		return b.call("no caption %v", photos)
	}
	return b.call("caption %v %s", photos, *text)
}

func (b *fakeBackend) RenameTag(_ context.Context, from, to library.Tag) (service.Change, error) {
	return b.call("rename %s to %s", tagname.Text(from), tagname.Text(to))
}

func (b *fakeBackend) RemoveTag(_ context.Context, tag library.Tag) (service.Change, error) {
	return b.call("remove %s", tagname.Text(tag))
}

func (b *fakeBackend) ImportOffers(context.Context) ([]library.ImportOffer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.offers, b.fail
}

func (b *fakeBackend) Import(_ context.Context, offers []library.ImportOffer) (service.Change, error) {
	return b.call("import %d", len(offers))
}

// fakeShell is a window that holds the part of the details alone. It notes what is asked of it.
type fakeShell struct {
	*Editor
	see     kittest.View // the whole window
	b       *fakeBackend
	queue   kittest.Queue
	clock   kittest.Clock
	tips    *kit.Tips
	win     fyne.Window
	changes *kit.Ordered
	known   tagname.Known
	chosen  []library.PhotoID
	closed  bool // the details are
	summary string
	asked   []string // what is to be shown, and when the keyboard was given back
	said    []string
	offered func() // by what was said last
	sheets  []*kit.Sheet
}

// newShell makes a window with an editor; counts are the tags of the library.
func newShell(t *testing.T, b *fakeBackend, counts ...library.TagCount) *fakeShell {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark))
	s := &fakeShell{b: b, known: tagname.NewKnown(counts)}
	tasks := kit.NewTasks(s.queue.Dispatch)
	t.Cleanup(tasks.Close)
	s.tips, s.changes = kit.NewTips(s.clock.After), &kit.Ordered{Tasks: tasks}
	s.Editor = New(Options{Backend: b, Shell: s, Tasks: tasks, After: s.clock.After, Scroll: container.NewVScroll(widget.NewLabel(""))})
	s.win = test.NewTempWindow(t, s.Root())
	s.win.Resize(fyne.NewSize(800, 600))
	s.see = kittest.Look(t, s.win.Canvas())
	return s
}

// choose shows what is said about photos.
func (s *fakeShell) choose(ids ...library.PhotoID) {
	s.chosen = ids
	said, err := s.b.Tagging(context.Background(), ids)
	s.Show(ids, said, err)
}

func (s *fakeShell) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	s.queue.Until(t, what, done)
}

// called waits for the calls that change something.
func (s *fakeShell) called(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	s.until(t, strings.Join(want, ", "), func() bool {
		got = append(got, s.b.took()...)
		return len(got) >= len(want)
	})
	if !slices.Equal(got, want) {
		t.Errorf("called %q, want %q", got, want)
	}
}

func (s *fakeShell) TypedRune(rune)                              {}
func (s *fakeShell) TypedKey(*fyne.KeyEvent)                     {}
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool             { return false }
func (s *fakeShell) TakeTyped(*widget.Entry, fyne.Shortcut) bool { return false }
func (s *fakeShell) Hints() *kit.Tips                            { return s.tips }
func (s *fakeShell) Focus(on fyne.Focusable)                     { s.win.Canvas().Focus(on) }
func (s *fakeShell) KnownTags() tagname.Known                    { return s.known }
func (s *fakeShell) ShowTag(t library.Tag)                       { s.asked = append(s.asked, tagname.Text(t)) }
func (s *fakeShell) Chosen() []library.PhotoID                   { return s.chosen }
func (s *fakeShell) Detailed() []library.PhotoID                 { return s.chosen }
func (s *fakeShell) DetailsShown() bool                          { return !s.closed }
func (s *fakeShell) SetSummary(text string)                      { s.summary = text }
func (s *fakeShell) DetailsResized()                             {}

func (s *fakeShell) LeaveField() {
	s.asked = append(s.asked, "leave")
	s.win.Canvas().Unfocus()
}

func (s *fakeShell) Escape() { s.CloseSheet(s.sheets[len(s.sheets)-1]) }

func (s *fakeShell) ShowDetails() {
	if s.closed {
		s.closed = false
		s.LookUp()
	}
}

func (s *fakeShell) LookUp() { s.choose(s.chosen...) }

func (s *fakeShell) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	sheet := kit.NewSheet(s.win.Canvas(), title, size, body, buttons, &fyne.Container{}, &fyne.Container{})
	s.sheets = append(s.sheets, sheet)
	sheet.Show()
	return sheet
}

func (s *fakeShell) CloseSheet(sheet *kit.Sheet) {
	sheet.Pop.Hide()
	s.sheets = slices.DeleteFunc(s.sheets, func(o *kit.Sheet) bool { return o == sheet })
	if sheet.OnClose != nil {
		sheet.OnClose()
	}
}

func (s *fakeShell) Say(text, action string, do func()) {
	s.said = append(s.said, strings.TrimSpace(text+" "+action))
	s.offered = do
}

func (s *fakeShell) SayError(err error) {
	if err != nil {
		s.Say(message.OfError(err), "", nil)
	}
}

func (s *fakeShell) ChangeAnnotations(do func(context.Context) (service.Change, error), then func(error)) {
	s.changes.Run(func(ctx context.Context) {
		_, err := do(ctx)
		s.changes.Tasks.Apply(func() {
			s.Refresh()
			then(err)
		})
	})
}

func (s *fakeShell) TellProgress(ctx context.Context, _ string) (context.Context, func()) {
	return ctx, func() {}
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

var errDisk = errors.New("the disk is full")
