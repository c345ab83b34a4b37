package service

import (
	"descry/app/notice"
	"descry/library"
	"descry/library/query"
)

// Order is the order of results.
type Order int

// The orders of results. The orders by date hold within the good matches and within the
// maybes.
const (
	BestFirst Order = iota
	MostParts       // photos that satisfy more parts of the description first
	NewestResults
	OldestResults
)

// Ask is a search of the window, chips included.
type Ask struct {
	// Query is parsed by the caller, who shows the mistakes of a text that can't be parsed.
	// Nobody changes the query.
	Query query.Query
	Scope library.Scope
	Order Order
	// Strictness moves what counts as a match (search.Request). With 0 all matches count,
	// above 0 fewer.
	Strictness float64
	// AtLeast is the number of photos of the answer that the user has seen already, 0 for a
	// new search. The answer has that many tiles where there are as many photos, less certain
	// ones included.
	AtLeast int
}

// PageSize is how many photos are shown at a time after the first tiles of an answer.
const PageSize = 200

// Answer is a ranked search result.
type Answer struct {
	// Tiles begin with the good matches, and the maybes follow. A page of less certain photos
	// follows where the description is short or nothing is good. A query of filters alone
	// lists all photos that pass.
	Tiles []library.Tile
	// Good and Maybe count the good matches and the maybes in scope, shown or not.
	Good, Maybe int
	// Left counts the photos that follow the tiles in the ranking, down to the last in scope.
	// Photos that the model hasn't seen yet are not counted.
	Left int
	// Ranked is false for a query of filters alone: nothing is good or maybe.
	Ranked  bool
	Notices []notice.Notice // sentences for the user
	// Examples are the photos that the query names with like:, in its order.
	Examples []ExamplePhoto
	// Liked are the photos that the user judged as good answers to this description. Rejected
	// are those judged as wrong answers, which are not among the tiles.
	Liked, Rejected []library.PhotoID
	// Named are the named concepts that were found in the description.
	Named []string
}

// Relaxation is a query with one filter less.
type Relaxation struct {
	Item   query.Item // the dropped filter
	Text   string     // the query without the filter
	Photos int        // good matches without the filter, or photos that pass when nothing is ranked
}

// ExamplePhoto is the photo that a like: names.
type ExamplePhoto struct {
	Ref   string // as in the query
	Photo library.PhotoID
	Name  string // of the file
}

// Why is what speaks for a photo as an answer to a query.
type Why struct {
	Match   library.Match
	Parts   []Part
	Written []Mention // the texts about the photo that have words of the query
}

// Mention is a text about a photo that has words of a query.
type Mention struct {
	Where Where
	Text  string
}

// Where is where a text about a photo stands.
type Where string

// The places of texts, as JSON names them.
const (
	InTag      Where = "tag"
	InPerson   Where = "person"
	InTitle    Where = "title"
	InCaption  Where = "caption"
	InFileName Where = "file name"
	InFolder   Where = "folder"
)

// String is the mention in JSON: "tag: beach".
func (m Mention) String() string { return string(m.Where) + ": " + m.Text }

// mentions name the places of texts.
var mentions = map[Where]notice.Kind{
	InTag: "mention-tag", InPerson: "mention-person", InTitle: "mention-title",
	InCaption: "mention-caption", InFileName: "mention-file", InFolder: "mention-folder",
}

// Says is the mention for people.
func (m Mention) Says() notice.Notice {
	return notice.New(mentions[m.Where], notice.Params{"Text": m.Text})
}

// Part is a clause of the description with how much of it is in the photo.
type Part struct {
	Text     string
	Negative bool // not wanted
	// Strength is from 0 to 1: 0.5 is where a maybe begins, 0.75 a good match.
	Strength float32
	Match    library.Match // Good: the photo has the clause; Weak: the photo hasn't
}

// Heat is a coarse map over the whole upright photo, row by row from the top left. 0 is a
// place without anything of the description, 1 the place that fits best.
type Heat struct {
	Columns, Rows int
	Values        []float32
}
