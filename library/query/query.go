package query

import "descry/library"

// Span is a part of the source in bytes, End excluded.
type Span struct{ Start, End int }

// Query is a search as understood.
type Query struct {
	Source string
	// Text is the description without the items that were taken out, "" when there is none.
	// Marks of quoting and weight are taken out, the quoted words are not.
	Text string
	// Clauses are the statements of the description, in order, unwanted ones last. A short
	// description is one clause.
	Clauses  []Clause
	Examples []Example
	Filter   library.Filter
	// Items are the parts that are not plain description, in order of the source.
	Items []Item
	// Dates is the period that the description names in plain words, if there is just one. The
	// words are a part of Text as well.
	Dates []BareDate
	// Hints are about words that look like a mistake but were taken as description.
	Hints []Hint

	words *Words // that the query was read with
}

// Ranked reports that there is something to rank by. A query of filters alone lists photos by
// date.
func (q Query) Ranked() bool { return len(q.Clauses) > 0 || len(q.Examples) > 0 }

// Clause is one statement about a photo.
type Clause struct {
	Text     string
	Weight   float32 // above 0; 1 unless given
	Negative bool    // must not be in the photo
	Quoted   bool    // stood in quotes: also searched among written words
	Span     Span
}

// Example is a photo that results are to be like, or unlike.
type Example struct {
	Photo    string  // first hex digits of the content hash (at least 8), or a path
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

// Item is a part of the source that is not plain description. The window shows items as chips.
type Item struct {
	Kind     Kind
	Text     string // as the user would type the item in English: parses to the same
	Negative bool
	// Filter is the English name of the filter, "like" for an example, "" for all else.
	Filter string
	// Values are the alternatives of a filter. An example has its photo as the only value.
	Values []Value
	// Words are the words of a phrase or of what is unwanted, and the short name of an example.
	Words  string
	Weight float32 // of a phrase, an example or what is unwanted; 1 unless given
	// Index is the item's place in Filter.Conditions, Clauses or Examples, according to Kind.
	Index int
	// Opener is the word before what is unwanted in plain words ("without people"), which
	// belongs to the sentence around. Opener is "" for all else.
	Opener string
	Span   Span
}

// InWords reports an item in plain words ("without people").
func (i Item) InWords() bool { return i.Opener != "" }

// Hint is a remark on a part of the source.
type Hint struct {
	Span Span
	Remark
}

// Value is one of the alternatives of a filter, in its English spelling.
type Value struct {
	// Op is "<", "<=", ">" or ">=" before a number or a date, ".." for a range of two parts,
	// "=" before a whole name, OpNone for the word none that asks for photos without, and ""
	// for all else.
	Op string
	// Parts are names without quotation marks, numbers, and dates and words as in the query
	// language. A place has three parts: latitude, longitude and kilometres.
	Parts []string
}

// OpNone is the Op of tag:none and date:none.
const OpNone = "none"
