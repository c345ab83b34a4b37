package learntest

import (
	"slices"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit/kittest"
)

// Suggestions are a backend's suggestions tag by tag, and the user's verdicts.
type Suggestions struct {
	b        *LearnBackend
	remember func(label string, undo, redo func()) service.Change
	order    []string
	left     map[string][]library.PhotoID
	verdicts []Verdict
	fails    error
}

// Verdict is a review that reached the backend.
type Verdict struct {
	Tag     string
	Photos  []library.PhotoID
	Verdict learning.Verdict
}

// Suggest has a backend suggest four photos for the tag Bella and two for beach. remember
// makes a change of a review, with functions that undo and redo the review.
func Suggest(b *LearnBackend, remember func(label string, undo, redo func()) service.Change) *Suggestions {
	s := &Suggestions{b: b, remember: remember, order: []string{"Bella", "beach"},
		left: map[string][]library.PhotoID{"Bella": {1, 2, 3, 4}, "beach": {5, 6}}}
	b.Page.Used = "h1"
	b.OnLearn, b.OnSuggestions, b.OnReview = s.page, s.of, s.review
	return s
}

func (s *Suggestions) page() (learning.Page, error) {
	s.b.Lock.Lock()
	defer s.b.Lock.Unlock()
	page := s.b.Page
	for _, name := range s.order {
		if n := len(s.left[name]); n > 0 {
			page.Suggested = append(page.Suggested, library.TagCount{Tag: library.Tag{Name: name}, Photos: n})
		}
	}
	return page, nil
}

func (s *Suggestions) of(tag library.Tag) ([]learning.Suggested, error) {
	s.b.Lock.Lock()
	defer s.b.Lock.Unlock()
	var list []learning.Suggested
	for i, tile := range kittest.Tiles(s.left[tag.Name]...) {
		list = append(list, learning.Suggested{Tile: tile, Confidence: 0.92 - float32(i)/10})
	}
	return list, nil
}

func (s *Suggestions) review(tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error) {
	s.b.Lock.Lock()
	defer s.b.Lock.Unlock()
	if s.fails != nil {
		return service.Change{}, s.fails
	}
	s.verdicts = append(s.verdicts, Verdict{tag.Name, slices.Clone(photos), verdict})
	put := func(list []library.PhotoID) func() {
		return func() {
			s.b.Lock.Lock()
			defer s.b.Lock.Unlock()
			s.left[tag.Name] = list
		}
	}
	before := s.left[tag.Name]
	after := slices.DeleteFunc(slices.Clone(before), func(id library.PhotoID) bool { return slices.Contains(photos, id) })
	s.left[tag.Name] = after
	word := map[learning.Verdict]string{learning.Accept: "Tagged ", learning.NotNow: "Rejected for ", learning.NotEver: "Never "}[verdict]
	return s.remember(word+message.Photos(len(photos))+": "+tag.Name, put(before), put(after)), nil
}

// Fail has reviews fail from now on.
func (s *Suggestions) Fail(err error) {
	s.b.Lock.Lock()
	defer s.b.Lock.Unlock()
	s.fails = err
}

// Left counts the photos that a tag is still suggested for.
func (s *Suggestions) Left(tag string) int {
	s.b.Lock.Lock()
	defer s.b.Lock.Unlock()
	return len(s.left[tag])
}

// Last is the newest review, the zero Verdict before the first.
func (s *Suggestions) Last() Verdict {
	s.b.Lock.Lock()
	defer s.b.Lock.Unlock()
	if len(s.verdicts) == 0 {
		return Verdict{}
	}
	return s.verdicts[len(s.verdicts)-1]
}
