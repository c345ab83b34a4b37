package ui

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
)

// verdictOn is a review that reached the backend.
type verdictOn struct {
	Tag     string
	Photos  []library.PhotoID
	Verdict learning.Verdict
}

// suggesting is a school with suggestions for two tags, and a record of what was
// said of them.
type suggesting struct {
	*school
	left  map[string][]library.PhotoID // guarded by learnLock
	heard []verdictOn
	fails error
}

func newSuggesting() *suggesting {
	s := &suggesting{school: newSchool(), left: map[string][]library.PhotoID{"Bella": {1, 2, 3, 4}, "beach": {5, 6}}}
	s.page.Used = "h1"
	s.learn = func() (learning.LearnPage, error) {
		s.learnLock.Lock()
		defer s.learnLock.Unlock()
		page := s.page
		for _, name := range []string{"Bella", "beach"} {
			if n := len(s.left[name]); n > 0 {
				page.Suggested = append(page.Suggested, library.TagCount{Tag: library.Tag{Name: name}, Photos: n})
			}
		}
		return page, nil
	}
	s.suggestions = func(tag library.Tag) ([]learning.Suggested, error) {
		s.learnLock.Lock()
		defer s.learnLock.Unlock()
		var list []learning.Suggested
		for i, tile := range tilesOf(s.left[tag.Name]...) {
			list = append(list, learning.Suggested{Tile: tile, Confidence: 0.92 - float32(i)/10})
		}
		return list, nil
	}
	s.reviewing = s.review
	return s
}

func (s *suggesting) review(tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error) {
	s.learnLock.Lock()
	defer s.learnLock.Unlock()
	if s.fails != nil {
		return service.Change{}, s.fails
	}
	s.heard = append(s.heard, verdictOn{tag.Name, slices.Clone(photos), verdict})
	put := func(list []library.PhotoID) func() {
		return func() {
			s.learnLock.Lock()
			defer s.learnLock.Unlock()
			s.left[tag.Name] = list
		}
	}
	before := s.left[tag.Name]
	after := slices.DeleteFunc(slices.Clone(before), func(id library.PhotoID) bool { return slices.Contains(photos, id) })
	s.left[tag.Name] = after
	word := map[learning.Verdict]string{learning.Accept: "Tagged ", learning.NotNow: "Rejected for ", learning.NotEver: "Never "}[verdict]
	return s.remember(word+message.Plural(len(photos), "photo", "photos")+": "+tag.Name, put(before), put(after), service.LearnChanged), nil
}

// remaining is how many photos a tag is still suggested for.
func (s *suggesting) remaining(tag string) int {
	s.learnLock.Lock()
	defer s.learnLock.Unlock()
	return len(s.left[tag])
}

func (s *suggesting) last() verdictOn {
	s.learnLock.Lock()
	defer s.learnLock.Unlock()
	if len(s.heard) == 0 {
		return verdictOn{}
	}
	return s.heard[len(s.heard)-1]
}

// openReview shows the suggestions of the first tag.
func openReview(t *testing.T, s *suggesting) (*rig, *review) {
	t.Helper()
	r := openSchool(t, s.school)
	r.learn.tabs.Turn(suggestedTab)
	r.until(t, "the suggestions", func() bool { return r.learn.review.grid.Count() == 4 })
	return r, r.learn.review
}

func TestSuggestionsAreListedSurestFirst(t *testing.T) {
	r, v := openReview(t, newSuggesting())
	if got := r.learn.tabs.Buttons[suggestedTab].Text; got != "Suggested tags  6" {
		t.Errorf("the tab is called %q", got)
	}
	if v.tag.Label.Text != "Bella?" || v.countText() != "4 photos, surest first" || v.accept.Text != "Accept all 4" {
		t.Errorf("shows %q, %q, %q", v.tag.Label.Text, v.countText(), v.accept.Text)
	}
	if got := confidenceText(v.sure[1]); got != "92 %" {
		t.Errorf("the first photo is marked %q", got)
	}
	v.grid.Select(2, 3)
	if v.accept.Text != "Accept 2" || v.never.Text != "Never 2" {
		t.Errorf("with two selected the buttons say %q and %q", v.accept.Text, v.never.Text)
	}
}

