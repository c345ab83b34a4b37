package query

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
)

// prepareEvery is how often typing has the backend load what a search needs. The backend keeps
// a model at rest for longer than that.
const prepareEvery = 30 * time.Second

// newBox makes the box with what belongs to it.
func (s *Search) newBox() {
	s.box = newSearchBox(s.history)
	s.box.onTyped = func() {
		s.bar.textTyped()
		s.typed()
		s.completion.look()
	}
	s.box.onSubmit = s.submit
	s.box.onEscape = s.shell.Escape
	s.box.onLeave = func() { s.EnterPhotos(&fyne.KeyEvent{Name: fyne.KeyDown}) }
	s.box.onGrow = s.Regrow
	s.box.shortcut = func(pressed fyne.Shortcut) bool {
		_, undo := pressed.(*fyne.ShortcutUndo) // the box has its own, which knows of chips
		return !undo && s.shell.TakeTyped(&s.box.Entry, pressed)
	}
	s.box.onUndo = s.shell.Undo
	s.box.cross.Keys, s.box.cross.OnTapped = s.shell, s.emptyBox
	s.box.keys = s.shell
	s.bar = newSearchBar(s.shell, s.box, s.read, searchBarActions{
		changed: s.typed, search: s.runHere, judged: s.judged, grown: s.Regrow, help: s.shell.ShowLanguage, picture: s.chipPicture,
	})
	s.completion = newCompletion(s)
	s.box.onOffer = func(ev *fyne.KeyEvent) bool { return s.completion.typedKey(ev) || s.bar.typedKey(ev) }
	s.box.offering = func() bool { return s.completion.open() || s.bar.offersDate() }
	s.box.onLost = s.completion.closeSoon
	s.box.onCursor = func() {
		if s.completion.open() { // else only typing opens it: a recalled text is not being typed
			s.completion.look()
		}
	}
	s.row = newSearchRow(s.shell, s.box, searchRowActions{filterMenu: s.filters.open, sortMenu: s.sortMenu, mainMenu: s.shell.MainMenu, size: s.sizeChosen,
		strictness: func(strictness float64) { s.nav.setStrictness(strictness); s.shell.Remember() }})
}

// judged updates the result line when the query became one that can't be understood, or can be
// again.
func (s *Search) judged() {
	if s.result != nil {
		s.Update()
	}
}

// emptyBox is called when the × at the end of the box is pressed.
func (s *Search) emptyBox() {
	s.Leave()
	s.shell.Focus(s.box)
}

// typed is called when the user changed the query.
func (s *Search) typed() {
	if now := s.now(); s.bar.text() != "" && now.Sub(s.prepared) > prepareEvery {
		s.prepared = now
		s.tasks.Run(s.backend.PrepareSearch)
	}
	s.nav.onceTypingRests(s.typingRests)
}

// typingRests searches for the query in the box, unless the query can't be understood (yet) or may
// go on to the name of a filter.
func (s *Search) typingRests() {
	s.lookForDate(func() {
		if text, ok := s.bar.settle(false); ok && !beginsName(s.box.Text) {
			s.search(text)
		}
	})
}

// search searches the present scope. An empty text leaves the search.
func (s *Search) search(text string) {
	if text == "" && s.nav.at.Searching {
		s.Leave()
		return
	}
	s.nav.search(text)
}

// submit searches at once, on Enter.
func (s *Search) submit() {
	s.completion.close()
	s.nav.stopTyping()
	s.bar.takeDate()
	if text, ok := s.bar.settle(true); ok {
		s.runHere(text)
	}
}

// runHere searches the present scope and adds the query to the history.
func (s *Search) runHere(text string) {
	s.history.add(text)
	s.search(text)
}

// Run shows a query in the box and searches for it.
func (s *Search) Run(scope library.Scope, text string) {
	s.shell.LeavePage()
	s.completion.close()
	s.bar.set(text)
	if text, ok := s.bar.settle(true); ok {
		s.history.add(text)
		s.nav.searchIn(scope, text)
	}
}

// RunSaved shows a saved search with the strictness that was saved.
func (s *Search) RunSaved(saved library.SavedSearch) {
	s.shell.LeavePage()
	s.completion.close()
	s.bar.set(saved.Query)
	if text, ok := s.bar.settle(true); ok {
		s.history.add(text)
		p := s.nav.searchPlace(library.Scope{}, text)
		p.Strictness = tidyStrictness(saved.Strictness)
		s.nav.enterSearch(p)
	}
}

// chipPicture puts the thumbnail of an example on a chip once the thumbnail is loaded.
func (s *Search) chipPicture(id library.PhotoID, v *kit.ChipView) {
	if img := s.grid.Cached(id); img != nil {
		v.Picture.Image = img
		return
	}
	kit.Load(s.tasks, func(ctx context.Context) (image.Image, error) { return s.backend.Thumbnail(ctx, id) },
		func(img image.Image, err error) {
			if err == nil && img != nil {
				v.SetPicture(img)
			}
		})
}

// FocusBox goes to the search box with its text selected, so that typing begins a new description.
func (s *Search) FocusBox() {
	s.shell.LeaveViewer()
	s.shell.LeavePage()
	s.shell.Focus(s.box)
	s.box.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// CloseOffers puts completions away until the text changes, and reports whether there were any.
func (s *Search) CloseOffers() bool { return s.completion.close() }
