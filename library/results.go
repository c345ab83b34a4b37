package library

// Result is one answer of a search: a photo with its cosine similarity to the
// query, in [-1, 1].
type Result struct {
	Photo PhotoID
	Score float32
	Match Match
	// Clauses tells of each clause of the query how well the photo satisfies it:
	// 0.5 is the border of a maybe, 1 as well as any photo would; for a clause
	// that is not wanted, how much of it is there. Nil when not asked for.
	Clauses []float32
}

// Match is what a result is worth, judged against how all photos of the library
// score for the same query.
type Match int

// The worths, best first.
const (
	Good Match = iota
	Maybe
	Weak
)

// String is the word for it: "good", "maybe" or "weak".
func (m Match) String() string { return [...]string{"good", "maybe", "weak"}[m] }

// IndexedPhoto is what the indexer learned of one file: either Photo with its
// vector, or Err. Vector is unit length float32 of the model committed for; it is
// nil when Photo.ID names a photo that already has one.
type IndexedPhoto struct {
	File    PendingFile
	Photo   Photo
	Vector  []float32
	Err     error // the reason, shown to the user
	Refused error // why the model can't take a photo that is known: it stays, without a vector of the model
	Other   bool  // no photo and never said to be one (library.FileOther)
	// Temporary says that Err or Refused is the system's failure and not the file's: it
	// is tried again by itself.
	Temporary bool
	Retry     bool // the file changed or vanished while it was read: keep it pending
	// Decoding is the version of the decoding by which the file was read or refused, 0
	// when its pixels were not asked for.
	Decoding int
	// Renewed says that an older decoding saw the photo otherwise: vectors of other models
	// than this one are of a picture that it is not.
	Renewed bool
}

// PhotoModel is a model that has tried a photo. It has a vector of it, or refused it.
type PhotoModel struct {
	Model   string
	Refused bool
}

// ModelCount is how many photos a model has a vector of, how many bytes those
// take, and how many photos it could not take. Orphans are those of Vectors whose photo
// has no file any more: they wait for it to come back, or for the purge.
type ModelCount struct {
	Vectors int
	Orphans int
	Bytes   int64
	Failed  int
}
