package ui

import (
	"context"
	"image"

	"descry/library"
)

// Backend is everything the window asks of the program. All methods may be called
// from any goroutine, may take as long as a disk takes, and return when ctx ends:
// the window never calls them on its own goroutine. Errors carry one sentence for
// the owner, to be shown as it is.
type Backend interface {
	Folders(ctx context.Context) ([]library.Folder, error)
	Subfolders(ctx context.Context, id library.FolderID) ([]library.Subfolder, error)
	// AddFolders takes what the owner chose, dropped or typed; files stand for
	// their folder. Folders that are covered already are no error.
	AddFolders(ctx context.Context, paths []string) (Change, error)
	RemoveFolder(ctx context.Context, id library.FolderID) (Change, error)
	PauseFolder(ctx context.Context, id library.FolderID, paused bool) error
	RescanFolder(ctx context.Context, id library.FolderID) error

	Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error)
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
	// LayOpen reads a photo's file and tells how it is read. Of one that is offline it
	// tells what the library knows.
	LayOpen(ctx context.Context, id library.PhotoID) (LaidOpen, error)

	// Thumbnail returns at most 256 px on the longer side, from the cache on disk
	// or made anew; YCbCr for opaque pictures, which is what the memory cache counts on.
	Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error)
	// LargeThumbnail returns at most 1,024 px on the longer side, and not more than the
	// photo has, from the cache on disk. One that isn't there is made from the file if
	// fresh, which takes as long as decoding it; otherwise the small one is returned.
	LargeThumbnail(ctx context.Context, id library.PhotoID, fresh bool) (image.Image, error)
	// Picture decodes the file itself, upright, at least minSide on its shorter
	// side (0 = all pixels).
	Picture(ctx context.Context, id library.PhotoID, minSide int) (image.Image, error)

	Problems(ctx context.Context) ([]library.Problem, error)
	// IgnoreProblems takes files out of the count of problems, or back into it.
	// ProblemsChanged tells when that was done or taken back.
	IgnoreProblems(ctx context.Context, files []library.FileID, ignored bool) (Change, error)
	// RetryProblems has all files read again that could not be and aren't ignored.
	RetryProblems(ctx context.Context) error
	SetIndexingPaused(paused bool)
	Status() Status

	// Subscribe registers fn for changes; it is called on any goroutine, at most
	// ten times a second for Progress, and must return at once.
	Subscribe(fn func(Event)) (cancel func())

	// OpenFile opens the photo's file with the system's program for it;
	// RevealFile shows it in the file manager.
	OpenFile(path string) error
	RevealFile(path string) error
	// SuggestedFolder is the system's Pictures folder when there is one, or "".
	SuggestedFolder() string
	// FolderNames lists at most so many folders in a folder whose names begin with start,
	// in their order: with its case, or in any where there is none. Hidden ones are left
	// out unless start begins with a dot.
	FolderNames(ctx context.Context, folder, start string, most int) ([]string, error)

	LoadState() State
	SaveState(State) error

	PlaceBackend
	SearchBackend
	ModelBackend
	LearnBackend
	TagBackend
	HistoryBackend
	FeedbackBackend
	CopyBackend
}

// Status is what the status bar shows.
type Status struct {
	Phase     Phase
	Done      int     // files indexed since this run began
	Total     int     // Done plus what is pending
	Unstable  int     // nothing is left but these files, which are still being written
	PerSecond float64 // photos per second, smoothed; 0 = not known yet
	SecondsTo float64 // seconds left; 0 = not known
	Photos    int     // photos in the library
	Problems  int
	Model     string  // "Starter model"
	Device    string  // "CPU"
	News      string  // something that happened by itself, a sentence to be said once
	Renewing  bool    // Done and Total are photos that are looked at again, by a better built-in model or a better decoding
	Notice    string  // a lasting condition, e.g. "Watching by polling: too many folders"
	Elsewhere Indexer // who indexes this library in place of this process

	// Filling is the name of the model that is being prepared, "" when none is.
	// While it is set, Done, Total, PerSecond and SecondsTo are about it.
	Filling     string
	ModelNotice string // what the owner should know of the model, e.g. why it runs on the CPU
}

// Indexer is another Descry process that indexes this library.
type Indexer struct {
	Name string // as a sentence speaks of it: "the Descry service"; "" when there is none
	Deaf bool   // it can't be paused from here
}

// Phase is what the indexer is doing.
type Phase int

// The phases of the indexer.
const (
	Idle Phase = iota
	Starting
	Scanning
	Indexing
	Paused
	Waiting // cannot go on (disk full, say); Status.Notice tells why
)

// EventKind says what changed.
type EventKind int

// The kinds of change the window listens to.
const (
	StatusChanged   EventKind = iota // ask Status
	FoldersChanged                   // folders, counts or states
	PhotosChanged                    // photos came, went or moved
	SearchesChanged                  // saved searches came, went or changed
	ModelsChanged                    // packs, offers, which one is in use, or the device
	TagsChanged                      // tags, people, captions
	LearnChanged                     // heads, suggestions, named things
	AnswersChanged                   // what was said of answers was taken back, or said again
	ProblemsChanged                  // which of the files that could not be read are ignored
)

// Event is a change in the library.
type Event struct{ Kind EventKind }

// State is what the window remembers from one start to the next.
type State struct {
	Width, Height float32 `toml:",omitempty"`
	Scale         float32 `toml:",omitempty"` // of the screen, in pixels of those units; 0 not known
	Maximised     bool
	SidebarShown  bool
	SidebarWidth  float32
	DetailsShown  bool
	RowHeight     float32 // of the grid, in Fyne units
	Sort          library.Sort
	Order         Order  `toml:",omitempty"` // of search results
	Theme         string // "system", "light", "dark"
	Query         string
	Strictness    float64 `toml:",omitempty"` // of that search
	Shown         int     `toml:",omitempty"` // photos of its answer, where the owner asked for more than come by themselves
	Scope         library.Scope
	ScrollOffset  float32
	History       []string    // last searches, newest first
	RecentTags    []string    `toml:",omitempty"` // used last, newest first, as they are typed
	Side          Branches    // what is open at the side
	Kept          []KeptPlace `toml:",omitempty"` // questions that were answered with Keep
}
