package library

// Result is one answer of a search: a photo with its cosine similarity to the
// query, in [-1, 1].
type Result struct {
	Photo PhotoID
	Score float32
}

// IndexedPhoto is what the indexer learned of one file: either Photo with its
// vector, or Err. Vector is unit length float32 of the model committed for; it is
// nil when Photo.ID names a photo that already has one.
type IndexedPhoto struct {
	File    PendingFile
	Photo   Photo
	Vector  []float32
	Err     error // the reason, shown to the owner
	Refused error // why the model can't take a photo that is known: it stays, without a vector of the model
	Other   bool  // no photo and never said to be one (library.FileOther)
	Retry   bool  // the file changed or vanished while it was read: keep it pending
}

// ModelCount is how many photos a model has a vector of, how many bytes those
// take, and how many photos it could not take.
type ModelCount struct {
	Vectors int
	Bytes   int64
	Failed  int
}
