package ui

import (
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/library"
	"descry/ui/query"
	"descry/ui/sidebar"
)

// sideShell implements sidebar.Shell with the window.
type sideShell struct{ pageShell }

var _ sidebar.Shell = sideShell{}

func (w *Window) newSidebar() *sidebar.Sidebar {
	return sidebar.New(sidebar.Options{
		Backend: w.backend, Shell: sideShell{pageShell{w}}, Searches: w.search, Tags: w.tags, Tasks: w.tasks, Now: func() time.Time { return w.now() },
		Pages: []sidebar.Page{
			{Name: learnName(), Icon: learnIcon, Toggle: w.toggleLearn},
			{Name: modelsName(), Icon: fynetheme.VisibilityIcon(), Toggle: w.toggleModels},
		},
	})
}

// sidePlace is a place without the order of its photos, which the sidebar doesn't know.
func sidePlace(p query.Place) sidebar.Place {
	return sidebar.Place{Scope: p.Scope, Searching: p.Searching, Query: p.Text, Strictness: p.Strictness}
}

// followSide tells the sidebar whether it is to be seen.
func (w *Window) followSide() { w.side.SetHidden(!w.zones.sidebarShown()) }

// Place is where the user is.
func (s sideShell) Place() sidebar.Place { return sidePlace(s.search.At()) }

// PlaceOf is where a saved search leads.
func (s sideShell) PlaceOf(search library.SavedSearch) sidebar.Place {
	return sidePlace(s.search.PlaceOf(search))
}

// ShowQuery searches the whole library.
func (s sideShell) ShowQuery(text string) { s.showQuery(text) }

// Leave closes the sidebar if it floats.
func (s sideShell) Leave() {
	if s.zones.side.sink() {
		s.rearrange()
	}
}

// SearchesListed updates whether the shown search can be saved.
func (s sideShell) SearchesListed() { s.search.Update() }

// PopUp opens a menu.
func (s sideShell) PopUp(at fyne.Position, items ...*fyne.MenuItem) { s.popUp(at, items...) }

// AddFolder opens the sheet in which a folder is added.
func (s sideShell) AddFolder() { s.folders.Ask() }

// ConfirmGone asks whether the photos that went from a place were deleted.
func (s sideShell) ConfirmGone(p library.Place) { s.folders.ConfirmGone(p) }
