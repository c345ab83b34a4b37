package ui

import (
	"context"

	"descry/app/service"
	"descry/library"
)

// TagBackend is what the window asks of the program to write tags and captions. The
// rules of Backend hold. Each change can be undone; TagsChanged tells of it.
type TagBackend interface {
	// Tagging tells what is said about some photos.
	Tagging(ctx context.Context, photos []library.PhotoID) (service.Tagging, error)
	// TagPhotos adds and removes tags of photos.
	TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (service.Change, error)
	// SetCaption writes a caption for photos; nil goes back to the file's own.
	SetCaption(ctx context.Context, photos []library.PhotoID, text *string) (service.Change, error)
	// RenameTag renames a tag and those below it; to the name of another, it merges them.
	RenameTag(ctx context.Context, from, to library.Tag) (service.Change, error)
	// RemoveTag takes a tag, and those below it, from all photos.
	RemoveTag(ctx context.Context, tag library.Tag) (service.Change, error)
	// ImportOffers lists what files and folder names say that could be made the
	// owner's own.
	ImportOffers(ctx context.Context) ([]library.ImportOffer, error)
	Import(ctx context.Context, offers []library.ImportOffer) (service.Change, error)
}
