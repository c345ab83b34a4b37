package learn

import (
	"context"
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/library/query"
	"descry/ui/grid"
	"descry/ui/kit"
)

// Options are the parts of a page. All are needed.
type Options struct {
	Shell    Shell
	Backend  Backend
	Tasks    *kit.Tasks // of the window: learning goes on while the page is closed
	Dispatch grid.Dispatcher
	Now      func() time.Time
	After    func(time.Duration, func()) (stop func()) // calls back on the goroutine of the widgets
	Log      *slog.Logger
}

// Shell is what the page needs of its window. The methods are for the goroutine of the
// widgets, except for JobsChanged.
type Shell interface {
	kit.KeySink
	kit.FieldKeys
	Canvas() fyne.Canvas

	// OpenPage puts the page in place of the photos. ClosePage brings the photos back.
	OpenPage()
	ClosePage()
	// OpenSheet shows a sheet in front of the window. With a height of 0 the sheet is as high
	// as its content.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	CloseSheet(*kit.Sheet)
	AskForPath(kit.PathRequest)

	// Say shows a passing message with a button for an action, "" none.
	Say(message, action string, do func())
	SayError(err error) // shows nothing for nil
	// ChangeAnnotations makes a change that can be undone, after all such changes before, and tells
	// what was done. do is called off the goroutine of the widgets, then on that goroutine.
	ChangeAnnotations(do func(context.Context) (service.Change, error), then func(error))
	// UsedTags remembers tags to offer them again.
	UsedTags(tags []library.Tag)

	// ShowQuery leaves the page and searches all photos.
	ShowQuery(text string)
	// View opens the viewer on one of the photos.
	View(tiles []library.Tile, at int)
	// Cached is a thumbnail in memory, nil where there is none.
	Cached(id library.PhotoID) image.Image

	// ShowJobs tells at once that a training began or ended. JobsChanged tells, from any
	// goroutine, that a training went on. The window then calls Brief and ShowProgress.
	ShowJobs()
	JobsChanged()
}

// Backend is what the page needs of the program. The methods may be called from any goroutine,
// may take as long as a disk takes, and return when ctx ends. The page never calls them on the
// goroutine of the widgets. Errors carry one sentence for the user.
type Backend interface {
	// Thumbnail returns at most 256 px on the longer side. LargeThumbnail returns at most
	// 1,024 px, made from the file if fresh.
	Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error)
	LargeThumbnail(ctx context.Context, id library.PhotoID, fresh bool) (image.Image, error)

	// Learn describes what there is to learn from, and what was learned.
	Learn(ctx context.Context) (learning.Page, error)
	// Train trains on the chosen tags and keeps the result as a head, which is not used until
	// UseHead. Ending ctx leaves everything unchanged. progress is called on any goroutine and
	// must return at once.
	Train(ctx context.Context, what learning.Request, progress func(learning.TrainProgress)) (learning.Result, error)
	// Compare answers a search without a head and with one, which need not be the one in use.
	Compare(ctx context.Context, q query.Query, head string) (before, after service.Answer, err error)
	// UseHead makes searches use a head from now on, "" for none. No photo is looked at again.
	// RollBack goes back to the head used before.
	UseHead(ctx context.Context, id string) error
	RollBack(ctx context.Context) error
	DeleteHead(ctx context.Context, id string) error // not the one in use
	ExportHead(ctx context.Context, id, path string) error
	ImportHead(ctx context.Context, path string) (id string, err error)

	// Suggestions lists the suggested photos of a tag, surest first.
	Suggestions(ctx context.Context, tag library.Tag, limit int) ([]learning.Suggested, error)
	// ReviewSuggestions judges suggestions of a tag.
	ReviewSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error)

	// NameConcept makes a named concept of a tag from photos, at least one. Photos are added
	// to a concept that exists. noun is the concept's noun ("dog"), "" when unknown.
	NameConcept(ctx context.Context, photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error)
	// ForgetConcept keeps the tag but no longer reads its name in searches.
	ForgetConcept(ctx context.Context, tag library.Tag) (service.Change, error)
}
