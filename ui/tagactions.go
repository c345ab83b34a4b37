package ui

import (
	"context"
	"slices"

	"descry/app/service"
	"descry/library"
	"descry/ui/tagname"
)

// mostRecentTags is how many tags are offered because they were used last.
const mostRecentTags = 9

// ownWordsChanged shows the photos' words anew at once, and the side when its turn
// comes.
func (w *Window) ownWordsChanged() {
	w.refreshWords()
	w.side.ListTags()
}

// tagPhotos adds and removes tags.
func (w *Window) tagPhotos(photos []library.PhotoID, add, remove []library.Tag) {
	if len(photos) == 0 || len(add)+len(remove) == 0 {
		return
	}
	w.usedTags(add)
	w.changeWords(func(ctx context.Context) (service.Change, error) {
		ctx, end := w.tellProgress(ctx, "Tagging photos")
		defer end()
		return w.backend.TagPhotos(ctx, photos, add, remove)
	}, w.sayError)
}

// usedTags remembers tags to offer them again.
func (w *Window) usedTags(tags []library.Tag) {
	for _, t := range tags {
		old := slices.DeleteFunc(slices.Clone(w.recentTags), func(o library.Tag) bool { return tagname.Same(o, t) })
		w.recentTags = append([]library.Tag{t}, old...)
	}
	w.recentTags = w.recentTags[:min(len(w.recentTags), mostRecentTags)]
}

// setCaption writes a caption, nil goes back to the file's own.
func (w *Window) setCaption(photos []library.PhotoID, text *string) {
	w.changeWords(func(ctx context.Context) (service.Change, error) {
		ctx, end := w.tellProgress(ctx, "Writing captions")
		defer end()
		return w.backend.SetCaption(ctx, photos, text)
	}, w.sayError)
}

// showTag searches for the photos with a tag.
func (w *Window) showTag(t library.Tag) { w.showQuery(w.side.TagQuery(t)) }

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
