package problems_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/problems"
	"descry/ui/theme"
)

// now is what the window's clock says.
var now = time.Date(2026, 7, 16, 12, 0, 0, 0, time.Local)

// fakeBackend has files that could not be read, and remembers which are ignored.
type fakeBackend struct {
	mu      sync.Mutex
	list    []library.Problem
	fail    error
	retried int
}

func unread(reasons ...string) *fakeBackend {
	b := &fakeBackend{}
	for i, reason := range reasons {
		b.list = append(b.list, library.Problem{File: library.FileID(i + 1), Path: fmt.Sprintf("/home/ann/%d.jpg", i+1), Reason: reason})
	}
	return b
}

func (b *fakeBackend) Problems(context.Context) ([]library.Problem, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.list), b.fail
}

func (b *fakeBackend) IgnoreProblems(_ context.Context, files []library.FileID, ignored bool) (service.Change, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.list {
		if slices.Contains(files, b.list[i].File) {
			b.list[i].Ignored = ignored
		}
	}
	return service.Change{}, nil
}

func (b *fakeBackend) RetryProblems(context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.retried++
	return nil
}

// fakeShell is a window that shows one sheet and notes what is asked of it.
type fakeShell struct {
	kittest.Queue
	tasks   *kit.Tasks
	tips    *kit.Tips
	win     fyne.Window
	of      *problems.Sheet
	sheet   *kit.Sheet // nil while none is open
	copied  string
	reveals string
	keys    []fyne.KeyName // that nothing had a use for
}

// newShell opens the sheet of a backend and waits for its rows.
func newShell(t *testing.T, b *fakeBackend) *fakeShell {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark))
	s := &fakeShell{}
	s.tasks, s.tips = kit.NewTasks(s.Dispatch), kit.NewTips(func(time.Duration, func()) func() { return func() {} })
	t.Cleanup(s.tasks.Close)
	s.win = test.NewTempWindow(t, widget.NewLabel(""))
	s.win.Resize(fyne.NewSize(1000, 800))
	s.of = problems.New(problems.Options{Backend: b, Shell: s, Tasks: s.tasks, Now: func() time.Time { return now }})
	s.of.Toggle()
	s.Until(t, "the problems", func() bool { return len(s.rows()) > 0 })
	return s
}

func (s *fakeShell) rows() []string        { return kittest.Rows(s.sheet.Pop) }
func (s *fakeShell) says(text string) bool { return slices.Contains(kittest.Said(s.sheet.Pop), text) }

func (s *fakeShell) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	s.sheet = kit.NewSheet(s.win.Canvas(), title, size, body, buttons, container.NewWithoutLayout(), container.NewWithoutLayout())
	s.sheet.Show()
	return s.sheet
}

func (s *fakeShell) CloseSheet(sheet *kit.Sheet) {
	sheet.Pop.Hide()
	s.sheet = nil
	sheet.OnClose()
}

func (s *fakeShell) Change(do func(context.Context) (service.Change, error), then func(error)) {
	s.tasks.Run(func(ctx context.Context) {
		_, err := do(ctx)
		s.tasks.Apply(func() { then(err) })
	})
}

func (s *fakeShell) Focus(on fyne.Focusable)         { s.win.Canvas().Focus(on) }
func (s *fakeShell) CopyText(what, text string)      { s.copied = what + ": " + text }
func (s *fakeShell) Reveal(path string)              { s.reveals = path }
func (s *fakeShell) TypedRune(rune)                  {}
func (s *fakeShell) TypedKey(ev *fyne.KeyEvent)      { s.keys = append(s.keys, ev.Name) }
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool { return false }
func (s *fakeShell) Hints() *kit.Tips                { return s.tips }

// typeKey types a key where the keyboard is.
func (s *fakeShell) typeKey(name fyne.KeyName) {
	s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
}

func TestProblemsAreGroupedByReason(t *testing.T) {
	b := unread("there is no preview in the file", "open: permission denied", "there is no preview in the file")
	s := newShell(t, b)
	want := []string{
		"Raw files without a preview · 2 | Ignore them, or save JPEGs beside them to have their pictures found. | Ignore all",
		"Not allowed to be read · 1 | Allow yourself to read these files, then retry. | Ignore all",
	}
	if got := s.rows(); !slices.Equal(got, want) {
		t.Errorf("folded %q, want %q", got, want)
	}
	s.typeKey(fyne.KeySpace) // on the first row
	got := s.rows()
	if len(got) != 4 || got[1] != "1.jpg | There is no preview in the file · /home/ann | Ignore" || got[3] != want[1] {
		t.Errorf("with the first open %q", got)
	}
	s.typeKey(fyne.KeySpace)
	if got := s.rows(); !slices.Equal(got, want) {
		t.Errorf("closed again %q", got)
	}
	s.typeKey(fyne.KeyEscape)
	if !slices.Equal(s.keys, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the window had the keys %v, want Escape, which closes the sheet", s.keys)
	}
	test.Tap(kittest.Button(t, s.sheet.Pop, "Retry all"))
	s.Until(t, "the retry", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.retried == 1
	})
	s.of.Toggle()
	if s.sheet != nil {
		t.Error("the sheet stays open")
	}
}

