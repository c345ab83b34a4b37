package service

import (
	"descry/app/notice"
	"descry/library"
	"descry/library/query"
)

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

// Ask is a question, chips included.
type Ask struct {
	// Query was parsed by the one who asks, who shows the mistakes of a text that can't be
	// parsed. It is not changed by anybody.
	Query query.Query
	Scope library.Scope
	Order Order
	// Strictness moves what counts as a match (search.Request): 0 as judged, above
	// it fewer.
	Strictness float64
	// AtLeast is how many photos the user has seen of the answer already; 0 for a
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
	Ranked  bool
	Notices []notice.Notice // sentences for the user
	// Examples are the photos that the query names with like:, in its order.
	Examples []ExamplePhoto
	// Liked and Rejected are the photos that the user called good answers to this
	// description, or none; those are not among the tiles.
	Liked, Rejected []library.PhotoID
	// Named are the named concepts that were read in the description.
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
	// photo, for the user to read: "tag: beach", "file name".
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
