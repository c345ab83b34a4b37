package learn

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/notice"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/learn/learntest"
)

// openReview shows the suggestions of the first tag.
func openReview(t *testing.T) (*fakeShell, *learntest.Suggestions, *review) {
	t.Helper()
	b := teaching()
	undo := map[int64]func(){}
	s := learntest.Suggest(b, func(label string, back, _ func()) service.Change {
		id := int64(len(undo) + 1)
		undo[id] = back
		return service.Change{ID: id, Label: notice.Notice{Kind: notice.Kind(label)}}
	})
	r := openShell(t, b)
	r.undo = undo
	r.tabs.Turn(suggestedTab)
	r.until(t, "the suggestions", func() bool { return r.review.grid.Count() == 4 })
	return r, s, r.review
}

func TestSuggestionsAreListedSurestFirst(t *testing.T) {
	r, _, v := openReview(t)
	if got := r.tabs.Buttons[suggestedTab].Text; got != "Suggested tags  6" {
		t.Errorf("the tab is called %q", got)
	}
	if v.tag.Label.Text != "Bella?" || v.countText() != "4 photos, surest first" || v.accept.Text != "Accept all 4" {
		t.Errorf("shows %q, %q, %q", v.tag.Label.Text, v.countText(), v.accept.Text)
	}
	if got := confidenceText(v.sure[1]); got != "92 %" {
		t.Errorf("the first photo is marked %q", got)
	}
	v.grid.Select(2, 3)
	if v.accept.Text != "Accept 2" || v.never.Text != "Never suggest 2" {
		t.Errorf("with two selected the buttons say %q and %q", v.accept.Text, v.never.Text)
	}
}

func TestAcceptingIsUndoable(t *testing.T) {
	r, s, v := openReview(t)
	v.grid.Select(1, 2)
	r.Canvas().Focus(v.grid)
	v.grid.TypedKey(key(fyne.KeyReturn))
	if v.grid.Count() != 2 {
		t.Error("what was accepted is still there")
	}
	r.until(t, "the backend to hear of it", func() bool { return r.said == "Tagged 2 photos: Bella" })
	if got := s.Last(); got.Tag != "Bella" || got.Verdict != learning.Accept || !slices.Equal(got.Photos, []library.PhotoID{1, 2}) {
		t.Errorf("the backend heard %+v", got)
	}
	if r.offered != "Undo" {
		t.Error("it can't be undone")
	}
}

func TestRejectingAllGoesOnToTheNextTag(t *testing.T) {
	r, s, v := openReview(t)
	r.TypedRune('x')
	r.until(t, "the next tag", func() bool { return v.at.Name == "beach" && v.grid.Count() == 2 })
	r.until(t, "the rejection", func() bool { return s.Last().Verdict == learning.NotNow && len(s.Last().Photos) == 4 })
	r.until(t, "the message", func() bool { return r.said == "Rejected for 4 photos: Bella" })
	r.offer()
	r.until(t, "them to come back", func() bool { return len(v.tags) == 2 && s.Left("Bella") == 4 })
}

func TestNeverAndTheEnd(t *testing.T) {
	r, s, v := openReview(t)
	r.TypedRune('X')
	r.until(t, "the next tag", func() bool { return v.at.Name == "beach" && v.grid.Count() == 2 })
	r.until(t, "Never", func() bool { return s.Last().Verdict == learning.NotEver })
	r.TypedRune('+')
	r.until(t, "the end", func() bool { return v.empty.Visible() && s.Last().Verdict == learning.Accept })
	if v.list.Visible() || v.grid.Count() != 0 {
		t.Error("there is still something to review")
	}
}

func TestOneAfterTheOther(t *testing.T) {
	r, _, v := openReview(t)
	r.Canvas().Focus(v.grid)
	v.grid.SetFocused(2)
	r.TypedRune('x')
	if v.grid.Focused() != 3 || !slices.Equal(v.grid.Selected(), []library.PhotoID{3}) {
		t.Errorf("after one photo the keyboard is at %d", v.grid.Focused())
	}
}

func TestAReviewThatFailsBringsThemBack(t *testing.T) {
	r, s, v := openReview(t)
	s.Fail(errors.New("the disk is full"))
	r.TypedRune('+')
	if v.grid.Count() == 4 {
		t.Error("they are still there at once")
	}
	r.until(t, "the reason", func() bool { return r.said == "The disk is full." })
	v.open(library.Tag{Name: "Bella"})
	r.until(t, "them to come back", func() bool { return v.at.Name == "Bella" && v.grid.Count() == 4 })
}

func TestSuggestionsAreLookedAtInFullSize(t *testing.T) {
	r, _, v := openReview(t)
	v.look(2)
	if len(r.viewed) != 4 || r.viewed[r.viewedAt].ID != 2 {
		t.Fatalf("the viewer is opened on %d of %v", r.viewedAt, r.viewed)
	}
	r.Seen(2, false)
	if r.Canvas().Focused() != fyne.Focusable(v.grid) {
		t.Error("closing it doesn't lead to the photos")
	}
	r.Seen(3, true)
	if v.grid.Focused() != 3 || !r.open {
		t.Errorf("closing it leads to %d, on the page %v", v.grid.Focused(), r.open)
	}
}
