package ui

import (
	"context"
	"image"

	"descry/app/service"
	"descry/library"
)

// lookup is the request whose answer the details panel waits for. A newer request supersedes
// it.
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
	w.search.SelectionChanged()
	if !w.zones.detailsShown() {
		w.tags.Hide()
		return
	}
	ctx, turn := w.looking.next(w.tasks.Ctx)
	w.details.ClearHeat()
	ids := w.detailed()
	switch len(ids) {
	case 0:
		w.tags.Hide()
		w.details.ShowNone()
	case 1:
		w.lookUp(ctx, turn, ids[0])
	default:
		w.tags.Wait(ids)
		w.details.ShowMany(len(ids))
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
				w.tags.Hide()
				w.details.ShowError(err)
			default:
				w.details.Show(ctx, p)
				w.tags.Show([]library.PhotoID{id}, words, wordsErr)
			}
		})
	})
}

// lookUpWords looks up the annotations of photos and shows them, unless the user has gone on
// to other photos.
func (w *Window) lookUpWords(ctx context.Context, turn int, ids []library.PhotoID) {
	w.tasks.Run(func(context.Context) {
		t, err := w.backend.Tagging(ctx, ids)
		w.tasks.Apply(func() {
			if turn == w.looking.turn {
				w.tags.Show(ids, t, err)
			}
		})
	})
}

// sharpThumbnail returns the larger thumbnail of a photo, and makes the thumbnail where the
// cache has none.
func (w *Window) sharpThumbnail(ctx context.Context, id library.PhotoID) (image.Image, error) {
	return w.backend.LargeThumbnail(ctx, id, true)
}

// detailsShell is the window to the panel of details.
type detailsShell struct{ *Window }

// Cached implements details.Shell.
func (s detailsShell) Cached(id library.PhotoID) image.Image { return s.grid.Cached(id) }

// Answered implements details.Shell.
func (s detailsShell) Answered() (ask service.Ask, answer service.Answer, ranked bool) {
	return s.search.Answered()
}

// View implements details.Shell.
func (s detailsShell) View(id library.PhotoID) { s.view(id) }

// FindSimilar implements details.Shell.
func (s detailsShell) FindSimilar(id library.PhotoID) { s.search.SimilarTo(id) }

// AddExample implements details.Shell.
func (s detailsShell) AddExample(id library.PhotoID, negative bool) {
	s.search.AddExamples([]library.PhotoID{id}, negative)
}

// Judges implements details.Shell.
func (s detailsShell) Judges() bool { return s.search.Judges() }

// Liked implements details.Shell.
func (s detailsShell) Liked(id library.PhotoID) bool {
	return s.search.Likes([]library.PhotoID{id})
}

// Like implements details.Shell.
func (s detailsShell) Like(id library.PhotoID) { s.search.Like([]library.PhotoID{id}) }

// Reject implements details.Shell.
func (s detailsShell) Reject(id library.PhotoID) { s.search.Judge([]library.PhotoID{id}, library.No) }

// OpenFile implements details.Shell.
func (s detailsShell) OpenFile(path string) { s.openFile(path) }

// RevealFile implements details.Shell.
func (s detailsShell) RevealFile(path string) { s.reveal(path) }

// CopyText implements details.Shell.
func (s detailsShell) CopyText(sentence, text string) { s.copyText(sentence, text) }

// CopyPaths implements details.Shell.
func (s detailsShell) CopyPaths() { s.copySelectedPaths() }
