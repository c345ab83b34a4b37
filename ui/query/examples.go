package query

import (
	"context"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// mostExamples is how many photos are taken as examples at a time. More photos blur what the
// photos have in common.
const mostExamples = 8

// example is a photo as a word of the query language.
type example struct {
	Photo    library.PhotoID
	Negative bool
	Text     string
	Name     string // of the file
}

// moreLikeChosen takes the chosen photos as examples of what is sought.
func (s *Search) moreLikeChosen() { s.AddExamples(s.shell.Chosen(), false) }

// notLikeChosen takes them as examples of what is not.
func (s *Search) notLikeChosen() { s.AddExamples(s.shell.Chosen(), true) }

// AddExamples adds photos to the query as examples of what is sought, or of what is not, and
// searches.
func (s *Search) AddExamples(ids []library.PhotoID, negative bool) {
	if len(ids) == 0 {
		s.shell.Say(message.Text("photo-select-first", nil), "", nil)
		return
	}
	var wanted []example
	for _, id := range ids[:min(len(ids), mostExamples)] {
		wanted = append(wanted, example{Photo: id, Negative: negative})
	}
	kit.Load(s.tasks, func(ctx context.Context) ([]example, error) { return s.nameExamples(ctx, wanted) },
		func(named []example, err error) {
			if err != nil {
				s.shell.SayError(err)
				return
			}
			s.takeExamples(named)
		})
}

// nameExamples asks how the query language calls the photos.
func (s *Search) nameExamples(ctx context.Context, wanted []example) ([]example, error) {
	for i := range wanted {
		e := &wanted[i]
		text, err := s.backend.LikeText(ctx, e.Photo)
		if err != nil {
			return nil, err
		}
		e.Text, e.Name = text, PhotoName(ctx, s.backend, e.Photo)
		if e.Negative {
			e.Text = "-" + text
		}
	}
	return wanted, nil
}

func (s *Search) takeExamples(named []example) {
	parts := s.introduce(named)
	s.shell.LeaveViewer()
	s.bar.add(parts...)
}

// introduce tells the search bar which photos the examples are, and gives them as
// the query language writes them.
func (s *Search) introduce(named []example) []string {
	var parts []string
	for _, e := range named {
		parts = append(parts, e.Text)
		if q, err := s.read.of(e.Text); err == nil && len(q.Examples) == 1 {
			s.bar.known[q.Examples[0].Photo] = service.ExamplePhoto{Ref: q.Examples[0].Photo, Photo: e.Photo, Name: e.Name}
		}
	}
	return parts
}

// SimilarToChosen is SimilarTo for the first of the chosen photos.
func (s *Search) SimilarToChosen() {
	if ids := s.shell.Chosen(); len(ids) > 0 {
		s.SimilarTo(ids[0])
	}
}

// SimilarTo searches for the photos most like one: the photo becomes a chip in place
// of all that stood in the box.
func (s *Search) SimilarTo(id library.PhotoID) {
	s.shell.LeaveViewer()
	s.shell.LeavePage() // the viewer may have been opened from one
	s.completion.close()
	s.nav.stopTyping()
	turn := s.nav.typed
	kit.Load(s.tasks, func(ctx context.Context) ([]example, error) { return s.nameExamples(ctx, []example{{Photo: id}}) },
		func(named []example, err error) {
			switch {
			case err != nil:
				s.shell.SayError(err)
			case turn == s.nav.typed: // else the user has gone elsewhere meanwhile
				s.bar.set(s.introduce(named)[0])
				s.nav.searchFrom(s.bar.text())
			}
		})
}
