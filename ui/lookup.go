package ui

import (
	"context"
	"image"
	"time"

	"descry/app/message"
	"descry/library"
)

// previewPause is how long a selection rests before the details panel wants a sharper
// preview, which may mean decoding the file; walking through photos shows thumbnails.
const previewPause = 200 * time.Millisecond

// lookup is what the details panel waits for; a newer one supersedes it.
type lookup struct {
	turn   int
	cancel context.CancelFunc
}

func (l *lookup) next(parent context.Context) (context.Context, int) {
	if l.cancel != nil {
		l.cancel()
	}
	ctx, cancel := context.WithCancel(parent)
	l.cancel = cancel
	l.turn++
	return ctx, l.turn
}

// selectionChanged lets the selection's bar and the details follow the selection.
func (w *Window) selectionChanged() {
	if w.details == nil {
		return
	}
	w.result.head.show(w.grid.SelectedCount())
	if !w.zones.detailsShown() {
		w.words.hide()
		return
	}
	ctx, turn := w.looking.next(w.tasks.Ctx)
	w.stopHeat()
	ids := w.detailed()
	switch len(ids) {
	case 0:
		w.words.hide()
		w.details.showNone("Select a photo to see what is known about it.")
	case 1:
		w.lookUp(ctx, turn, ids[0])
	default:
		w.words.wait(ids)
		w.details.showMany(len(ids), w.copySelectedPaths)
		w.lookUpWords(ctx, turn, ids)
	}
}

// detailed are the photos that the details are about.
func (w *Window) detailed() []library.PhotoID {
	if w.zones.viewing {
		return []library.PhotoID{w.viewer.Current()}
	}
	return w.grid.Selected()
}

func (w *Window) lookUp(ctx context.Context, turn int, id library.PhotoID) {
	w.tasks.Run(func(context.Context) {
		p, err := w.backend.Photo(ctx, id)
		words, wordsErr := w.backend.Tagging(ctx, []library.PhotoID{id})
		w.tasks.Apply(func() {
			switch {
			case turn != w.looking.turn:
			case err != nil:
				w.words.hide()
				w.details.showNone(message.OfError(err))
			default:
				w.details.showPhoto(p)
				w.showWords([]library.PhotoID{id}, words, wordsErr)
				w.preview(ctx, turn, id)
				w.explain(ctx, turn, id)
				w.layOpen(ctx, turn, id)
			}
		})
	})
}

// sharpThumbnail returns the larger thumbnail of a photo, made where it is missing.
func (w *Window) sharpThumbnail(ctx context.Context, id library.PhotoID) (image.Image, error) {
	return w.backend.LargeThumbnail(ctx, id, true)
}

// preview shows the thumbnail at once and something sharper after a rest.
func (w *Window) preview(ctx context.Context, turn int, id library.PhotoID) {
	if img := w.grid.Cached(id); img != nil {
		w.details.setPreview(id, img)
	} else {
		w.fetchPreview(turn, id, func() (image.Image, error) { return w.backend.Thumbnail(ctx, id) })
	}
	w.after(previewPause, func() {
		if turn == w.looking.turn {
			w.fetchPreview(turn, id, func() (image.Image, error) { return w.sharpThumbnail(ctx, id) })
		}
	})
}

func (w *Window) fetchPreview(turn int, id library.PhotoID, fetch func() (image.Image, error)) {
	w.tasks.Run(func(context.Context) {
		img, err := fetch()
		if err != nil || img == nil {
			return // the thumbnail or the flat ground stays
		}
		w.tasks.Apply(func() {
			if turn == w.looking.turn {
				w.details.setPreview(id, img)
			}
		})
	})
}
