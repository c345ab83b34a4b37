package tags

import (
	"context"

	"descry/app/service"
	"descry/library"
)

// Backend is what an editor needs of the program. All methods may be called from any
// goroutine, may take as long as a disk takes, and return when ctx ends. Errors carry one
// sentence for the user, to be shown as it is. Each change can be undone. service.TagsChanged
// reports each change.
type Backend interface {
	// Tagging tells the tags and captions of some photos.
	Tagging(ctx context.Context, photos []library.PhotoID) (service.Tagging, error)
	// TagPhotos adds and removes tags of photos.
	TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (service.Change, error)
	// SetCaption writes a caption for photos. Nil goes back to the file's own.
	SetCaption(ctx context.Context, photos []library.PhotoID, text *string) (service.Change, error)
	// RenameTag renames a tag and the tags below. Renaming to the name of another tag merges
	// the two.
	RenameTag(ctx context.Context, from, to library.Tag) (service.Change, error)
	// RemoveTag takes a tag, and the tags below, from all photos.
	RemoveTag(ctx context.Context, tag library.Tag) (service.Change, error)
	// ImportOffers lists the tags and captions of files and folder names that could be made
	// the user's own.
	ImportOffers(ctx context.Context) ([]library.ImportOffer, error)
	// Import makes what is offered the user's own.
	Import(ctx context.Context, offers []library.ImportOffer) (service.Change, error)
}
