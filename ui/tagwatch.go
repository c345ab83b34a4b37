package ui

import (
	"context"
	"slices"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// hearTags follows a change of tags or captions that the window may not have made.
func (w *Window) hearTags() {
	w.side.ListTags()
	w.side.ListSearches()
	w.tasks.Apply(func() {
		w.refreshWords()
		if w.nav.at.Kind == searching { // it may ask for a tag
			w.nav.libraryChanged()
		}
	})
}

// lookUpWords asks what is said about photos and shows it, unless the owner has gone
// on to others.
func (w *Window) lookUpWords(ctx context.Context, turn int, ids []library.PhotoID) {
	w.tasks.Run(func(context.Context) {
		t, err := w.backend.Tagging(ctx, ids)
		w.tasks.Apply(func() {
			if turn == w.looking.turn {
				w.showWords(ids, t, err)
			}
		})
	})
}

func (w *Window) showWords(ids []library.PhotoID, t service.Tagging, err error) {
	if err != nil {
		w.words.hide()
		w.sayError(err)
		return
	}
	w.words.show(ids, t)
	if len(ids) > 1 {
		w.details.SetSummary(shareHeading(len(ids), t.Tags))
	}
	if then := w.wordsShown; then != nil {
		w.wordsShown = nil
		then()
	}
}

// whenWordsShow calls fn once the words of the chosen photos are on show.
func (w *Window) whenWordsShow(fn func()) {
	if slices.Equal(w.words.ids, w.detailed()) {
		fn()
		return
	}
	w.wordsShown = fn
}

// refreshWords shows anew what is said about the photos on show.
func (w *Window) refreshWords() {
	if w.tagSheet != nil {
		w.tagSheet.load()
	}
	ids := w.words.ids
	if !w.zones.detailsShown() || len(w.words.subject) == 0 {
		return
	}
	if !slices.Equal(ids, w.detailed()) { // others are being looked up, maybe as they were
		w.selectionChanged()
		return
	}
	w.words.turn++
	turn := w.words.turn
	kit.Load(w.tasks, func(ctx context.Context) (service.Tagging, error) { return w.backend.Tagging(ctx, ids) },
		func(t service.Tagging, err error) {
			if turn == w.words.turn {
				w.showWords(ids, t, err)
			}
		})
}
