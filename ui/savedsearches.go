package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/tagname"
)

// updateSearches lists the saved searches and counts what each finds; counting is
// searching, so it is left for later while none of it is to be seen, and done less
// often where it takes long.
func (w *Window) updateSearches(ctx context.Context) {
	searches, err := w.backend.SavedSearches(ctx)
	if err != nil {
		w.tasks.Apply(func() { w.sayError(err) })
		return
	}
	w.tasks.Apply(func() { w.showSearches(searches) })
	if w.sideHidden.Load() {
		w.uncounted.Store(true)
		return
	}
	start := time.Now()
	for _, s := range searches {
		n, err := w.backend.CountMatches(ctx, service.Ask{Text: s.Query, Strictness: s.Strictness})
		if err != nil {
			continue // its count stays what it was; the search itself will tell
		}
		w.tasks.Apply(func() {
			if w.kept.setCount(s, n) {
				w.side.refresh()
			}
		})
	}
	rest(ctx, photosShare*time.Since(start)-searchesPace)
}

func (w *Window) showSearches(searches []library.SavedSearch) {
	w.kept.set(searches, w.now())
	w.side.refresh()
	w.updateNotice()
}

// followSide notes whether the side is to be seen, and counts what was left.
func (w *Window) followSide() {
	hidden := !w.zones.sidebarShown()
	w.sideHidden.Store(hidden)
	if !hidden && w.uncounted.Swap(false) {
		w.searchesChanged.Fire()
		w.tagsChanged.Fire()
	}
}

// markPlace marks at the side where the owner is.
func (w *Window) markPlace() {
	current, _ := w.kept.at(w.nav.at)
	w.side.setTag(w.tagAt())
	w.side.setCurrent(w.nav.at.Scope, current.ID)
}

// savable reports whether what is shown is a search that is not saved yet.
func (w *Window) savable() bool {
	_, kept := w.kept.at(w.nav.at)
	return w.nav.at.Kind == searching && w.nav.loaded && !kept
}

// chooseRow goes to what a row of the sidebar stands for.
func (w *Window) chooseRow(row folderRow) {
	if w.zones.side.sink() {
		w.rearrange()
	}
	switch {
	case row.Untagged:
		w.showQuery(tagname.UntaggedQuery)
		return
	case row.Section != noSection:
		w.showTag(row.Tag)
		return
	case row.Search == 0:
		w.chooseScope(row.Scope)
		return
	}
	if s, ok := w.kept.byID(row.Search); ok {
		w.runSaved(s.SavedSearch)
	}
}

// rowMenu opens the context menu of a row of the sidebar.
func (w *Window) rowMenu(row folderRow, at fyne.Position) {
	switch {
	case row.Section != noSection:
		w.tagMenu(row, at)
		return
	case row.Search == 0:
		w.folderMenu(row, at)
		return
	}
	s, ok := w.kept.byID(row.Search)
	if !ok {
		return
	}
	update := fyne.NewMenuItem("Update to the current search", func() { w.updateSaved(s.SavedSearch) })
	update.Disabled = !w.savable()
	w.popUp(at,
		fyne.NewMenuItem("Show", func() { w.chooseRow(row) }),
		fyne.NewMenuItem("Rename…", func() { w.askForName("Rename the search", s.SavedSearch, nil) }),
		update,
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Delete", func() { w.deleteSearch(s.SavedSearch) }))
}
