package query

import "descry/library"

// Span is a part of the source in bytes, End excluded.
type Span struct{ Start, End int }

// Query is a search as understood.
type Query struct {
	Source string
	// Text is the description with everything taken out that was understood
	// otherwise; "" when there is none. Marks of quoting and weight are gone,
	// the quoted words are not.
	Text string
	// Clauses are what the description asks for, in order, the unwanted after
	// the wanted. A short description is one clause.
	Clauses  []Clause
	Examples []Example
	Filter   library.Filter
	// Items are the parts that are not plain description, in order of the source.
	Items []Item
	// Dates is the time that the description names in plain words, if it names just
	// one; it is a part of Text as well.
	Dates []BareDate
	// Hints tell of words that look like a mistake but were taken as description.
	Hints []Hint
}

// Ranked reports that there is something to rank by; a query of filters alone
// lists photos by date.
func (q Query) Ranked() bool { return len(q.Clauses) > 0 || len(q.Examples) > 0 }

// Clause is one statement about a photo.
type Clause struct {
	Text     string
	Weight   float32 // above 0; 1 unless given
	Negative bool    // must not be in the photo
	Quoted   bool    // stood in quotes: also looked for as written words
	Span     Span
}

// Example is a photo that the ones sought are to be like, or unlike.
type Example struct {
	Photo    string  // first hex digits of its content hash (at least 8), or a path
	Weight   float32 // above 0; 1 unless given
	Negative bool
	Span     Span
}

// Kind tells what an item is.
type Kind int

// The kinds of items.
const (
	FilterItem  Kind = iota // key:value
	WithoutItem             // -"…", -word or "without …"
	ExampleItem             // like:
	PhraseItem              // "…" with or without a weight
)

// Item is a part of the source that is not plain description: a chip in the
// window.
type Item struct {
	Kind     Kind
	Text     string // as it would be typed: parses to the same
	Label    string // for a chip: "July 2019 – September 2019", "camera: canon", "without people"
	Negative bool
	// Index is the item's place in Filter.Conditions, Clauses or Examples,
	// whichever Kind says.
	Index int
	// Spoken reports an item said in plain words ("without people"), which
	// belongs to the sentence around it.
	Spoken bool
	Span   Span
}

// Hint is a remark on a part of the source.
type Hint struct {
	Span Span
	Text string // one sentence
}
