package library

import (
	"context"
	"time"
)

// LostPhoto is a photo that has no file any more, with what the user said of it.
type LostPhoto struct {
	ID          PhotoID
	Hash        Hash
	Path        string    // absolute: where its last file lay; "" where that isn't known
	Since       time.Time // when it was seen to have none
	Annotations Annotations
}

// Annotations are what the user said of one photo.
type Annotations struct {
	Tags     []Tag // people among them; by name
	Not      []Tag // that it doesn't have
	Caption  *string
	Answers  []Feedback
	Rejected []Tag // suggestions
}

// Empty reports that nothing was said.
func (w Annotations) Empty() bool {
	return len(w.Tags)+len(w.Not)+len(w.Answers)+len(w.Rejected) == 0 && w.Caption == nil
}

// ForgetStore forgets photos for good. Nothing else ever deletes what the user said
// of a photo, unless they take it back.
type ForgetStore interface {
	// LostPhotos lists the photos without a file, those lost first first.
	LostPhotos(ctx context.Context) ([]LostPhoto, error)
	// Forget deletes photos without a file and all that was said of them, in steps
	// between which others can write, and returns those it did, also after an error.
	// Photos that have a file, by now too, are left alone.
	Forget(ctx context.Context, photos []PhotoID) ([]PurgedPhoto, error)
}
