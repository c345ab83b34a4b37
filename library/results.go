package library

// Result is one answer of a search: a photo with its cosine similarity to the
// query, in [-1, 1].
type Result struct {
	Photo PhotoID
	Score float32
}

// IndexedPhoto is what the indexer learned of one file: either Photo with its
// vector, or Err. Vector is unit length float32 of the active model; it is nil
// when Photo.ID names a photo that already has one.
type IndexedPhoto struct {
	File   PendingFile
	Photo  Photo
	Vector []float32
	Err    error // the reason, shown to the owner
	Other  bool  // no photo and never said to be one (library.FileOther)
	Retry  bool  // the file changed or vanished while it was read: keep it pending
}
