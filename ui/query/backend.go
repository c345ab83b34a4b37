package query

import (
	"context"
	"image"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// Backend is what a search asks of the program. All methods may be called from any goroutine, may
// take as long as a disk takes, and return when ctx ends. Errors carry one sentence for the user, to
// be shown as it is.
type Backend interface {
	// Tiles lists the photos of a folder.
	Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error)
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
	// Thumbnail returns at most 256 px on the longer side.
	Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error)

	// Search answers a query. Photos that it names and that are not to be had give
	// query.Errors in the chain, with their places in the query's source. Long texts are
	// cut with a notice in Answer.
	Search(ctx context.Context, ask service.Ask) (service.Answer, error)
	// Ranking is all photos that an answer goes on to, from the first of its tiles
	// down to the last in scope. With 100,000 photos it takes a few times as long as
	// Search, so it is asked when the user wants more.
	Ranking(ctx context.Context, ask service.Ask) ([]library.PhotoID, error)
	// TilesByID are the tiles of photos in the order given; those that are gone are
	// left out.
	TilesByID(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error)
	// Relax tells of a query that found no match what it would find with one
	// filter less, best first; those that would find nothing are left out. It is
	// as many searches as there are filters, so it is asked when the answer stands.
	Relax(ctx context.Context, ask service.Ask) ([]service.Relaxation, error)
	// PrepareSearch loads what a search will need, while the user still types: a
	// large model takes a second. What goes wrong the search will tell.
	PrepareSearch(ctx context.Context)
	// CountMatches is how many good matches a query has, for a filter alone how many photos.
	CountMatches(ctx context.Context, ask service.Ask) (int, error)
	// LikeText is the word of the query language that names a photo as an example.
	LikeText(ctx context.Context, id library.PhotoID) (string, error)
	// SaveSearch adds a search (ID 0) or changes the one with its ID.
	SaveSearch(ctx context.Context, s library.SavedSearch) (service.Change, error)
	// FacetValues lists what a filter can be completed to, most photos first.
	FacetValues(ctx context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error)

	// GiveFeedback says of photos that they are right answers to the query (Yes),
	// wrong ones (No), or nothing any more (Unlabelled). It is remembered for the description
	// in the query, whatever its filters; the next Search with that description
	// takes it into account. A query without a description gives an error.
	// AnswersChanged tells when it is taken back or said again.
	GiveFeedback(ctx context.Context, ask service.Ask, photos []library.PhotoID, say library.Label) (service.Change, error)
	// ForgetFeedback forgets all of a query's.
	ForgetFeedback(ctx context.Context, ask service.Ask) (service.Change, error)
}

// Shell is what a search wants of the window around it. Its methods are called on the goroutine of
// the widgets.
type Shell interface {
	kit.KeySink
	kit.FieldKeys

	Focus(on fyne.Focusable)
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	CloseSheet(s *kit.Sheet)
	DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem)
	MainMenu(below fyne.CanvasObject)
	ShowLanguage() // how to search
	Say(message, action string, do func())
	SayError(err error) // nil says nothing
	// Change does something that can be undone, off the goroutine of the widgets and after all
	// changes before it, says so, and calls then.
	Change(do func(ctx context.Context) (service.Change, error), then func(error))
	Undo()

	Remember() // saves the state once it has rested
	Save()     // saves it now

	LeavePage()    // that stands in place of the photos
	LeaveViewer()  // that shows one of them
	Viewing() bool // it is open
	// Chosen are the photos to act on.
	Chosen() []library.PhotoID
	AskForTags() // of the chosen photos
	CopyPaths()  // of the chosen photos

	// Showing is called when something else may be on show: photos, or nothing.
	Showing(photos bool)
	// Renewed gives the photos on show anew, Grown those that went on at their end.
	Renewed(tiles []library.Tile)
	Grown(tiles []library.Tile)
	// SelectionChanged is called when the grid's selection is about something else, without an event
	// of the grid.
	SelectionChanged()
	// Regrown is called when what stands above the photos may have another height.
	Regrown()
}

// Side is what is known of folders and saved searches.
type Side interface {
	Folders() []library.Folder
	ScopeName(scope library.Scope) string // "" for all photos
	ScopePath(scope library.Scope) string
	// SavedAt is the saved search that leads to a place, in whichever order.
	SavedAt(p Place) (library.SavedSearch, bool)
	ListSearches() // anew
}
