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
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/problems"
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

// newSheet opens the sheet of a backend in a window, and waits for its rows.
func newSheet(t *testing.T, b *fakeBackend) (*kittest.Window, *problems.Sheet) {
	t.Helper()
	w := kittest.NewWindow(t)
	s := problems.New(problems.Options{Backend: b, Shell: w, Tasks: w.Tasks, Now: func() time.Time { return now }})
	s.Toggle()
	w.Until(t, "the problems", func() bool { return len(w.Rows()) > 0 })
	return w, s
}

func TestProblemsAreGroupedByReason(t *testing.T) {
	b := unread("there is no preview in the file", "open: permission denied", "there is no preview in the file")
	w, s := newSheet(t, b)
	want := []string{
		"Raw files without a preview · 2 | Ignore them, or save JPEGs beside them to have their pictures found. | Ignore all",
		"Not allowed to be read · 1 | Allow yourself to read these files, then retry. | Ignore all",
	}
	if got := w.Rows(); !slices.Equal(got, want) {
		t.Errorf("folded %q, want %q", got, want)
	}
	w.TypeKey(fyne.KeySpace) // on the first row
	got := w.Rows()
	if len(got) != 4 || got[1] != "1.jpg | There is no preview in the file · /home/ann | Ignore" || got[3] != want[1] {
		t.Errorf("with the first open %q", got)
	}
	w.TypeKey(fyne.KeySpace)
	if got := w.Rows(); !slices.Equal(got, want) {
		t.Errorf("closed again %q", got)
	}
	w.TypeKey(fyne.KeyEscape)
	if !slices.Equal(w.Unused, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the window had the keys %v, want Escape, which closes the sheet", w.Unused)
	}
	test.Tap(kittest.Button(t, w.Front(t), "Retry all"))
	w.Until(t, "the retry", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.retried == 1
	})
	s.Toggle()
	if len(w.Sheets) > 0 {
		t.Error("the sheet stays open")
	}
}

func TestOneGroupIsOpenAtOnce(t *testing.T) {
	w, _ := newSheet(t, unread("open: permission denied", "open: permission denied"))
	if got := w.Rows(); len(got) != 3 {
		t.Errorf("rows %q", got)
	}
}

func TestProblemsAreIgnoredAndShownAgain(t *testing.T) {
	w, _ := newSheet(t, unread("there is no preview in the file", "the AVIF data is damaged", "there is no preview in the file"))
	press := func(row int, text string) {
		t.Helper()
		kittest.PressInRow(t, w.Front(t), row, text)
	}
	button := func(text string) *kit.Button { return kittest.Button(t, w.Front(t), text) }
	press(0, "Ignore all") // raw files
	w.Until(t, "both raw files at the end", func() bool { return len(w.Rows()) == 2 && strings.HasPrefix(w.Rows()[1], "Ignored · 2 | ") })
	test.Tap(button("Copy all paths"))
	if w.Copied != "Copied the 1 path. /home/ann/2.jpg" {
		t.Errorf("copied %q, want what is not ignored", w.Copied)
	}
	kittest.ChooseRow(t, w.Front(t), 0)
	press(1, "Ignore") // the AVIF alone
	w.Until(t, "all three ignored", func() bool { return len(w.Rows()) == 1 && strings.HasPrefix(w.Rows()[0], "Ignored · 3 | ") })
	if !w.SheetSays("All that could not be read is ignored.") || !button("Retry all").Disabled() || !button("Copy all paths").Disabled() {
		t.Errorf("the sheet says %q, retry disabled %v, copy disabled %v", kittest.Said(w.Front(t)), button("Retry all").Disabled(), button("Copy all paths").Disabled())
	}
	kittest.ChooseRow(t, w.Front(t), 0)
	if got := w.Rows(); !strings.HasSuffix(got[1], "| Show again") || !strings.HasSuffix(got[0], "| Show all again") {
		t.Errorf("rows %q", got)
	}
	press(1, "Show again")
	w.Until(t, "one back", func() bool { return len(w.Rows()) == 4 && strings.Contains(w.Rows()[0], " · 1 | ") })
	press(3, "Show again")
	w.Until(t, "a second back", func() bool {
		return len(w.Rows()) == 4 && strings.Contains(w.Rows()[2], "Ignored · 1 | ") || strings.Contains(w.Rows()[0], " · 2 | ")
	})
}

func TestFilesAreShownAndCopied(t *testing.T) {
	w, _ := newSheet(t, unread("open: permission denied"))
	if got := w.Rows(); len(got) != 2 {
		t.Fatalf("rows %q", got)
	}
	for _, o := range kittest.Visible(w.Front(t)) {
		if b, ok := o.(*kit.Button); ok && b.Text == "" && b.Hint == "" {
			t.Errorf("nothing says what the icon %s does", b.Icon.Name())
		}
	}
	test.Tap(kittest.IconButton(t, w.Front(t), "Copy the path"))
	test.Tap(kittest.IconButton(t, w.Front(t), "Show in file manager"))
	if w.Copied != "Copied the path. /home/ann/1.jpg" || w.Shown != "/home/ann/1.jpg" {
		t.Errorf("copied %q, shown %q", w.Copied, w.Shown)
	}
}

// TestProblemsSayWhenTheyAreTriedAgain has one of three files fail for reasons of the
// system.
func TestProblemsSayWhenTheyAreTriedAgain(t *testing.T) {
	b := unread("there is no preview in the file", "it could not be read: input/output error")
	b.list[1].RetryAt = now.Add(-time.Hour)
	w, _ := newSheet(t, b)
	kittest.ChooseRow(t, w.Front(t), 1)
	kittest.ChooseRow(t, w.Front(t), 0)
	got := strings.Join(w.Rows(), "\n")
	if !strings.Contains(got, "2.jpg | It could not be read: input/output error; will be tried again soon · /home/ann") {
		t.Errorf("rows %s", got)
	}
	if strings.Count(got, "tried again") != 1 {
		t.Errorf("the other file is said to be tried again: %s", got)
	}
	if want := "The other photos are not affected. Descry retries a file when it changes; 1 will be tried again soon."; !w.SheetSays(want) {
		t.Errorf("the sheet says %q, want %q", kittest.Said(w.Front(t)), want)
	}
}

func TestProblemsThatCannotBeListedSayWhy(t *testing.T) {
	b := unread("open: permission denied")
	w, s := newSheet(t, b)
	b.mu.Lock()
	b.fail = errors.New("the catalogue is busy")
	b.mu.Unlock()
	s.Refresh()
	w.Until(t, "the reason", func() bool { return w.SheetSays("The catalogue is busy.") })
}
