package tags

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/tagname"
)

// mostRecentTags is how many recently used tags are offered.
const mostRecentTags = 9

// Shell is what an editor needs of its window. The window and the editor call each other on
// the goroutine of the widgets. TellProgress is called off that goroutine.
type Shell interface {
	kit.KeySink
	// TakeTyped is TakeShortcut for what is typed into a field: what was typed there is
	// undone first.
	TakeTyped(e *widget.Entry, s fyne.Shortcut) bool
	// Escape does what Escape means to the window.
	Escape()
	// Focus gives the keyboard to a widget.
	Focus(on fyne.Focusable)
	// LeaveField gives the keyboard back to the photos.
	LeaveField()
	// OpenSheet shows a sheet of a size, in Fyne units. Without a height the sheet is as high
	// as its content, and grows with it.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	// CloseSheet closes a sheet wherever it stands.
	CloseSheet(s *kit.Sheet)
	// Say shows a passing message. With an action, a button calls do.
	Say(text, action string, do func())
	// SayError shows an error of an action in passing. Nil shows nothing.
	SayError(err error)
	// ChangeAnnotations changes tags or captions of photos, after all changes before, in a way that
	// can be undone, and calls Refresh before then.
	ChangeAnnotations(do func(context.Context) (service.Change, error), then func(error))
	// TellProgress has a change of very many photos show its progress, with Cancel, until end
	// is called.
	TellProgress(ctx context.Context, what string) (telling context.Context, end func())
	// KnownTags are all tags and people of the library.
	KnownTags() tagname.Known
	// ShowTag searches for the photos with a tag.
	ShowTag(t library.Tag)
	// Chosen are the photos to act on, none where there are none.
	Chosen() []library.PhotoID
	// Detailed are the photos of the details.
	Detailed() []library.PhotoID
	// DetailsShown reports whether the details are to be seen.
	DetailsShown() bool
	// ShowDetails opens the details unless they are shown.
	ShowDetails()
	// LookUp loads the details anew.
	LookUp()
	// SetSummary says in the heading of the details what several photos have in common.
	SetSummary(text string)
	// DetailsResized is told when the part of the details is of another height.
	DetailsResized()
}

// Options is what an editor needs. All fields but Recent must be set.
type Options struct {
	Backend Backend
	Shell   Shell
	Tasks   *kit.Tasks
	// After calls fn on the goroutine of the widgets when d has passed, unless stop is
	// called before.
	After func(d time.Duration, fn func()) (stop func())
	// Scroll turns with the wheel above the part of the details.
	Scroll fyne.Scrollable
	// Recent are the tags used last, newest first.
	Recent []library.Tag
}

// Editor shows and writes tags and captions of photos. The methods are for the goroutine of
// the widgets.
type Editor struct {
	backend Backend
	shell   Shell
	tasks   *kit.Tasks
	after   func(time.Duration, func()) (stop func())

	panel     *tagPanel
	sheet     *tagSheet     // nil unless open
	importing *importSheet  // nil unless open
	recent    []library.Tag // used last, newest first
	shown     func()        // waits for the tags of the chosen photos; may be nil
}

// New makes an editor, which shows nothing yet.
func New(o Options) *Editor {
	e := &Editor{backend: o.Backend, shell: o.Shell, tasks: o.Tasks, after: o.After, recent: o.Recent}
	e.panel = newTagPanel(e, o.Scroll, o.Shell.DetailsResized)
	return e
}

// Root is the part of the details.
func (e *Editor) Root() fyne.CanvasObject { return e.panel.root }

// Recent are the tags used last, newest first.
func (e *Editor) Recent() []library.Tag { return e.recent }

// Shown are the photos whose tags and caption are on show, none while others are waited for.
func (e *Editor) Shown() []library.PhotoID { return e.panel.ids }

// TagPhotos adds and removes tags.
func (e *Editor) TagPhotos(photos []library.PhotoID, add, remove []library.Tag) {
	if len(photos) == 0 || len(add)+len(remove) == 0 {
		return
	}
	e.Used(add)
	e.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
		ctx, end := e.shell.TellProgress(ctx, message.Text("tagging-photos", nil))
		defer end()
		return e.backend.TagPhotos(ctx, photos, add, remove)
	}, e.shell.SayError)
}

// Used remembers tags to offer them again.
func (e *Editor) Used(tags []library.Tag) {
	for _, t := range tags {
		old := slices.DeleteFunc(slices.Clone(e.recent), func(o library.Tag) bool { return tagname.Same(o, t) })
		e.recent = append([]library.Tag{t}, old...)
	}
	e.recent = e.recent[:min(len(e.recent), mostRecentTags)]
}

// setCaption writes a caption, nil goes back to the file's own.
func (e *Editor) setCaption(photos []library.PhotoID, text *string) {
	e.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
		ctx, end := e.shell.TellProgress(ctx, message.Text("caption-writing", nil))
		defer end()
		return e.backend.SetCaption(ctx, photos, text)
	}, e.shell.SayError)
}

// WriteCaption shows the details and puts the cursor into the caption.
func (e *Editor) WriteCaption() {
	if len(e.shell.Chosen()) == 0 {
		return
	}
	e.shell.ShowDetails()
	e.whenShown(func() { e.shell.Focus(e.panel.caption) })
}

// Hide leaves no photos to act on. Unsaved text is saved first.
func (e *Editor) Hide() { e.panel.hide() }

// Wait is for photos whose tags are being loaded. Text typed from now on is for these photos.
func (e *Editor) Wait(ids []library.PhotoID) { e.panel.wait(ids) }

// Show shows the tags and captions of photos, or the error of loading them.
func (e *Editor) Show(ids []library.PhotoID, t service.Tagging, err error) {
	if err != nil {
		e.panel.hide()
		e.shell.SayError(err)
		return
	}
	e.panel.show(ids, t)
	if len(ids) > 1 {
		e.shell.SetSummary(shareHeading(len(ids), t.Tags))
	}
	if then := e.shown; then != nil {
		e.shown = nil
		then()
	}
}

// whenShown calls fn once the tags of the chosen photos are shown.
func (e *Editor) whenShown(fn func()) {
	if slices.Equal(e.panel.ids, e.shell.Detailed()) {
		fn()
		return
	}
	e.shown = fn
}

// Refresh loads the tags of the shown photos anew.
func (e *Editor) Refresh() {
	if e.sheet != nil {
		e.sheet.load()
	}
	p := e.panel
	ids := p.ids
	if !e.shell.DetailsShown() || len(p.subject) == 0 {
		return
	}
	if !slices.Equal(ids, e.shell.Detailed()) { // other photos are being looked up, maybe with old tags
		e.shell.LookUp()
		return
	}
	p.turn++
	turn := p.turn
	kit.Load(e.tasks, func(ctx context.Context) (service.Tagging, error) { return e.backend.Tagging(ctx, ids) },
		func(t service.Tagging, err error) {
			if turn == p.turn {
				e.Show(ids, t, err)
			}
		})
}
