package ui

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/library"
)

// unread is a backend with problems that remembers what is ignored.
func unread(reasons ...string) *fakeBackend {
	b := oneFolder()
	var mu sync.Mutex // guards list
	var list []library.Problem
	for i, reason := range reasons {
		list = append(list, library.Problem{File: library.FileID(i + 1), Path: fmt.Sprintf("/home/ann/%d.jpg", i+1), Reason: reason})
	}
	b.problems = func() ([]library.Problem, error) {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(list), nil
	}
	b.ignore = func(files []library.FileID, ignored bool) error {
		mu.Lock()
		defer mu.Unlock()
		for i := range list {
			if slices.Contains(files, list[i].File) {
				list[i].Ignored = ignored
			}
		}
		return nil
	}
	return b
}

// said is what the rows of the list show, as they are drawn.
func (p *problemList) said() (rows []string) {
	for i := range p.rows {
		r := p.list.CreateItem().(*problemRow)
		p.list.UpdateItem(i, r)
		rows = append(rows, r.name.Text+" | "+r.note.Text+" | "+r.ignore.Text)
	}
	return rows
}

// press presses the button at the right of a row.
func (p *problemList) press(i int) {
	r := p.list.CreateItem().(*problemRow)
	p.list.UpdateItem(i, r)
	test.Tap(r.ignore)
}

func problemsOf(t *testing.T, b *fakeBackend) *rig {
	t.Helper()
	r := newRig(t, b)
	r.showProblems()
	r.until(t, "the problems", func() bool { return len(r.problems.problems) > 0 })
	return r
}

func TestProblemsAreGroupedByReason(t *testing.T) {
	r := problemsOf(t, unread("there is no preview in the file", "open: permission denied", "there is no preview in the file"))
	want := []string{
		"Raw files without a preview · 2 | Ignore them, or save JPEGs beside them to have their pictures found. | Ignore all",
		"Not allowed to be read · 1 | Allow yourself to read these files, then retry. | Ignore all",
	}
	if got := r.problems.said(); !slices.Equal(got, want) {
		t.Errorf("folded %q, want %q", got, want)
	}
	r.problems.list.TypedKey(key(fyne.KeySpace)) // the first row
	got := r.problems.said()
	if len(got) != 4 || got[1] != "1.jpg | There is no preview in the file · /home/ann | Ignore" || got[3] != want[1] {
		t.Errorf("with the first open %q", got)
	}
	r.problems.list.Select(0)
	if got := r.problems.said(); !slices.Equal(got, want) {
		t.Errorf("closed again %q", got)
	}
	r.problems.retry()
	r.until(t, "the retry", func() bool { return r.b.count("RetryProblems") == 1 })
	r.TypedKey(key(fyne.KeyEscape))
	if r.problems != nil || r.win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close the list")
	}
}

func TestOneGroupIsOpenAtOnce(t *testing.T) {
	r := problemsOf(t, unread("open: permission denied", "open: permission denied"))
	if got := r.problems.said(); len(got) != 3 {
		t.Errorf("rows %q", got)
	}
}

func TestProblemsAreIgnoredAndShownAgain(t *testing.T) {
	r := problemsOf(t, unread("there is no preview in the file", "the AVIF data is damaged", "there is no preview in the file"))
	p := r.problems
	p.press(0) // all raw files
	r.until(t, "both raw files at the end", func() bool { return len(p.said()) == 2 && strings.HasPrefix(p.said()[1], "Ignored · 2 | ") })
	p.copyAll()
	if got := r.app.Clipboard().Content(); got != "/home/ann/2.jpg" {
		t.Errorf("copied %q, want what is not ignored", got)
	}
	p.fold(0)
	p.press(1) // the AVIF alone
	r.until(t, "all three ignored", func() bool { return len(p.said()) == 1 && strings.HasPrefix(p.said()[0], "Ignored · 3 | ") })
	if p.title.Text != "All that could not be read is ignored." || !p.retrying.Disabled() || !p.copying.Disabled() {
		t.Errorf("title %q, retry disabled %v, copy disabled %v", p.title.Text, p.retrying.Disabled(), p.copying.Disabled())
	}
	p.fold(0)
	if got := p.said(); !strings.HasSuffix(got[1], "| Show again") || !strings.HasSuffix(got[0], "| Show all again") {
		t.Errorf("rows %q", got)
	}
	p.press(1)
	r.until(t, "one back", func() bool { return len(p.said()) == 4 && strings.Contains(p.said()[0], " · 1 | ") })
	p.press(1)
	r.until(t, "all back", func() bool { return len(p.groups) == 2 && p.ignored < 0 })
}

// TestIgnoringIsUndone goes back and forth with the list in front, by the message's
// button and by keys.
func TestIgnoringIsUndone(t *testing.T) {
	b := unread("there is no preview in the file", "the AVIF data is damaged", "there is no preview in the file")
	r := problemsOf(t, b)
	p := r.problems
	raw := func() bool { return len(p.said()) == 2 && strings.HasPrefix(p.said()[1], "Ignored · 2 | ") }
	none := func() bool { return len(p.groups) == 2 && p.ignored < 0 }
	p.press(0) // all raw files
	r.until(t, "the message", func() bool { return r.said() == "2 files ignored: true" && raw() })
	r.tapOffer(t)
	r.until(t, "the way back", func() bool { return r.said() == "Undid: “2 files ignored: true”" && none() })
	r.tapOffer(t)
	r.until(t, "the way forth", func() bool { return r.said() == "Redid: “2 files ignored: true”" && raw() })
	p.fold(1)
	p.press(2) // one of them again
	r.until(t, "one to be back", func() bool {
		return r.said() == "1 files ignored: false" && strings.Contains(strings.Join(p.said(), "\n"), "Ignored · 1 | ")
	})
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "it to be ignored", func() bool { return strings.Contains(strings.Join(p.said(), "\n"), "Ignored · 2 | ") })
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "all to be back", none)
	r.press(t, redoKeys()[0])
	r.until(t, "the redo", func() bool { return p.ignored >= 0 && len(p.groups[p.ignored].Problems) == 2 })
	r.TypedKey(key(fyne.KeyEscape))
	r.showHistory()
	r.until(t, "the history", func() bool { return len(r.historyList.steps) == 2 })
	if s := r.historyList.steps; !s[0].undone || s[1].undone || s[1].Label != "2 files ignored: true" {
		t.Errorf("the history lists %+v", s)
	}
	r.TypedKey(key(fyne.KeyEscape))
	r.press(t, &fyne.ShortcutUndo{}) // with no list open
	r.until(t, "the undo", func() bool { return strings.HasPrefix(r.said(), "Undid: ") && r.idle() })
	r.showProblems()
	r.until(t, "all three", func() bool { return r.problems != nil && len(r.problems.problems) == 3 && r.problems.ignored < 0 })
}
