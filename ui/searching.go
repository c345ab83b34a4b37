package ui

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
)

// prepareEvery is how often typing prepares for the search to come: less often than
// what it loads is given back when it rests.
const prepareEvery = 30 * time.Second

func (w *Window) buildSearch() {
	w.box = newSearchBox(w.history)
	w.box.onTyped = func() {
		w.bar.textTyped()
		w.typed()
		w.completion.look()
	}
	w.box.onSubmit = w.submit
	w.box.onEscape = w.Escape
	w.box.onLeave = func() { w.enterGrid(&fyne.KeyEvent{Name: fyne.KeyDown}) }
	w.box.onGrow = w.regrow
	w.box.shortcut = func(s fyne.Shortcut) bool {
		_, undo := s.(*fyne.ShortcutUndo) // the box has its own, which knows of chips
		return !undo && w.TakeTyped(&w.box.Entry, s)
	}
	w.box.onUndo = w.changes.Undo
	w.box.cross.Keys, w.box.cross.OnTapped = w, w.emptyBox
	w.box.keys = w
	w.bar = newSearchBar(w, w.box, w.now, searchBarActions{
		changed: w.typed, search: w.runHere, judged: w.judged, grown: w.regrow, help: w.showLanguage, picture: w.chipPicture,
	})
	w.completion = newCompletion(w)
	w.box.onOffer = func(ev *fyne.KeyEvent) bool { return w.completion.typedKey(ev) || w.bar.typedKey(ev) }
	w.box.offering = func() bool { return w.completion.open() || w.bar.offersDate() }
	w.box.onLost = w.completion.closeSoon
	w.box.onCursor = func() {
		if w.completion.open() { // else only typing opens it: a recalled text is not being typed
			w.completion.look()
		}
	}
	w.row = newSearchRow(w, w.box, searchRowActions{filterMenu: w.filterMenu, sortMenu: w.sortMenu, mainMenu: w.mainMenu, size: w.sizeChosen,
		strictness: func(strictness float64) { w.nav.setStrictness(strictness); w.remember() }})
}

// judged follows whether the query in the box can be understood: if not, what is on
// show is no answer to it.
func (w *Window) judged() {
	if w.result != nil {
		w.updateNotice()
	}
}

// emptyBox is the × at the end of the box.
func (w *Window) emptyBox() {
	w.leaveSearch()
	w.win.Canvas().Focus(w.box)
}

// regrow gives the parts above the photos the height they need now.
func (w *Window) regrow() {
	if w.centre != nil {
		kit.Relayout(w.centre)
		if w.zones != nil && (w.zones.side.floats() || w.zones.info.floats()) {
			kit.Relayout(w.content) // they begin below the search
		}
	}
}

// typed follows what the owner changes about the query.
func (w *Window) typed() {
	if now := w.now(); w.bar.text() != "" && now.Sub(w.prepared) > prepareEvery {
		w.prepared = now
		w.tasks.Run(func(ctx context.Context) { w.backend.PrepareSearch(ctx) })
	}
	w.nav.onceTypingRests(w.typingRests)
}

// typingRests searches for what is in the box by now, unless it can't be
// understood (yet).
func (w *Window) typingRests() {
	w.lookForDate(func() {
		if text, ok := w.bar.settle(false); ok {
			w.search(text)
		}
	})
}

// search searches the present scope; where nothing is asked for it leaves the search.
func (w *Window) search(text string) {
	if text == "" && w.nav.at.Kind == searching {
		w.leaveSearch()
		return
	}
	w.nav.search(text)
}

// submit searches at once, on Enter.
func (w *Window) submit() {
	w.completion.close()
	w.nav.stopTyping()
	w.bar.takeDate()
	if text, ok := w.bar.settle(true); ok {
		w.runHere(text)
	}
}

// runHere searches the present scope.
func (w *Window) runHere(text string) {
	w.history.add(text)
	w.search(text)
}

// runQuery shows a query in the box and searches for it.
func (w *Window) runQuery(scope library.Scope, text string) {
	w.closePage()
	w.completion.close()
	w.bar.set(text)
	if text, ok := w.bar.settle(true); ok {
		w.history.add(text)
		w.nav.searchIn(scope, text)
	}
}

// runSaved shows a saved search, as strict as it was saved.
func (w *Window) runSaved(s library.SavedSearch) {
	w.closePage()
	w.completion.close()
	w.bar.set(s.Query)
	if text, ok := w.bar.settle(true); ok {
		w.history.add(text)
		p := w.nav.searchPlace(library.Scope{}, text)
		p.Strictness = tidyStrictness(s.Strictness)
		w.nav.enterSearch(p)
	}
}

// showQuery searches the whole library, from the viewer as well.
func (w *Window) showQuery(text string) {
	if w.zones.viewing {
		w.leaveViewer(w.viewer.Current())
	}
	w.runQuery(library.Scope{}, text)
}

// clearQuery empties the search box.
func (w *Window) clearQuery() {
	w.nav.stopTyping()
	w.completion.close()
	w.bar.set("")
}

// chipPicture puts an example's thumbnail on its chip once it is there.
func (w *Window) chipPicture(id library.PhotoID, v *kit.ChipView) {
	if img := w.grid.Cached(id); img != nil {
		v.Picture.Image = img
		return
	}
	kit.Load(w.tasks, func(ctx context.Context) (image.Image, error) { return w.backend.Thumbnail(ctx, id) },
		func(img image.Image, err error) {
			if err == nil && img != nil {
				v.SetPicture(img)
			}
		})
}
