package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
)

// takeRune judges with a letter.
func (r *review) takeRune(letter rune) bool {
	verdict, ok := map[rune]learning.Verdict{'+': learning.Accept, 'x': learning.NotNow, 'X': learning.NotEver}[letter]
	if ok && len(r.items) > 0 {
		r.judge(verdict)
	}
	return ok
}

// acceptOne accepts what is selected, or else the photo with the keyboard.
func (r *review) acceptOne(id library.PhotoID) {
	if r.grid.SelectedCount() == 0 {
		r.grid.Select(id)
	}
	r.judge(learning.Accept)
}

// judge says of the selected photos, or of all, whether the suggestion is right.
// They go at once; what goes wrong brings them back.
func (r *review) judge(verdict learning.Verdict) {
	ids := r.grid.Selected()
	if len(ids) == 0 {
		for _, s := range r.items {
			ids = append(ids, s.Tile.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	tag := r.at
	r.take(ids)
	r.send(tag, ids, verdict)
	if len(r.items) == 0 {
		r.next()
	}
}

// take removes photos from what is shown. After a single one the next has the
// keyboard, so that one key after the other goes through them.
func (r *review) take(ids []library.PhotoID) {
	first := slices.IndexFunc(r.items, func(s learning.Suggested) bool { return s.Tile.ID == ids[0] })
	r.question++ // a listing on its way still has them
	r.loading = false
	r.items = slices.DeleteFunc(slices.Clone(r.items), func(s learning.Suggested) bool { return slices.Contains(ids, s.Tile.ID) })
	r.fill()
	keyed := r.p.w.win.Canvas().Focused() == fyne.Focusable(r.grid)
	if len(ids) == 1 && keyed && len(r.items) > 0 {
		r.grid.SetFocused(r.items[min(first, len(r.items)-1)].Tile.ID)
	}
}

// next goes on to the tag after this one, else to the first; it stays where no
// other has suggestions.
func (r *review) next() {
	at := r.index()
	for i := range r.tags {
		t := r.tags[(max(at, 0)+1+i)%len(r.tags)]
		if t.Tag != r.at && t.Photos > 0 {
			r.open(t.Tag)
			return
		}
	}
}

// send hands a verdict to the backend and lists anew when the last one is done.
func (r *review) send(tag library.Tag, ids []library.PhotoID, verdict learning.Verdict) {
	w := r.p.w
	r.pending++
	w.changeWords(func(ctx context.Context) (service.Change, error) {
		return w.backend.ReviewSuggestions(ctx, tag, ids, verdict)
	}, func(err error) {
		r.pending--
		w.sayError(err)
		if r.pending == 0 {
			r.p.load()
		}
	})
}

// look opens the viewer on a suggested photo.
func (r *review) look(id library.PhotoID) {
	if at := r.grid.Index(id); at >= 0 {
		r.p.w.viewTiles(r.grid.Tiles(), at)
	}
}

// seen returns from the viewer to the page.
func (p *learnPage) seen(id library.PhotoID) {
	c := p.w.win.Canvas()
	c.Unfocus()
	if p.tabs.At != suggestedTab {
		return
	}
	if id != p.w.opened {
		p.review.grid.SetFocused(id)
	}
	c.Focus(p.review.grid)
}
