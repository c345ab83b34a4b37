package ui

import (
	"context"

	"descry/app/service"
	"descry/library"
)

// SearchBackend is what the window asks of the program to find photos. The rules
// of Backend hold: any goroutine, one sentence per error.
type SearchBackend interface {
	// Search answers a query. Photos that it names and that are not to be had give
	// query.Errors in the chain, with their places in the query's source. Long texts are
	// cut with a notice in Answer.
	Search(ctx context.Context, ask service.Ask) (service.Answer, error)
	// Ranking is all photos that an answer goes on to, from the first of its tiles
	// down to the last in scope. With 100,000 photos it takes a few times as long as
	// Search, so it is asked when the owner wants more.
	Ranking(ctx context.Context, ask service.Ask) ([]library.PhotoID, error)
	// TilesOf are the tiles of photos in the order given; those that are gone are
	// left out.
	TilesOf(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error)
	// Relax tells of a query that found no match what it would find with one
	// filter less, best first; those that would find nothing are left out. It is
	// as many searches as there are filters, so it is asked when the answer stands.
	Relax(ctx context.Context, ask service.Ask) ([]service.Relaxation, error)
	// PrepareSearch loads what a search will need, while the owner still types: a
	// large model takes a second. What goes wrong the search will tell.
	PrepareSearch(ctx context.Context)
	// LikeText is the word of the query language that names a photo as an example.
	LikeText(ctx context.Context, id library.PhotoID) (string, error)
	// SaveSearch adds a search (ID 0) or changes the one with its ID.
	SaveSearch(ctx context.Context, s library.SavedSearch) (service.Change, error)
	// FacetValues lists what a filter can be completed to, most photos first.
	FacetValues(ctx context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error)
}
