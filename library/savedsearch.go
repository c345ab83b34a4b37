package library

// SavedSearchID is the row id of a saved search.
type SavedSearchID int64

// SavedSearch is a search that the user keeps: it is asked anew each time, so it
// follows the library. Query is in the query language, any folder it is limited to
// included.
type SavedSearch struct {
	ID    SavedSearchID
	Name  string // unique, regardless of case
	Query string
	// Strictness moves what counts as a match, as in search.Request: 0 as judged,
	// above it fewer.
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

// Mention says that the words of a query are written somewhere about a photo.
type Mention struct {
	Photo PhotoID
	// Rank is the full-text relevance (BM25, larger is better), comparable within
	// one query.
	Rank float64
	// Exact reports that a tag, a person's name or the file's name (with or
	// without its ending) is just what was asked for.
	Exact bool
	// All reports that every word was found.
	All bool
}
