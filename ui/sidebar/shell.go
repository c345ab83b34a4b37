package sidebar

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// Backend is what the sidebar needs of the program. All methods may be called from any
// goroutine, may take as long as a disk takes, and return when ctx ends. Errors carry one
// sentence for the user.
type Backend interface {
	// Subfolders lists all directories of a folder that hold photos, in any order.
	Subfolders(ctx context.Context, id library.FolderID) ([]library.Subfolder, error)
	RemoveFolder(ctx context.Context, id library.FolderID) (service.Change, error)
	PauseFolder(ctx context.Context, id library.FolderID, paused bool) error
	RescanFolder(ctx context.Context, id library.FolderID) error

	// Excluded are the patterns of what the library leaves out. The absolute path of a folder is
	// that folder.
	Excluded(ctx context.Context) ([]string, error)
	ExcludeFolder(ctx context.Context, path string) (service.Change, error)
	// IncludeAgain lets in what one of the patterns leaves out.
	IncludeAgain(ctx context.Context, pattern string) (service.Change, error)

	// SavedSearches lists the user's searches by name.
	SavedSearches(ctx context.Context) ([]library.SavedSearch, error)
	DeleteSearch(ctx context.Context, id library.SavedSearchID) (service.Change, error)
	// CountMatches is how many good matches a query has, for a filter alone how
	// many photos.
	CountMatches(ctx context.Context, ask service.Ask) (int, error)

	// Tags lists all tags and people of the library by name.
	Tags(ctx context.Context) ([]library.TagCount, error)
}

// Shell is what the sidebar needs of its window. The methods are called on the goroutine of
// the widgets.
type Shell interface {
	kit.KeySink

	// Place is where the user is.
	Place() Place
	// PlaceOf is where a saved search leads.
	PlaceOf(s library.SavedSearch) Place
	ShowQuery(text string) // in the whole library

	// Leave is called before a row leads anywhere. A sidebar that lies over the photos then
	// goes away.
	Leave()
	// Remember is called when a branch of Branches was opened or closed.
	Remember()
	// SearchesListed is called when the saved searches are known anew.
	SearchesListed()
	// FoldersChanged and PhotosChanged have the window list folders and photos anew, after the
	// sidebar changed a folder.
	FoldersChanged()
	PhotosChanged()

	PopUp(at fyne.Position, items ...*fyne.MenuItem)
	SayError(err error) // shows nothing for nil
	// Change makes a change that can be undone, off the goroutine of the widgets and after all
	// changes before, tells the change, and calls then.
	Change(do func(ctx context.Context) (service.Change, error), then func(error))

	AddFolder()                // lets the user choose the folder
	ConfirmGone(library.Place) // asks whether files that are away from there were deleted
	Reveal(path string)        // in the file manager
	// CopyText puts text on the clipboard and shows a sentence that says so.
	CopyText(sentence, text string)
}

// Searches lead the user to folders and searches.
type Searches interface {
	ShowScope(scope library.Scope)
	// RunSaved shows a saved search.
	RunSaved(s library.SavedSearch)
	// Savable reports whether what is on show is a search that isn't saved yet.
	Savable() bool
	// Rename asks for another name of a saved search.
	Rename(s library.SavedSearch)
	// UpdateSaved makes a saved search ask for what is on show.
	UpdateSaved(s library.SavedSearch)
}

// TagEditor changes tags in the whole library.
type TagEditor interface {
	// Rename asks for another name of a tag.
	Rename(t library.Tag)
	// Merge asks for the tag that takes one up.
	Merge(t library.Tag)
	// Remove takes a tag from all photos.
	Remove(t library.Tag)
	// OpenImport offers tags of files and folder names.
	OpenImport()
}

// Place is somewhere the user can be: a folder or a directory in the folder, or a search
// there. Two places are the same when they compare equal.
type Place struct {
	Scope      library.Scope
	Searching  bool
	Query      string  // of a search, in the window's spelling
	Strictness float64 // of a search, as in service.Ask
}

// Page is a page in place of the photos, with a button at the foot of the sidebar.
type Page struct {
	Name   string
	Icon   fyne.Resource
	Toggle func()
}
