package library

// Result is one answer of a search: a photo with its score. The score of a plain description is
// the cosine of photo and description. Several parts, feedback and written words move the score,
// also above 1, so scores can be compared within one answer only.
type Result struct {
	Photo PhotoID
	Score float32
	Match Match
	// Clauses tells of each clause of the query how well the photo satisfies the clause: 0.5
	// is the border of a maybe, 1 as well as any photo would. Of an unwanted clause, Clauses
	// tells how much of the clause is in the photo. Clauses is nil when the request didn't ask
	// for Clauses.
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

// String is the name of the match: "good", "maybe" or "weak".
func (m Match) String() string { return [...]string{"good", "maybe", "weak"}[m] }

// IndexedPhoto is what the indexer learned of one file: either Photo with its vector, or Err.
// Vector is a unit vector of the model that is committed for. Vector is nil when Photo.ID
// names a photo that already has a vector.
type IndexedPhoto struct {
	File    PendingFile
	Photo   Photo
	Vector  []float32
	Err     error // the reason, shown to the user
	Refused error // why the model can't take a known photo, which stays without a vector of the model
	Other   bool  // no photo, without a photo's extension (library.FileOther)
	// Temporary says that Err or Refused is the system's failure and not the file's: the file
	// is tried again without a change.
	Temporary bool
	Retry     bool // the file changed or vanished while being read: keep the file pending
	// Decoding is the version of the decoding by which the file was read or refused, 0 when no
	// pixels were decoded.
	Decoding int
	// Metadata is the version of the reading that read what files say of the photo, 0 when
	// that was not read.
	Metadata int
	// Reread says that only what files say was read. Nothing else of the photo changes.
	Reread bool
	// Sidecars are, by file, hashes of what lies beside the photo's files, as read.
	Sidecars map[FileID]int64
	// Renewed says that an older decoding saw the photo otherwise: vectors of other models
	// than this one are of a picture that the photo is not.
	Renewed bool
}

// PhotoModel is a model that has tried a photo. The model has a vector of the photo, or
// refused the photo.
type PhotoModel struct {
	Model   string
	Refused bool
}

// ModelCount is how many photos a model has a vector of, how many bytes these vectors take,
// and how many photos the model could not take. Orphans are the vectors among Vectors whose
// photo has no file any more: they wait for the photo to come back, or for the purge.
type ModelCount struct {
	Vectors int
	Orphans int
	Bytes   int64
	Failed  int
}
