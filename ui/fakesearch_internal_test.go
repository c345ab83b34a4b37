package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"descry/app/service"
	"descry/library"
)

func (f *fakeBackend) Relax(_ context.Context, ask service.Ask) ([]service.Relaxation, error) {
	f.called("Relax")
	return f.relax, nil
}

func (f *fakeBackend) Ranking(_ context.Context, ask service.Ask) ([]library.PhotoID, error) {
	f.called("Ranking")
	if f.ranking == nil {
		return nil, nil
	}
	return f.ranking(ask)
}

func (f *fakeBackend) TilesOf(_ context.Context, ids []library.PhotoID) ([]library.Tile, error) {
	f.called("TilesOf")
	return tilesOf(ids...), nil
}

func (f *fakeBackend) Why(_ context.Context, ask service.Ask, id library.PhotoID) (service.Why, error) {
	f.called("Why")
	if f.why == nil {
		return service.Why{}, nil
	}
	return f.why(ask, id)
}

func (f *fakeBackend) Heat(ctx context.Context, id library.PhotoID, part string) (service.Heat, error) {
	f.called("Heat " + part)
	if f.heat == nil {
		return service.Heat{}, nil
	}
	return f.heat(ctx, id, part)
}

func (f *fakeBackend) LikeText(_ context.Context, id library.PhotoID) (string, error) {
	return likeText(id), nil
}

// likeText names a photo by a hash of its own.
func likeText(id library.PhotoID) string {
	return fmt.Sprintf("like:%016x", 0xabcdef0000000000|uint64(id))
}

func (f *fakeBackend) CountMatches(_ context.Context, ask service.Ask) (int, error) {
	f.called("CountMatches " + ask.Query.Source)
	if f.matches == nil {
		return 0, nil
	}
	return f.matches(ask)
}

func (f *fakeBackend) SavedSearches(context.Context) ([]library.SavedSearch, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.searches), nil
}

func (f *fakeBackend) SaveSearch(_ context.Context, s library.SavedSearch) (service.Change, error) {
	f.called("SaveSearch")
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, old := range f.searches {
		if old.Name == s.Name && old.ID != s.ID {
			return service.Change{}, library.ErrNameTaken
		}
	}
	label := "Changed the search " + s.Name
	if s.ID == 0 {
		for _, old := range f.searches {
			s.ID = max(s.ID, old.ID)
		}
		s.ID++
		label = "Saved the search " + s.Name
	}
	list := append(slices.DeleteFunc(slices.Clone(f.searches), func(o library.SavedSearch) bool { return o.ID == s.ID }), s)
	slices.SortFunc(list, func(a, b library.SavedSearch) int { return cmp.Compare(a.Name, b.Name) })
	return f.keep(label, list), nil
}

func (f *fakeBackend) DeleteSearch(_ context.Context, id library.SavedSearchID) (service.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.DeleteFunc(slices.Clone(f.searches), func(o library.SavedSearch) bool { return o.ID == id })
	return f.keep("Deleted the search", list), nil
}

// keep replaces the searches; mu is held.
func (f *fakeBackend) keep(label string, list []library.SavedSearch) service.Change {
	put := func(list []library.SavedSearch) func() {
		return func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.searches = list
		}
	}
	before := f.searches
	f.searches = list
	return f.remember(label, put(before), put(list), service.SearchesChanged)
}

func (f *fakeBackend) FacetValues(_ context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error) {
	f.called("FacetValues " + prefix)
	if f.facets == nil {
		return nil, nil
	}
	values, err := f.facets(facet, prefix)
	return values[:min(len(values), limit)], err
}
