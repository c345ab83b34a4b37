package ui

import (
	"time"

	"descry/library"
)

// keptSearch is a saved search with what the window knows of it.
type keptSearch struct {
	library.SavedSearch
	text    string // the query as the window writes it
	count   int
	counted bool
}

// keptSearches is the model behind the saved searches at the side.
type keptSearches struct {
	entries []keptSearch
	closed  bool // none of them shows
}

// set replaces the searches; what was counted of the same query stays until it is
// counted anew.
func (k *keptSearches) set(searches []library.SavedSearch, now time.Time) {
	old := k.entries
	k.entries = nil
	for _, s := range searches {
		entry := keptSearch{SavedSearch: s, text: canonical(s.Query, now)}
		for _, o := range old {
			if o.ID == s.ID && o.Query == s.Query && o.Strictness == s.Strictness {
				entry.count, entry.counted = o.count, o.counted
			}
		}
		k.entries = append(k.entries, entry)
	}
}

// setCount notes how many photos a search finds, and reports whether that is news.
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
func (k *keptSearches) at(p place) (keptSearch, bool) {
	for _, e := range k.entries {
		if p.Kind == searching && p.Scope == (library.Scope{}) && p.Text == e.text && p.Strictness == tidyStrictness(e.Strictness) {
			return e, true
		}
	}
	return keptSearch{}, false
}

// rows are what the sidebar shows of them.
func (k *keptSearches) rows() []folderRow {
	if len(k.entries) == 0 {
		return nil
	}
	rows := []folderRow{{Name: "Searches", Heading: true, Expandable: true, Open: !k.closed}}
	if k.closed {
		return rows
	}
	for _, e := range k.entries {
		rows = append(rows, folderRow{Search: e.ID, Name: e.Name, Count: e.count, Uncounted: !e.counted})
	}
	return rows
}
