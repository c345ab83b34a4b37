package service

import (
	"cmp"
	"context"
	"math"
	"slices"

	"descry/app/history"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// resultLimit is how many matches an answer begins with: more than fit on a screen, few enough
// to be listed at once. The other matches follow page by page.
const resultLimit = 1000

// fewWords is the largest number of meaningful words that say so little that less certain
// photos are shown at once: "dog", "a dog", "red car".
const fewWords = 2

// orders maps the window's orders of results to those of the search.
var orders = map[Order]search.Order{
	BestFirst: search.BestFirst, MostParts: search.MostParts,
	NewestResults: search.NewestFirst, OldestResults: search.OldestFirst,
}

// Search answers a query. Photos that the query names and that can't be found give
// query.Errors in the chain, with their places in the query's source. Long texts are cut, with
// a notice in Answer.
func (b *Session) Search(ctx context.Context, ask Ask) (Answer, error) {
	s := b.e.Searcher()
	a, err := s.asked(ctx, ask)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Examples: a.examples, Liked: a.Liked, Rejected: a.Disliked}
	if a.Query.Ranked() {
		err = b.ranked(ctx, s, a, ask, &answer)
	} else {
		answer.Tiles, err = b.e.Store.Tiles(ctx, a.Scope, a.Query.Filter, FilterSort(orders[ask.Order]))
	}
	return answer, err
}

// Relax tells of a query without a match what the query would find with one filter less, best
// first. Filters without which nothing is found either are left out. Relax takes as many
// searches as there are filters, so the window calls Relax once the answer is shown.
func (b *Session) Relax(ctx context.Context, ask Ask) ([]Relaxation, error) {
	s := b.e.Searcher()
	a, err := s.asked(ctx, ask)
	if err != nil {
		return nil, err
	}
	return s.Relax(ctx, a)
}

// FilterSort is the order in which photos are listed that are not ranked.
func FilterSort(order search.Order) library.Sort {
	if order == search.OldestFirst {
		return library.OldestFirst
	}
	return library.NewestFirst
}

// asked looks up what a search of the window needs.
func (s *Searcher) asked(ctx context.Context, ask Ask) (Request, error) {
	a, err := s.Understand(ctx, ask.Query, ask.Scope)
	a.Order, a.Strictness = orders[ask.Order], ask.Strictness
	return a, err
}

// ranked fills in the beginning of the ranking: the matches, and the less certain photos that
// are shown at once or were shown before.
func (b *Session) ranked(ctx context.Context, s *Searcher, a Request, ask Ask, answer *Answer) error {
	a.Limit, a.Weak = max(resultLimit, ask.AtLeast)+PageSize, max(PageSize, ask.AtLeast)
	found, info, err := s.Ask(ctx, a.Request)
	if err != nil {
		return err
	}
	shown := min(found.Good+found.Maybe, max(resultLimit, ask.AtLeast))
	if opensAtOnce(a.Query.Text, found.Good) && shown == found.Good+found.Maybe {
		shown += PageSize
	}
	shown = min(max(shown, ask.AtLeast), len(found.Results))
	answer.Ranked, answer.Notices, answer.Named = true, info.Notices, info.named
	answer.Good, answer.Maybe, answer.Left = found.Good, found.Maybe, found.Left+len(found.Results)-shown
	return b.tiles(ctx, found.Results[:shown], answer)
}

// opensAtOnce reports that less certain photos are shown at once. That is so after few words,
// which fit many photos a little, and where no match is good.
func opensAtOnce(text string, good int) bool {
	return good == 0 || len(query.Content(text)) <= fewWords
}

// Ranking is all photos of an answer, from the first of its tiles down to the last in scope.
// With 100,000 photos Ranking takes a few times as long as Search, so the window calls Ranking
// when the user wants more.
func (b *Session) Ranking(ctx context.Context, ask Ask) ([]library.PhotoID, error) {
	s := b.e.Searcher()
	a, err := s.asked(ctx, ask)
	if err != nil || !a.Query.Ranked() {
		return nil, err
	}
	a.Limit, a.Weak = math.MaxInt, math.MaxInt
	found, _, err := s.Ask(ctx, a.Request)
	ids := make([]library.PhotoID, len(found.Results))
	for i, r := range found.Results {
		ids[i] = r.Photo
	}
	return ids, err
}

