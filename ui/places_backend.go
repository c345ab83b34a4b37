package ui

import (
	"context"

	"descry/library"
)

// PlaceBackend answers for where the photos of folders lie, and takes the owner's word
// on what went from there.
type PlaceBackend interface {
	// Places lists those of all folders that are away, or from which photos went at once.
	Places(ctx context.Context) ([]library.Place, error)
	// AwayNames names at most so many of the files that are away from a place, by path,
	// slash-separated below its folder.
	AwayNames(ctx context.Context, folder library.FolderID, rel string, most int) ([]string, error)
	// AwayPhotos lists the photos none of whose files can be reached now.
	AwayPhotos(ctx context.Context) ([]library.PhotoID, error)
	// ConfirmGone has what is away from a place taken for deleted, and returns how many
	// photos that were. What was said of them is kept. There is no undoing it: they are
	// back when their files are.
	ConfirmGone(ctx context.Context, folder library.FolderID, rel string) (int, error)
}
