package ui

import (
	"context"
	"slices"

	"descry/library"
)

// mostRecentTags is how many tags are offered because they were used last.
const mostRecentTags = 9

// change changes what the owner says; a message tells what was done, and how to
// take it back.
func (w *Window) change(do func(ctx context.Context) (Change, error), then func(error)) {
	w.changes.run(func(ctx context.Context) {
		c, err := do(ctx)
		w.tasks.apply(func() {
			if err == nil && c.Label != "" {
				w.toasts.sayDone(c.Label, "Undo", w.undo)
			}
			w.ownWordsChanged()
			then(err)
		})
	})
}

// ownWordsChanged shows the photos' words anew at once, and the side when its turn
// comes.
func (w *Window) ownWordsChanged() {
	w.refreshWords()
	w.tagsChanged.fire()
}

// tagPhotos adds and removes tags.
func (w *Window) tagPhotos(photos []library.PhotoID, add, remove []library.Tag) {
	if len(photos) == 0 || len(add)+len(remove) == 0 {
		return
	}
	w.usedTags(add)
	w.change(func(ctx context.Context) (Change, error) {
		return w.backend.TagPhotos(ctx, photos, add, remove)
	}, w.sayError)
}

// usedTags remembers tags to offer them again.
func (w *Window) usedTags(tags []library.Tag) {
	for _, t := range tags {
		old := slices.DeleteFunc(slices.Clone(w.recentTags), func(o library.Tag) bool { return sameTag(o, t) })
		w.recentTags = append([]library.Tag{t}, old...)
	}
	w.recentTags = w.recentTags[:min(len(w.recentTags), mostRecentTags)]
}

// setCaption writes a caption, nil goes back to the file's own.
func (w *Window) setCaption(photos []library.PhotoID, text *string) {
	w.change(func(ctx context.Context) (Change, error) {
		return w.backend.SetCaption(ctx, photos, text)
	}, w.sayError)
}

// undo takes back the last change of tags and captions, redo the last undo.
func (w *Window) undo() {
	w.goBack(w.backend.Undo, "Undone: ", "Redo", "There is nothing to undo.", w.redo)
}
func (w *Window) redo() {
	w.goBack(w.backend.Redo, "Done again: ", "Undo", "There is nothing to redo.", w.undo)
}

func (w *Window) goBack(do func(context.Context) (Change, error), said, action, nothing string, other func()) {
	w.changes.run(func(ctx context.Context) {
		c, err := do(ctx)
		w.tasks.apply(func() {
			switch {
			case err != nil:
				w.sayError(err)
			case c.Label == "":
				w.toasts.say(nothing, "", nil)
			default:
				w.toasts.sayDone(said+c.Label, action, other)
			}
			w.ownWordsChanged()
		})
	})
}

// showTag searches for the photos with a tag.
func (w *Window) showTag(t library.Tag) { w.showQuery(w.tags.query(t)) }

// showQuery searches the whole library, from the viewer as well.
func (w *Window) showQuery(text string) {
	if w.zones.viewing {
		w.leaveViewer(w.viewer.Current())
	}
	w.runQuery(library.Scope{}, text)
}

// leaveField gives the keyboard back to the photos.
func (w *Window) leaveField() {
	if w.zones.viewing {
		w.win.Canvas().Focus(w.viewer)
		return
	}
	w.win.Canvas().Focus(w.grid)
}

// writeCaption shows the details and puts the cursor into the caption.
func (w *Window) writeCaption() {
	if len(w.chosen()) == 0 {
		return
	}
	if !w.zones.detailsShown() {
		w.toggleDetails()
	}
	w.whenWordsShow(func() { w.win.Canvas().Focus(w.words.caption) })
}
