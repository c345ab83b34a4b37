package ui

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit/kittest"
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

// frontRows are the rows of the list in the sheet in front.
func (r *rig) frontRows() []string {
	if top := r.win.Canvas().Overlays().Top(); top != nil {
		return kittest.Rows(top)
	}
	return nil
}

// pressInFront presses a button of a row in the sheet in front.
func (r *rig) pressInFront(t *testing.T, row int, text string) {
	t.Helper()
	kittest.PressInRow(t, r.win.Canvas().Overlays().Top(), row, text)
}

// TestIgnoringIsUndone goes back and forth with the list in front, by the message's
// button and by keys.
func TestIgnoringIsUndone(t *testing.T) {
	b := unread("there is no preview in the file", "the AVIF data is damaged", "there is no preview in the file")
	r := newRig(t, b)
	r.problems.Toggle()
	ignored := func(n int) bool {
		return strings.Contains(strings.Join(r.frontRows(), "\n"), fmt.Sprintf("Ignored · %d | ", n))
	}
	none := func() bool {
		return len(r.frontRows()) > 1 && !strings.Contains(strings.Join(r.frontRows(), "\n"), "Ignored · ")
	}
	r.until(t, "the problems", none)
	r.pressInFront(t, 0, "Ignore all") // raw files
	r.until(t, "the message", func() bool { return r.said() == "2 files ignored: true" && ignored(2) })
	r.tapOffer(t)
	r.until(t, "the way back", func() bool { return r.said() == "Undid: “2 files ignored: true”" && none() })
	r.tapOffer(t)
	r.until(t, "the way forth", func() bool { return r.said() == "Redid: “2 files ignored: true”" && ignored(2) })
	kittest.ChooseRow(t, r.win.Canvas().Overlays().Top(), 1)
	r.pressInFront(t, 2, "Show again")
	r.until(t, "one to be back", func() bool { return r.said() == "1 files ignored: false" && ignored(1) })
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "it to be ignored", func() bool { return ignored(2) })
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "all to be back", none)
	r.press(t, redoKeys()[0])
	r.until(t, "the redo", func() bool { return ignored(2) })
	r.TypedKey(key(fyne.KeyEscape))
	if r.win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close the list")
	}
	r.changes.Open()
	r.until(t, "the history", func() bool { return len(r.frontRows()) == 2 })
	if s := r.frontRows(); !strings.Contains(s[0], "(undone)") || strings.Contains(s[1], "(undone)") || !strings.HasPrefix(s[1], "“2 files ignored: true”") {
		t.Errorf("the history lists %q", s)
	}
	r.TypedKey(key(fyne.KeyEscape))
	r.press(t, &fyne.ShortcutUndo{}) // with no list open
	r.until(t, "the undo", func() bool { return strings.HasPrefix(r.said(), "Undid: ") && r.idle() })
	r.problems.Toggle()
	r.until(t, "all three", none)
}
