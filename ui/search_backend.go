package ui

import (
	"context"

	"descry/library"
)

// SearchBackend is what the window asks of the program to find photos. The rules
// of Backend hold: any goroutine, one sentence per error.
type SearchBackend interface {
	// Search answers a query in the query language (package descry/library/query).
	// A query that can't be understood gives query.Errors in the chain, with the
	// places in Ask.Text. Long texts are cut with a notice in Answer.
	Search(ctx context.Context, ask Ask) (Answer, error)
	// Ranking is all photos that an answer goes on to, from the first of its tiles
	// down to the last in scope. With 100,000 photos it takes a few times as long as
	// Search, so it is asked when the owner wants more.
	Ranking(ctx context.Context, ask Ask) ([]library.PhotoID, error)
	// TilesOf are the tiles of photos in the order given; those that are gone are
	// left out.
	TilesOf(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error)
	// Relax tells of a query that found no match what it would find with one
	// filter less, best first; those that would find nothing are left out. It is
	// as many searches as there are filters, so it is asked when the answer stands.
	Relax(ctx context.Context, ask Ask) ([]Relaxation, error)
	// PrepareSearch loads what a search will need, while the owner still types: a
	// large model takes a second. What goes wrong the search will tell.
	PrepareSearch(ctx context.Context)
	// Why tells how well one photo satisfies each part of a query; Parts is empty
	// for a query of filters alone. Without heat maps it takes a few milliseconds.
	Why(ctx context.Context, ask Ask, id library.PhotoID) (Why, error)
	// Heat tells where in a photo a part of a query is seen. It runs the vision
	// tower, so it takes tens of milliseconds to seconds, and gives a Heat without
	// Values when the model in use has no such output.
	Heat(ctx context.Context, id library.PhotoID, part string) (Heat, error)
	// LikeText is the word of the query language that names a photo as an example.
	LikeText(ctx context.Context, id library.PhotoID) (string, error)
	// CountMatches is how many good matches a query has, for a filter alone how
	// many photos.
	CountMatches(ctx context.Context, ask Ask) (int, error)
	// SavedSearches lists the owner's searches by name.
	SavedSearches(ctx context.Context) ([]library.SavedSearch, error)
	// SaveSearch adds a search (ID 0) or changes the one with its ID.
	SaveSearch(ctx context.Context, s library.SavedSearch) (Change, error)
	DeleteSearch(ctx context.Context, id library.SavedSearchID) (Change, error)
	// FacetValues lists what a filter can be completed to, most photos first.
	FacetValues(ctx context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error)
}

// Order is the order of results.
type Order int

// The orders of results. The ones by date hold within the good matches and within
// the maybes.
const (
	BestFirst Order = iota
	MostParts       // those that satisfy more parts of the description first
	NewestResults
	OldestResults
)

// Ask is a question. Two are the same when they compare equal.
type Ask struct {
	Text  string // in the query language, chips included
	Scope library.Scope
	Order Order
	// Strictness moves what counts as a match (search.Request): 0 as judged, above
	// it fewer.
	Strictness float64
	// AtLeast is how many photos the owner has seen of the answer already; 0 for a
	// question that was not asked before. So many tiles come as far as there are
	// photos, less certain ones included.
	AtLeast int
}

// PageSize is how many photos are shown at a time after those of the answer.
const PageSize = 200

// Answer is a ranked search result.
type Answer struct {
	// Tiles begin with the good matches, then come the maybes. A page of those that
	// are less certain follows where the description is short or nothing is good. A
	// query of filters alone lists all photos that pass.
	Tiles []library.Tile
	// Good and Maybe say how many photos in scope are which, shown or not.
	Good, Maybe int
	// Left is how many photos follow the tiles in the ranking, down to the last in
	// scope. Those that the model hasn't seen yet don't count.
	Left int
	// Ranked is false for a query of filters alone: nothing is good or maybe.
	Ranked bool
	Notice string // a sentence for the owner, or ""
	// Examples are the photos that the query names with like:, in its order.
	Examples []ExamplePhoto
	// Liked and Rejected are the photos that the owner called good answers to this
	// description, or none; those are not among the tiles.
	Liked, Rejected []library.PhotoID
	// Named are the named things that were read in the description.
	Named []string
}

// Relaxation is a query with one filter less.
type Relaxation struct {
	Label  string // of the filter, as on its chip
	Text   string // the query without it
	Photos int    // good matches then, or photos that pass when nothing is ranked
}

// ExamplePhoto says which photo a like: names.
type ExamplePhoto struct {
	Ref   string // as in the query
	Photo library.PhotoID
	Name  string // of the file
}

// Why is what speaks for a photo as an answer to a query.
type Why struct {
	Match library.Match
	Parts []Part
	// Written are the places where words of the query are written about the
	// photo, for the owner to read: "tag: beach", "file name".
	Written []string
}

// Part is a clause of the description with how much of it is in the photo.
type Part struct {
	Text     string
	Negative bool // not wanted
	// Strength is from 0 to 1: 0.5 is where a maybe begins, 0.75 a good match.
	Strength float32
	Match    library.Match // Good: it is there; Weak: it is not
}

// Heat is a coarse map over the whole photo, upright: row by row from the top
// left, 0 = nothing of it there, 1 = the place that fits best.
type Heat struct {
	Columns, Rows int
	Values        []float32
}
