package search

import (
	"context"

	"descry/library"
	"descry/library/query"
)

// TextEncoder turns a description into a unit vector of the joint space. Cut
// reports that the text was longer than the encoder reads.
type TextEncoder interface {
	EncodeText(ctx context.Context, text string) (vec []float32, cut bool, err error)
}

// Order is the order of results within the good matches, the maybes and the rest.
type Order int

// The orders of results.
const (
	BestFirst Order = iota
	MostParts       // those that satisfy more clauses first
	NewestFirst
	OldestFirst
)

// Request is a search that ranks: Query.Ranked holds, or there are examples.
type Request struct {
	Query    query.Query
	Examples []Example // what Query.Examples stand for
	Scope    library.Scope
	Limit    int   // results at the most
	Weak     int   // and of these, at the most so many that are no match
	Order    Order // of the matches
	Clauses  bool  // fill in Result.Clauses
	Sight    bool  // what is written about photos counts for nothing
	// Strictness moves where good matches and maybes begin, both alike, in units of
	// the levels (one is a factor e in likelihood): 0 as judged, above it fewer
	// photos, below it more. It changes neither the ranking nor what the filter lets
	// pass.
	Strictness float64
	// Liked and Disliked are what the user said of earlier answers to the query,
	// oldest first: the liked ones are good matches and pull what looks like them,
	// the others are left out and push what looks more like them than the query.
	// Photos that the model has not seen yet do neither.
	Liked, Disliked []library.PhotoID
}

// weakest is how many results that are no match there may be.
func (r Request) weakest() int { return min(r.Weak, r.Limit) }

// Example is a photo that results are to be like, or unlike. It is known by its
// id, or by a vector of the model when it is not in the library.
type Example struct {
	Photo    library.PhotoID
	Vector   []float32
	Weight   float32
	Negative bool
}

// Answer is a ranked result.
type Answer struct {
	// Results are the good matches, then the maybes, both in the order that was
	// asked for, then what is less certain, best first. A request for more gives
	// the same and what follows, as long as the library stays as it is.
	Results []library.Result
	// Good and Maybe count all in the scope that pass the filter, also those
	// beyond the limit.
	Good, Maybe int
	// Left is how many photos follow the results, down to the last in scope that
	// passes the filter and has a vector, or words of the description about it. It
	// is 0 where no results were asked for.
	Left int
	Cut  bool // the description was longer than the model reads
}
