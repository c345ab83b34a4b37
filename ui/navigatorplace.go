package ui

import (
	"time"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

// placeKind tells what fills the grid.
type placeKind int

const (
	browsing placeKind = iota
	searching
)

// place is somewhere the owner can be: a listing or a search. Two places are the
// same when they compare equal.
type place struct {
	Kind  placeKind
	Scope library.Scope
	Sort  library.Sort  // browsing only
	Text  string        // searching only, in the query language
	Order service.Order // searching only
	// Strictness is that of Ask; searching only.
	Strictness float64
}

// listing is what a place holds. Of the answer, a browsed place has the tiles
// only. What is the description that was searched for, without filters.
type listing struct {
	service.Answer
	Relax []service.Relaxation // what one filter less would give, once that is known
	Place place
	Ask   service.Ask // that the answer is to; of a search only
	What  string
	Took  time.Duration
	rest  []library.PhotoID // what follows the tiles, nil until it is asked for
	grown bool              // the owner has seen more of it than comes by itself
}

// spot is where in a listing the owner was: how far down, what was selected, and how
// many photos were shown, 0 where no more than come by themselves.
type spot struct {
	offset   float32
	selected []library.PhotoID
	shown    int
}

// frame is a place on the way back: what was shown there and how far down.
type frame struct {
	place   place
	listing listing
	loaded  bool // listing is of this place
	spot    spot
	changes uint64 // of the library when it was listed
}

// ask is what a search place asks of the backend; query.Errors where its text can't be
// parsed.
func (p place) ask() (service.Ask, error) {
	q, err := query.Parse(p.Text, query.Now())
	return service.Ask{Query: q, Scope: p.Scope, Order: p.Order, Strictness: p.Strictness}, err
}
