package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
)

// idle reports that no change waits for its turn.
func (r *rig) idle() bool {
	return r.changes.Idle()
}

// TestUndoTakesBackTheLastThingWhateverItWas is what once took tags from photos on
// another page: a rejection was passed over.
func TestUndoTakesBackTheLastThingWhateverItWas(t *testing.T) {
	s := teaching()
	learntest.Suggest(&s.LearnBackend, func(label string, undo, redo func()) service.Change {
		return s.remember(label, undo, redo, service.LearnChanged)
	})
	r := openLearn(t, s)
	r.tapLearn(t, "Suggested tags  6")
	g := r.learnGrid(t, 4)
	r.tags.TagPhotos([]library.PhotoID{7}, []library.Tag{tag("snowfun")}, nil)
	r.until(t, "the tag", func() bool { return s.of(7) == "snowfun" })
	g.Select(1)
	r.TypedRune('x')
	r.until(t, "the rejection", func() bool { return r.said() == "Rejected for 1 photo: Bella" })
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "the undo", func() bool { return r.said() == "Undid: “Rejected for 1 photo: Bella”" && g.Count() == 4 })
	if s.of(7) != "snowfun" || r.offered() != "Redo" {
		t.Errorf("tags %q, offered %q", s.of(7), r.offered())
	}
	r.press(t, redoKeys()[0])
	r.until(t, "the redo", func() bool { return r.said() == "Redid: “Rejected for 1 photo: Bella”" && g.Count() == 3 })
	r.press(t, &fyne.ShortcutUndo{})
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "what was done elsewhere", func() bool { return s.of(7) == "" && r.said() == "Undid: “Tagged 1 photo: snowfun”" })
	r.tapOffer(t)
	r.until(t, "it to be done again", func() bool { return s.of(7) == "snowfun" })
}

// TestAnswersJudgedAreUndoneAfterTheSearchWasLeft is Ctrl+Z after Escape.
func TestAnswersJudgedAreUndoneAfterTheSearchWasLeft(t *testing.T) {
	r, a := answered(t, 4, State{})
	r.grid.Select(2)
	r.TypedRune('x')
	r.expectJudged(t, nil, ids{2})
	r.search.Leave()
	r.waitBrowsing(t)
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "the undo", func() bool { return strings.HasPrefix(r.said(), "Undid: ") })
	r.expectJudged(t, nil, nil)
	r.find(t, a, "dog")
	r.press(t, redoKeys()[0])
	r.until(t, "the answers in their order", func() bool { return r.grid.Count() == 3 })
}

func TestUndoSaysWhatItLeftAlone(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	b.left, b.gone = map[int64]int{2: 3}, map[int64]bool{1: true}
	for _, name := range []string{"a", "b"} {
		r.tags.TagPhotos([]library.PhotoID{1}, []library.Tag{tag(name)}, nil)
	}
	r.until(t, "the tags", func() bool { return len(b.labels()) == 2 && r.idle() })
	r.changes.Undo()
	r.until(t, "the first", func() bool {
		return r.said() == "Undid: “Tagged 1 photo: b” (3 photos were changed since and left alone)"
	})
	r.changes.Undo()
	r.until(t, "the second", func() bool { return r.said() == "Nothing left to undo: “Tagged 1 photo: a” was changed since." })
	if r.offered() != "" {
		t.Errorf("offers %q", r.offered())
	}
}

// TestUndoOfAMessageIsAboutThatChange: when something else was done since, the button
// doesn't take back that.
func TestUndoOfAMessageIsAboutThatChange(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.tags.TagPhotos([]library.PhotoID{1}, []library.Tag{tag("a")}, nil)
	r.until(t, "the tag", func() bool { return r.offered() == "Undo" })
	c, err := b.TagPhotos(t.Context(), []library.PhotoID{2}, []library.Tag{tag("b")}, nil)
	if err != nil || c.ID == 0 {
		t.Fatal(err)
	}
	r.tapOffer(t)
	r.until(t, "the refusal", func() bool { return r.said() == "Other things were done since." })
	if b.of(1) == "" || !strings.Contains(b.of(2), "b") {
		t.Errorf("tags %q and %q", b.of(1), b.of(2))
	}
}

func TestHistoryListsAndGoesBack(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.changes.Open()
	r.until(t, "the empty list", func() bool {
		return strings.Contains(strings.Join(kittest.Said(r.win.Canvas().Overlays().Top()), "\n"), "Nothing has been changed yet")
	})
	for _, name := range []string{"a", "b", "c"} {
		r.tags.TagPhotos([]library.PhotoID{7}, []library.Tag{tag(name)}, nil)
	}
	list := func() string {
		var lines []string
		for _, row := range r.frontRows() {
			what, _, _ := strings.Cut(row, " | ")
			line := strings.Trim(strings.TrimPrefix(what, "“Tagged 1 photo: "), "”")
			if label, undone := strings.CutSuffix(line, "” (undone)"); undone {
				line = label + "-"
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, " ")
	}
	r.until(t, "the changes", func() bool { return list() == "c b a" })
	if got, want := r.frontRows()[1], "“Tagged 1 photo: b” | "+thursday.Format("15:04")+" | Undo up to here"; got != want {
		t.Errorf("the row says %q, want %q", got, want)
	}
	r.pressInFront(t, 1, "Undo up to here")
	r.until(t, "the way back", func() bool { return list() == "c- b- a" && b.of(7) == "a" })
	if r.said() != "Undid 2 changes, back to before: “Tagged 1 photo: b”" || r.offered() != "Redo one" {
		t.Errorf("said %q, offered %q", r.said(), r.offered())
	}
	r.press(t, redoKeys()[0]) // with the list in front
	r.until(t, "the redo", func() bool { return list() == "c- b a" && b.of(7) == "a|b" })
	r.TypedKey(key(fyne.KeyEscape))
	if r.win.Canvas().Overlays().Top() != nil {
		t.Error("the list stays open")
	}
}

func TestSavingASearchIsConfirmed(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "dog")
	r.search.Save()
	r.fieldOf(t).OnSubmitted("")
	r.until(t, "the search to be saved", func() bool { return b.count("SaveSearch") == 1 && r.idle() && r.queueEmpty() })
	if r.said() != "Saved the search dog" || r.offered() != "Undo" {
		t.Fatalf("said %q, offered %q", r.said(), r.offered())
	}
	r.tapOffer(t)
	r.until(t, "it to go", func() bool { return len(r.keptNames()) == 0 && r.savesSearch() })
}
