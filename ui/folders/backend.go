package folders

import (
	"context"

	"descry/app/service"
	"descry/library"
)

// Backend is what the folders ask of the program. All methods may be called from any goroutine,
// may take as long as a disk takes, and return when ctx ends. Errors carry one sentence for the
// user.
type Backend interface {
	// AddFolders takes what the user chose, dropped or typed; files stand for their folder.
	// Folders that are covered already are no error.
	AddFolders(ctx context.Context, paths []string) (service.Change, error)
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
