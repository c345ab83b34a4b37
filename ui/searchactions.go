package ui

import (
	"context"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

// saveSearch keeps the present search under a name to be given.
func (w *Window) saveSearch() {
	at := w.nav.at
	if kept, ok := w.savedAt(at); ok {
		w.toasts.say("This search is saved already, as “"+kept.Name+"”.", "", nil)
		return
	}
	if !w.savable() {
		w.toasts.say("Search for something first; then it can be saved.", "", nil)
		return
	}
	text := w.wholeText(at)
	s := library.SavedSearch{Name: searchName(text, w.now()), Query: text, Strictness: at.Strictness}
	w.askForName("Save the search", s, func() {
		if at.Scope != (library.Scope{}) {
			w.runSaved(s)
		}
	})
}

// wholeText is a search with the folder it is limited to, so that it means the same
// from anywhere.
func (w *Window) wholeText(p place) string {
	path := w.side.ScopePath(p.Scope)
	if p.Scope.Folder == 0 || path == "" {
		return p.Text
	}
	return canonical(query.Add(p.Text, "folder:"+query.Quote(path)), w.now())
}

// updateSaved makes a saved search ask for what is shown.
func (w *Window) updateSaved(s library.SavedSearch) {
	text, at := w.wholeText(w.nav.at), w.nav.at
	s.Query, s.Strictness = text, at.Strictness
	w.changeSearch(s, func(err error) {
		if err != nil {
			w.sayError(err)
			return
		}
		if at.Scope != (library.Scope{}) {
			w.runSaved(s)
		}
	})
}

// changeSearch saves a search.
func (w *Window) changeSearch(s library.SavedSearch, done func(error)) {
	w.changes.Change(func(ctx context.Context) (service.Change, error) { return w.backend.SaveSearch(ctx, s) }, func(err error) {
		w.side.ListSearches()
		done(err)
	})
}