func TestAcceptingIsUndoable(t *testing.T) {
	s := newSuggesting()
	r, v := openReview(t, s)
	v.grid.Select(1, 2)
	r.win.Canvas().Focus(v.grid)
	v.grid.TypedKey(key(fyne.KeyReturn))
	if v.grid.Count() != 2 {
		t.Error("what was accepted is still there")
	}
	r.until(t, "the backend to hear of it", func() bool { return r.said() == "Tagged 2 photos: Bella" })
	if got := s.last(); got.Tag != "Bella" || got.Verdict != learning.Accept || !slices.Equal(got.Photos, []library.PhotoID{1, 2}) {
		t.Errorf("the backend heard %+v", got)
	}
	if r.offered() != "Undo" {
		t.Error("it can't be undone")
	}
}

func TestRejectingAllGoesOnToTheNextTag(t *testing.T) {
	s := newSuggesting()
	r, v := openReview(t, s)
	r.TypedRune('x')
	r.until(t, "the next tag", func() bool { return v.at.Name == "beach" && v.grid.Count() == 2 })
	r.until(t, "the rejection", func() bool { return s.last().Verdict == learning.NotNow && len(s.last().Photos) == 4 })
	r.until(t, "the message", func() bool { return r.said() == "Rejected for 4 photos: Bella" })
	r.tapOffer(t)
	r.until(t, "them to come back", func() bool { return len(v.tags) == 2 && s.remaining("Bella") == 4 })
}

func TestNeverAndTheEnd(t *testing.T) {
	s := newSuggesting()
	r, v := openReview(t, s)
	r.TypedRune('X')
	r.until(t, "the next tag", func() bool { return v.at.Name == "beach" && v.grid.Count() == 2 })
	r.until(t, "Never", func() bool { return s.last().Verdict == learning.NotEver })
	r.TypedRune('+')
	r.until(t, "the end", func() bool { return v.empty.Visible() && s.last().Verdict == learning.Accept })
	if v.list.Visible() || v.grid.Count() != 0 {
		t.Error("there is still something to review")
	}
}

func TestOneAfterTheOther(t *testing.T) {
	r, v := openReview(t, newSuggesting())
	r.win.Canvas().Focus(v.grid)
	v.grid.SetFocused(2)
	r.TypedRune('x')
	if v.grid.Focused() != 3 || !slices.Equal(v.grid.Selected(), []library.PhotoID{3}) {
		t.Errorf("after one photo the keyboard is at %d", v.grid.Focused())
	}
}

func TestAReviewThatFailsBringsThemBack(t *testing.T) {
	s := newSuggesting()
	s.fails = errors.New("the disk is full")
	r, v := openReview(t, s)
	r.TypedRune('+')
	if v.grid.Count() == 4 {
		t.Error("they are still there at once")
	}
	r.until(t, "the reason", func() bool { return r.said() == "The disk is full." })
	v.open(library.Tag{Name: "Bella"})
	r.until(t, "them to come back", func() bool { return v.at.Name == "Bella" && v.grid.Count() == 4 })
}

func TestSuggestionsAreLookedAtInFullSize(t *testing.T) {
	r, v := openReview(t, newSuggesting())
	v.look(2)
	if !r.zones.viewing || r.viewer.Current() != 2 {
		t.Fatal("the viewer isn't open on the photo")
	}
	r.leaveViewer(3)
	if r.zones.viewing || !r.zones.paging || v.grid.Focused() != 3 {
		t.Errorf("closing it leads to %d, on the page %v", v.grid.Focused(), r.zones.paging)
	}
}
