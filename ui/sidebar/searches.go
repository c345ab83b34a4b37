package sidebar

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// keptSearch is a saved search with its place and its count.
type keptSearch struct {
	library.SavedSearch
	place   Place // where the search leads
	count   int
	counted bool
}

// keptSearches is the model behind the saved searches at the side.
type keptSearches struct {
	entries []keptSearch
	closed  bool // the heading is closed, so no search is shown
}

// set replaces the searches. The count of the same query stays until the query is counted
// anew.
func (k *keptSearches) set(searches []library.SavedSearch, placeOf func(library.SavedSearch) Place) {
	old := k.entries
	k.entries = nil
	for _, s := range searches {
		entry := keptSearch{SavedSearch: s, place: placeOf(s)}
		for _, o := range old {
			if o.ID == s.ID && o.Query == s.Query && o.Strictness == s.Strictness {
				entry.count, entry.counted = o.count, o.counted
			}
		}
		k.entries = append(k.entries, entry)
	}
	message.SortByName(k.entries, func(e keptSearch) string { return e.Name })
}

// setCount notes how many photos a search finds, and reports whether the number changed.
func (k *keptSearches) setCount(s library.SavedSearch, n int) bool {
	for i := range k.entries {
		e := &k.entries[i]
		if e.ID == s.ID && e.Query == s.Query && e.Strictness == s.Strictness && (!e.counted || e.count != n) {
			e.count, e.counted = n, true
			return true
		}
	}
	return false
}

func (k *keptSearches) byID(id library.SavedSearchID) (keptSearch, bool) {
	for _, e := range k.entries {
		if e.ID == id {
			return e, true
		}
	}
	return keptSearch{}, false
}

// at finds the search that a place shows.
func (k *keptSearches) at(p Place) (keptSearch, bool) {
	for _, e := range k.entries {
		if p == e.place {
			return e, true
		}
	}
	return keptSearch{}, false
}

// rows are the searches' rows in the sidebar.
func (k *keptSearches) rows() []Row {
	if len(k.entries) == 0 {
		return nil
	}
	rows := []Row{{Name: message.Text("sidebar-searches", nil), Heading: true, Expandable: true, Open: !k.closed}}
	if k.closed {
		return rows
	}
	for _, e := range k.entries {
		rows = append(rows, Row{Search: e.ID, Name: e.Name, Count: e.count, Uncounted: !e.counted})
	}
	return rows
}

// searchesPace is how often saved searches are counted anew at most.
const (
	searchesPace  = 2 * time.Second
	searchesShare = 40 // and this many times as long as counting took
)

// updateSearches lists the saved searches and counts what each finds. Counting is searching,
// so counting waits while no search is shown, and is done less often where it takes long.
func (s *Sidebar) updateSearches(ctx context.Context) {
	searches, err := s.backend.SavedSearches(ctx)
	if err != nil {
		s.tasks.Apply(func() { s.shell.SayError(err) })
		return
	}
	s.tasks.Apply(func() { s.showSearches(searches) })
	if s.hidden.Load() {
		s.uncounted.Store(true)
		return
	}
	start := time.Now()
	for _, search := range searches {
		n, err := s.countMatches(ctx, search)
		if err != nil {
			continue // the count stays, and the search itself shows the error
		}
		s.tasks.Apply(func() {
			if s.kept.setCount(search, n) {
				s.Refresh()
			}
		})
	}
	kit.Rest(ctx, searchesShare*time.Since(start)-searchesPace)
}

// countMatches is how many photos a saved search finds.
func (s *Sidebar) countMatches(ctx context.Context, search library.SavedSearch) (int, error) {
	q, err := query.Parse(search.Query, query.Now())
	if err != nil {
		return 0, err
	}
	return s.backend.CountMatches(ctx, service.Ask{Query: q, Strictness: search.Strictness})
}

func (s *Sidebar) showSearches(searches []library.SavedSearch) {
	s.kept.set(searches, s.shell.PlaceOf)
	s.Refresh()
	s.shell.SearchesListed()
}

// searchMenu opens the context menu of a saved search.
func (s *Sidebar) searchMenu(row Row, at fyne.Position) {
	kept, ok := s.kept.byID(row.Search)
	if !ok {
		return
	}
	search := kept.SavedSearch
	update := fyne.NewMenuItem(message.Text("sidebar-search-update", nil), func() { s.searches.UpdateSaved(search) })
	update.Disabled = !s.searches.Savable()
	s.shell.PopUp(at,
		fyne.NewMenuItem(message.Text("sidebar-show", nil), func() { s.show(row) }),
		fyne.NewMenuItem(message.Text("sidebar-rename", nil), func() { s.searches.Rename(search) }),
		update,
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(message.Text("sidebar-search-delete", nil), func() { s.deleteSearch(search.ID) }))
}

// deleteSearch deletes a search without a question, since deleting can be undone.
func (s *Sidebar) deleteSearch(id library.SavedSearchID) {
	s.shell.Change(func(ctx context.Context) (service.Change, error) { return s.backend.DeleteSearch(ctx, id) }, func(err error) {
		s.ListSearches()
		s.shell.SayError(err)
	})
}
