package library

// SavedSearchID is the row id of a saved search.
type SavedSearchID int64

// SavedSearch is a search that the user keeps. The search is run anew each time, so its
// results follow the library. Query is in the query language, any folder that limits the
// search included.
type SavedSearch struct {
	ID    SavedSearchID
	Name  string // unique, regardless of case
	Query string
	// Strictness moves what counts as a match, as in search.Request: 0 as judged, above 0
	// fewer photos match.
	Strictness float64
}

// Facet is a property of photos whose values can be listed.
type Facet int

// The facets, in the words of the query language.
const (
	FacetTag Facet = iota
	FacetPerson
	FacetCamera // "make model"
	FacetLens
	FacetIn   // names of directories
	FacetType // Photo.Format
)

// FacetValue is a value and the number of photos that have it.
type FacetValue struct {
	Value  string
	Photos int
}

// Mention tells that words of a query are written somewhere about a photo.
type Mention struct {
	Photo PhotoID
	// Rank is the full-text relevance (BM25, larger is better), comparable within one query.
	Rank float64
	// Exact reports that a tag, a person's name or the file's name (with or without its
	// ending) equals the text.
	Exact bool
	// All reports that every word was found.
	All bool
}
