package ui

import (
	"context"
	"image"

	"descry/app/service"
	"descry/library"
	"descry/ui/backup"
	"descry/ui/details"
	"descry/ui/folders"
	"descry/ui/learn"
	"descry/ui/models"
	"descry/ui/problems"
	"descry/ui/query"
	"descry/ui/sidebar"
	"descry/ui/tags"
	"descry/ui/undo"
)

// Backend is everything the window asks of the program. All methods may be called from any
// goroutine, may take as long as a disk takes, and return when ctx ends. The window never
// calls a method on the goroutine of the widgets. Errors carry one sentence for the user, to
// be shown as it is.
type Backend interface {
	Folders(ctx context.Context) ([]library.Folder, error)
	// Places lists the places of all folders that are away, or from which photos went at once.
	Places(ctx context.Context) ([]library.Place, error)

	// Thumbnail returns at most 256 px on the longer side, from the cache on disk or made
	// anew. An opaque picture is YCbCr, which the size of the memory cache is reckoned by.
	Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error)
	// LargeThumbnail returns at most 1,024 px on the longer side, and not more than the photo
	// has. A thumbnail that isn't in the cache on disk is made from the file if fresh is set,
	// which takes as long as decoding the file. Without fresh the small thumbnail takes its
	// place.
	LargeThumbnail(ctx context.Context, id library.PhotoID, fresh bool) (image.Image, error)
	// Picture decodes the file itself, upright, at least minSide on its shorter
	// side (0 = all pixels).
	Picture(ctx context.Context, id library.PhotoID, minSide int) (image.Image, error)

	SetIndexingPaused(paused bool)
	Status() service.Status

	// Subscribe registers fn for changes. fn is called on any goroutine, at most ten times a
	// second for Progress, and must return at once.
	Subscribe(fn func(service.Event)) (cancel func())

	// OpenFile opens the photo's file with the system's program for its format. RevealFile
	// shows the file in the file manager.
	OpenFile(path string) error
	RevealFile(path string) error
	// SuggestedFolder is the system's Pictures folder when there is one, or "".
	SuggestedFolder() string
	// FolderNames lists at most most folders in a folder whose names begin with start, in the
	// order of their names. The case of start is ignored where no name begins with start as it
	// is written. Hidden folders are left out unless start begins with a dot.
	FolderNames(ctx context.Context, folder, start string, most int) ([]string, error)

	LoadState() State
	SaveState(State) error

	sidebar.Backend
	details.Backend
	folders.Backend
	query.Backend
	models.Backend
	learn.Backend
	tags.Backend
	undo.Backend
	problems.Backend // ProblemsChanged tells when files are ignored or aren't any more
	backup.Backend
}