// tiles fetches the tiles of the results, with their scores. Photos that were removed since
// are not counted.
func (b *Session) tiles(ctx context.Context, list []library.Result, answer *Answer) error {
	ids := make([]library.PhotoID, len(list))
	for i, r := range list {
		ids[i] = r.Photo
	}
	tiles, err := b.e.Store.TilesByID(ctx, ids)
	if err != nil {
		return err
	}
	at := 0
	for _, r := range list {
		switch {
		case at < len(tiles) && tiles[at].ID == r.Photo:
			tiles[at].Score = r.Score
			at++
		case r.Match == library.Good:
			answer.Good--
		case r.Match == library.Maybe:
			answer.Maybe--
		}
	}
	answer.Tiles = tiles
	return nil
}

// PrepareSearch loads what a search will need while the user still types, since loading a
// large model takes a second. Errors are left to the search.
func (b *Session) PrepareSearch(ctx context.Context) {
	s := b.e.Searcher()
	vectors, err := s.OpenVectors(ctx)
	if err == nil {
		err = s.LoadText(ctx)
	}
	if err == nil {
		err = vectors.Prepare(ctx)
	}
	if err == nil {
		err = s.Learned.Prepare(ctx)
	}
	if err != nil && ctx.Err() == nil {
		b.e.Log.Warn("prepare for a search", "err", err)
	}
}

// CountMatches is how many good matches a query has, for a filter alone how
// many photos.
func (b *Session) CountMatches(ctx context.Context, ask Ask) (int, error) {
	s := b.e.Searcher()
	a, err := s.asked(ctx, ask)
	if err != nil {
		return 0, err
	}
	return s.Count(ctx, a)
}

// LikeText is the word of the query language that names a photo as an example. The word has
// the photo's hash, which stays right when the file moves.
func (b *Session) LikeText(ctx context.Context, id library.PhotoID) (string, error) {
	hash, err := b.e.Store.PhotoHash(ctx, id)
	if err != nil {
		return "", err
	}
	return "like:" + string(hash[:likeDigits]), nil
}

// likeDigits are enough of a content hash to tell billions of photos apart.
const likeDigits = 20

// SaveSearch adds a search (ID 0) or replaces the one with its ID.
func (b *Session) SaveSearch(ctx context.Context, saved library.SavedSearch) (Change, error) {
	if _, err := query.Parse(saved.Query, query.Now()); err != nil {
		return Change{}, err
	}
	before, err := b.savedSearch(ctx, saved.ID)
	if err != nil {
		return Change{}, err
	}
	return b.do(ctx, saveLabel(before, saved), b.telling(history.Saving(b.e.Store, saved), SearchesChanged))
}

// DeleteSearch deletes a saved search, as a step that can be undone.
func (b *Session) DeleteSearch(ctx context.Context, id library.SavedSearchID) (Change, error) {
	before, err := b.savedSearch(ctx, id)
	if err != nil {
		return Change{}, err
	}
	return b.do(ctx, deleteSearchLabel(before), b.telling(history.Deleting(b.e.Store, id), SearchesChanged))
}

// savedSearch is the zero search where none has the id.
func (b *Session) savedSearch(ctx context.Context, id library.SavedSearchID) (found library.SavedSearch, err error) {
	list, err := b.e.Store.SavedSearches(ctx)
	for _, s := range list {
		if s.ID == id {
			found = s
		}
	}
	return found, err
}

// sortRelaxations sorts by the number of photos, the largest first.
func sortRelaxations(list []Relaxation) {
	slices.SortStableFunc(list, func(a, b Relaxation) int { return cmp.Compare(b.Photos, a.Photos) })
}
