package app

import (
	"cmp"
	"context"
	"slices"

	"descry/library"
	"descry/library/query"
	"descry/library/search"
	"descry/ui"
)

// resultLimit is how many photos a search shows: more than anyone scrolls
// through, few enough to lay out at once.
const resultLimit = 1000

// nearest is how many photos are shown when none is a match.
const nearest = 3

// orders are the window's orders of results in the words of the search.
var orders = map[ui.Order]search.Order{
	ui.BestFirst: search.BestFirst, ui.MostParts: search.MostParts,
	ui.NewestResults: search.NewestFirst, ui.OldestResults: search.OldestFirst,
}

// Search implements ui.SearchBackend.
func (b *backend) Search(ctx context.Context, ask ui.Ask) (ui.Answer, error) {
	s := b.e.searcher()
	a, err := s.understand(ctx, ask.Text, ask.Scope)
	if err != nil {
		return ui.Answer{}, owned(err)
	}
	answer := ui.Answer{Examples: a.examples, Liked: a.Liked, Rejected: a.Disliked}
	if a.Query.Ranked() {
		err = b.ranked(ctx, s, a, ask.Order, &answer)
	} else {
		answer.Tiles, err = b.e.store.Tiles(ctx, a.Scope, a.Query.Filter, filterSort(orders[ask.Order]))
	}
	return answer, owned(err)
}

// Relax implements ui.SearchBackend.
func (b *backend) Relax(ctx context.Context, ask ui.Ask) ([]ui.Relaxation, error) {
	s := b.e.searcher()
	a, err := s.understand(ctx, ask.Text, ask.Scope)
	if err != nil {
		return nil, owned(err)
	}
	list, err := s.relax(ctx, a)
	return list, owned(err)
}

// filterSort is the order of photos that are listed, not ranked.
func filterSort(order search.Order) library.Sort {
	if order == search.OldestFirst {
		return library.OldestFirst
	}
	return library.NewestFirst
}

// ranked fills in the matches of a query, or the nearest if there is none.
func (b *backend) ranked(ctx context.Context, s *searcher, a asked, order ui.Order, answer *ui.Answer) error {
	a.Limit, a.Weak, a.Order = resultLimit, nearest, orders[order]
	found, heard, err := s.ask(ctx, a.Request)
	if err != nil {
		return err
	}
	list := matchesOnly(found.Results)
	if len(list) == 0 {
		list = found.Results // no more than the nearest
	}
	answer.Ranked, answer.Notice, answer.AllGood, answer.Named = true, heard.notice, found.Good, heard.named
	return b.tiles(ctx, list, answer)
}

// matchesOnly cuts off what is neither a good match nor a maybe.
func matchesOnly(list []library.Result) []library.Result {
	end, _ := slices.BinarySearchFunc(list, library.Weak, func(r library.Result, m library.Match) int { return cmp.Compare(r.Match, m) })
	return list[:end]
}

// tiles fetches what the grid needs of the results, scores kept.
func (b *backend) tiles(ctx context.Context, list []library.Result, answer *ui.Answer) error {
	ids := make([]library.PhotoID, len(list))
	byID := make(map[library.PhotoID]library.Result, len(list))
	for i, r := range list {
		ids[i], byID[r.Photo] = r.Photo, r
	}
	tiles, err := b.e.store.TilesByID(ctx, ids)
	for i, t := range tiles {
		r := byID[t.ID]
		tiles[i].Score = r.Score
		switch r.Match {
		case library.Good:
			answer.Good++
		case library.Maybe:
			answer.Maybe++
		}
	}
	answer.Tiles = tiles
	return err
}

// PrepareSearch implements ui.SearchBackend.
func (b *backend) PrepareSearch(ctx context.Context) {
	s := b.e.searcher()
	_, err := s.openVectors(ctx)
	if err == nil {
		err = s.loadText(ctx)
	}
	if err == nil {
		_, err = s.meanText(ctx)
	}
	if err == nil {
		_, err = s.named(ctx)
	}
	if err != nil && ctx.Err() == nil {
		b.e.log.Warn("prepare for a search", "err", err)
	}
}

// CountMatches implements ui.SearchBackend.
func (b *backend) CountMatches(ctx context.Context, ask ui.Ask) (int, error) {
	s := b.e.searcher()
	a, err := s.understand(ctx, ask.Text, ask.Scope)
	if err != nil {
		return 0, owned(err)
	}
	n, err := s.count(ctx, a)
	return n, owned(err)
}

// LikeText implements ui.SearchBackend. A hash stays right when the file moves.
func (b *backend) LikeText(ctx context.Context, id library.PhotoID) (string, error) {
	p, err := b.e.store.Photo(ctx, id)
	if err != nil {
		return "", owned(err)
	}
	return "like:" + string(p.Hash[:likeDigits]), nil
}

// likeDigits are enough of a content hash to tell billions of photos apart.
const likeDigits = 20

// SavedSearches implements ui.SearchBackend.
func (b *backend) SavedSearches(ctx context.Context) ([]library.SavedSearch, error) {
	list, err := b.e.store.SavedSearches(ctx)
	return list, owned(err)
}

// SaveSearch implements ui.SearchBackend.
func (b *backend) SaveSearch(ctx context.Context, saved library.SavedSearch) (library.SavedSearchID, error) {
	if _, err := query.Parse(saved.Query, clockNow()); err != nil {
		return 0, owned(err)
	}
	id, err := b.e.store.SaveSearch(ctx, saved)
	if err == nil {
		b.events.send(ui.SearchesChanged)
	}
	return id, owned(err)
}

// DeleteSearch implements ui.SearchBackend.
func (b *backend) DeleteSearch(ctx context.Context, id library.SavedSearchID) error {
	err := b.e.store.DeleteSearch(ctx, id)
	b.events.send(ui.SearchesChanged)
	return owned(err)
}

// FacetValues implements ui.SearchBackend.
func (b *backend) FacetValues(ctx context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error) {
	list, err := b.e.store.FacetValues(ctx, facet, prefix, limit)
	return list, owned(err)
}

// sortRelaxations puts those first that give most.
func sortRelaxations(list []ui.Relaxation) {
	slices.SortStableFunc(list, func(a, b ui.Relaxation) int { return cmp.Compare(b.Photos, a.Photos) })
}
