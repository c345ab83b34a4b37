package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
	"descry/ui/query"
)

// newSearch makes the search, which decides what the window shows.
func (w *Window) newSearch() *query.Search {
	return query.New(query.Options{
		Backend: w.backend, Shell: searchShell{pageShell{w}}, Side: searchSide{w}, Tasks: w.tasks, Log: w.log,
		Now: func() time.Time { return w.now() }, After: w.after,
		Grid: w.grid, Above: w.folders.Question(), Empty: w.empty.root, History: w.state.History, Order: w.state.Order,
	})
}

// showQuery searches the whole library, from the viewer as well.
func (w *Window) showQuery(text string) {
	w.closeViewer()
	w.search.Run(library.Scope{}, text)
}

// closeViewer returns to the photos where the viewer is open.
func (w *Window) closeViewer() {
	if w.zones.viewing {
		w.leaveViewer(w.viewer.Current())
	}
}

// searchShell implements query.Shell with the window.
type searchShell struct{ pageShell }

var _ query.Shell = searchShell{}

// MainMenu implements query.Shell.
func (s searchShell) MainMenu(below fyne.CanvasObject) { s.mainMenu(below) }

// ShowLanguage implements query.Shell.
func (s searchShell) ShowLanguage() { s.showLanguage() }

// Undo implements query.Shell.
func (s searchShell) Undo() { s.changes.Undo() }

// Save implements query.Shell.
func (s searchShell) Save() { s.save() }

// LeavePage implements query.Shell.
func (s searchShell) LeavePage() { s.closePage() }

// LeaveViewer implements query.Shell.
func (s searchShell) LeaveViewer() { s.closeViewer() }

// Viewing implements query.Shell.
func (s searchShell) Viewing() bool { return s.zones.viewing }

// Chosen implements query.Shell.
func (s searchShell) Chosen() []library.PhotoID { return s.chosen() }

// AskForTags implements query.Shell.
func (s searchShell) AskForTags() { s.tags.AskForTags() }

// CopyPaths implements query.Shell.
func (s searchShell) CopyPaths() { s.copySelectedPaths() }

// Showing implements query.Shell. A notice takes the place of photos where there are none.
func (s searchShell) Showing(photos bool) {
	kit.SetVisible(s.empty.root, !photos)
	if !photos {
		s.empty.show(noticeFor(s.situation()))
	}
	s.side.MarkPlace()
}

// Renewed implements query.Shell.
func (s searchShell) Renewed(tiles []library.Tile) {
	if s.zones.viewing && s.page == nil {
		s.renewViewer(tiles)
	}
}

// Grown implements query.Shell.
func (s searchShell) Grown(tiles []library.Tile) {
	if s.zones.viewing && s.page == nil {
		s.viewer.SetTiles(tiles)
	}
}

// SelectionChanged implements query.Shell.
func (s searchShell) SelectionChanged() { s.selectionChanged() }

// Regrown implements query.Shell. Panels that float begin below the search.
func (s searchShell) Regrown() {
	if s.zones != nil && (s.zones.side.floats() || s.zones.info.floats()) {
		kit.Relayout(s.content)
	}
}

// searchSide is the part of the sidebar that the search knows.
type searchSide struct{ *Window }

var _ query.Side = searchSide{}

// Folders implements query.Side.
func (s searchSide) Folders() []library.Folder { return s.side.Folders() }

// ScopeName implements query.Side.
func (s searchSide) ScopeName(scope library.Scope) string { return s.side.ScopeName(scope) }

// ScopePath implements query.Side.
func (s searchSide) ScopePath(scope library.Scope) string { return s.side.ScopePath(scope) }

// SavedAt implements query.Side.
func (s searchSide) SavedAt(p query.Place) (library.SavedSearch, bool) {
	return s.side.SearchAt(sidePlace(p))
}

// ListSearches implements query.Side.
func (s searchSide) ListSearches() { s.side.ListSearches() }
