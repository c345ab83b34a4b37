package search

import (
	"context"

	"descry/library"
	"descry/library/query"
)

// TextEncoder turns a description into a unit vector of the joint space. cut reports that the
// text was longer than the encoder reads.
type TextEncoder interface {
	// EncodeText encodes text. vec has the dimension of the model.
	EncodeText(ctx context.Context, text string) (vec []float32, cut bool, err error)
}

// Order is the order of results within the good matches, the maybes and the rest.
type Order int

// The orders of results.
const (
	BestFirst Order = iota
	MostParts       // photos that satisfy more clauses come first
	NewestFirst
	OldestFirst
)

// Request is a search that ranks: Query.Ranked holds, or there are examples.
type Request struct {
	Query    query.Query
	Examples []Example // the photos that Query.Examples name
	Scope    library.Scope
	Limit    int   // results at the most
	Weak     int   // how many of the results may be no match, at the most
	Order    Order // of the matches
	Clauses  bool  // fill in Result.Clauses
	Sight    bool  // tags, captions and names count for nothing
	// Strictness moves the levels at which good matches and maybes begin, both alike, in
	// units of the levels (one is a factor e in likelihood): more than 0 gives fewer
	// matches, less than 0 more. Neither the ranking nor the filter depends on
	// Strictness.
	Strictness float64
	// Liked and Disliked are the earlier answers to the query that the user judged,
	// oldest first. Liked photos are good matches and pull photos that look like them.
	// Disliked photos are left out and push photos that look more like a disliked photo
	// than like the query. Photos that the model has not seen yet neither pull nor push.
	Liked, Disliked []library.PhotoID
}

// weakest is how many results that are no match there may be.
func (r Request) weakest() int { return min(r.Weak, r.Limit) }

// Example is a photo that results are to be like, or unlike. A photo of the library is given
// by its id, any other by a unit vector of the model.
type Example struct {
	Photo    library.PhotoID
	Vector   []float32
	Weight   float32 // above 0
	Negative bool
}

// Answer is a ranked result.
type Answer struct {
	// Results are the good matches, then the maybes, both in the request's order, then the
	// rest, best first. A request with a larger limit gives the same results and more, as long
	// as the library stays as it is.
	Results []library.Result
	// Good and Maybe count all matches in the scope that pass the filter, also those beyond
	// the limit.
	Good, Maybe int
	// Left is how many photos follow the results, down to the last photo in scope that passes
	// the filter and has a vector, or words of the description written about it. Left is 0
	// where the limit is 0.
	Left int
	Cut  bool // the description was longer than the model reads
}
