package ui

import (
	"context"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// mostExamples is how many photos are taken as examples at a time; more blur what
// they have in common.
const mostExamples = 8

// example is a photo as a word of the query language.
type example struct {
	Photo    library.PhotoID
	Negative bool
	Text     string
	Name     string // of the file
}

// moreLikeChosen takes the chosen photos as examples of what is sought.
func (w *Window) moreLikeChosen() { w.addExamples(w.chosen(), false) }

// notLikeChosen takes them as examples of what is not.
func (w *Window) notLikeChosen() { w.addExamples(w.chosen(), true) }

// addExamples searches for photos like, or unlike, the given ones besides what is
// searched for.
func (w *Window) addExamples(ids []library.PhotoID, negative bool) {
	if len(ids) == 0 {
		w.toasts.say("Select a photo first.", "", nil)
		return
	}
	var wanted []example
	for _, id := range ids[:min(len(ids), mostExamples)] {
		wanted = append(wanted, example{Photo: id, Negative: negative})
	}
	kit.Load(w.tasks, func(ctx context.Context) ([]example, error) { return w.nameExamples(ctx, wanted) },
		func(named []example, err error) {
			if err != nil {
				w.sayError(err)
				return
			}
			w.takeExamples(named)
		})
}

// nameExamples asks how the query language calls the photos.
func (w *Window) nameExamples(ctx context.Context, wanted []example) ([]example, error) {
	for i := range wanted {
		e := &wanted[i]
		text, err := w.backend.LikeText(ctx, e.Photo)
		if err != nil {
			return nil, err
		}
		e.Text, e.Name = text, photoName(ctx, w.backend, e.Photo)
		if e.Negative {
			e.Text = "-" + text
		}
	}
	return wanted, nil
}

func (w *Window) takeExamples(named []example) {
	parts := w.introduce(named)
	if w.zones.viewing {
		w.leaveViewer(w.viewer.Current())
	}
	w.bar.add(parts...)
}

// introduce tells the search bar which photos the examples are, and gives them as
// the query language writes them.
func (w *Window) introduce(named []example) []string {
	var parts []string
	for _, e := range named {
		parts = append(parts, e.Text)
		if q, err := query.Parse(e.Text, w.now()); err == nil && len(q.Examples) == 1 {
			w.bar.known[q.Examples[0].Photo] = service.ExamplePhoto{Ref: q.Examples[0].Photo, Photo: e.Photo, Name: e.Name}
		}
	}
	return parts
}

func (w *Window) similarToChosen() {
	if ids := w.chosen(); len(ids) > 0 {
		w.similarTo(ids[0])
	}
}

// similarTo searches for the photos most like one: the photo becomes a chip in place
// of all that stood in the box.
func (w *Window) similarTo(id library.PhotoID) {
	if w.zones.viewing {
		w.leaveViewer(id)
	}
	w.closePage() // the viewer may have been opened from one
	w.completion.close()
	w.nav.stopTyping()
	turn := w.nav.typed
	kit.Load(w.tasks, func(ctx context.Context) ([]example, error) { return w.nameExamples(ctx, []example{{Photo: id}}) },
		func(named []example, err error) {
			switch {
			case err != nil:
				w.sayError(err)
			case turn == w.nav.typed: // else the owner has gone elsewhere meanwhile
				w.bar.set(w.introduce(named)[0])
				w.nav.searchFrom(w.bar.text())
			}
		})
}