func TestOneGroupIsOpenAtOnce(t *testing.T) {
	s := newShell(t, unread("open: permission denied", "open: permission denied"))
	if got := s.rows(); len(got) != 3 {
		t.Errorf("rows %q", got)
	}
}

func TestProblemsAreIgnoredAndShownAgain(t *testing.T) {
	s := newShell(t, unread("there is no preview in the file", "the AVIF data is damaged", "there is no preview in the file"))
	press := func(row int, text string) {
		t.Helper()
		kittest.PressInRow(t, s.sheet.Pop, row, text)
	}
	button := func(text string) *kit.Button { return kittest.Button(t, s.sheet.Pop, text) }
	press(0, "Ignore all") // raw files
	s.Until(t, "both raw files at the end", func() bool { return len(s.rows()) == 2 && strings.HasPrefix(s.rows()[1], "Ignored · 2 | ") })
	test.Tap(button("Copy all paths"))
	if s.copied != "1 path: /home/ann/2.jpg" {
		t.Errorf("copied %q, want what is not ignored", s.copied)
	}
	kittest.ChooseRow(t, s.sheet.Pop, 0)
	press(1, "Ignore") // the AVIF alone
	s.Until(t, "all three ignored", func() bool { return len(s.rows()) == 1 && strings.HasPrefix(s.rows()[0], "Ignored · 3 | ") })
	if !s.says("All that could not be read is ignored.") || !button("Retry all").Disabled() || !button("Copy all paths").Disabled() {
		t.Errorf("the sheet says %q, retry disabled %v, copy disabled %v", kittest.Said(s.sheet.Pop), button("Retry all").Disabled(), button("Copy all paths").Disabled())
	}
	kittest.ChooseRow(t, s.sheet.Pop, 0)
	if got := s.rows(); !strings.HasSuffix(got[1], "| Show again") || !strings.HasSuffix(got[0], "| Show all again") {
		t.Errorf("rows %q", got)
	}
	press(1, "Show again")
	s.Until(t, "one back", func() bool { return len(s.rows()) == 4 && strings.Contains(s.rows()[0], " · 1 | ") })
	press(3, "Show again")
	s.Until(t, "a second back", func() bool {
		return len(s.rows()) == 4 && strings.Contains(s.rows()[2], "Ignored · 1 | ") || strings.Contains(s.rows()[0], " · 2 | ")
	})
}

func TestFilesAreShownAndCopied(t *testing.T) {
	s := newShell(t, unread("open: permission denied"))
	if got := s.rows(); len(got) != 2 {
		t.Fatalf("rows %q", got)
	}
	for _, o := range kittest.Visible(s.sheet.Pop) {
		if b, ok := o.(*kit.Button); ok && b.Text == "" && b.Hint == "" {
			t.Errorf("nothing says what the icon %s does", b.Icon.Name())
		}
	}
	test.Tap(kittest.IconButton(t, s.sheet.Pop, "Copy the path"))
	test.Tap(kittest.IconButton(t, s.sheet.Pop, "Show in file manager"))
	if s.copied != "path: /home/ann/1.jpg" || s.reveals != "/home/ann/1.jpg" {
		t.Errorf("copied %q, shown %q", s.copied, s.reveals)
	}
}

// TestProblemsSayWhenTheyAreTriedAgain has one of three files fail for reasons of the
// system.
func TestProblemsSayWhenTheyAreTriedAgain(t *testing.T) {
	b := unread("there is no preview in the file", "it could not be read: input/output error")
	b.list[1].RetryAt = now.Add(-time.Hour)
	s := newShell(t, b)
	kittest.ChooseRow(t, s.sheet.Pop, 1)
	kittest.ChooseRow(t, s.sheet.Pop, 0)
	got := strings.Join(s.rows(), "\n")
	if !strings.Contains(got, "2.jpg | It could not be read: input/output error; will be tried again soon · /home/ann") {
		t.Errorf("rows %s", got)
	}
	if strings.Count(got, "tried again") != 1 {
		t.Errorf("the other file is said to be tried again: %s", got)
	}
	if want := "The other photos are not affected. Descry retries a file when it changes; 1 will be tried again soon."; !s.says(want) {
		t.Errorf("the sheet says %q, want %q", kittest.Said(s.sheet.Pop), want)
	}
}

func TestProblemsThatCannotBeListedSayWhy(t *testing.T) {
	b := unread("open: permission denied")
	s := newShell(t, b)
	b.mu.Lock()
	b.fail = errors.New("the catalogue is busy")
	b.mu.Unlock()
	s.of.Refresh()
	s.Until(t, "the reason", func() bool { return s.says("The catalogue is busy.") })
}
