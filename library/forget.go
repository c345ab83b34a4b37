package library

import (
	"context"
	"time"
)

// LostPhoto is a photo that has no file any more, with its annotations.
type LostPhoto struct {
	ID          PhotoID
	Hash        Hash
	Path        string    // absolute path of the last file, "" where the path isn't known
	Since       time.Time // when the last file was found missing
	Annotations Annotations
}

// Annotations are all annotations of one photo by the user.
type Annotations struct {
	Tags     []Tag // labelled Yes, people among them, by name
	Not      []Tag // with the label No
	Caption  *string
	Answers  []Feedback
	Rejected []Tag // suggestions
}

// Empty reports that the photo has no annotation.
func (w Annotations) Empty() bool {
	return len(w.Tags)+len(w.Not)+len(w.Answers)+len(w.Rejected) == 0 && w.Caption == nil
}

// ForgetStore forgets photos for good. Annotations are deleted by no other means, unless
// the user takes them back.
type ForgetStore interface {
	// LostPhotos lists the photos without a file, the one lost longest ago first.
	LostPhotos(ctx context.Context) ([]LostPhoto, error)
	// Forget deletes photos without a file, with their annotations, and returns the
	// deleted photos, also after an error. Between the steps of Forget others can write.
	// Photos that have a file, or have got one meanwhile, are left alone.
	Forget(ctx context.Context, photos []PhotoID) ([]PurgedPhoto, error)
}
