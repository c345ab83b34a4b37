// Package folders adds folders to the library, asks whether photos that went from one at once
// are deleted, and knows which photos can't be opened now.
package folders

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// Shell is what the folders want of the window around them. Its methods are called on the
// goroutine of the widgets.
type Shell interface {
	kit.KeySink
	kit.FieldKeys

	// Folders and Places are those of the library as they are known.
	Folders() []library.Folder
	Places() []library.Place
	// ScopePath is where a folder, or a directory in it, lies.
	ScopePath(s library.Scope) string
	// FoldersChanged and PhotosChanged have the window list them anew.
	FoldersChanged()
	PhotosChanged()
	// AwayChanged has the photos drawn anew, since others can't be opened.
	AwayChanged()

	// OpenSheet shows a sheet of the wanted size, in Fyne units. Without a height it is as
	// high as what it holds, and grows with that.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	// CloseSheet closes a sheet wherever it stands.
	CloseSheet(s *kit.Sheet)
	// Focus gives the keyboard to a widget.
	Focus(on fyne.Focusable)
	// Regrow lays the window out anew after the question has come, gone or grown.
	Regrow()
	// Say shows a passing message. With an action, a button does it.
	Say(text, action string, do func())
	// SayError shows an error of an action in passing; nil says nothing.
	SayError(err error)
	// Change does something that can be undone, after all changes before it, says so, and
	// calls then.
	Change(do func(ctx context.Context) (service.Change, error), then func(error))
	// Remember saves the state, Kept with it, once it has rested.
	Remember()
}

// Options is what the folders need; all of it must be set but Kept.
type Options struct {
	Backend Backend
	Shell   Shell
	Tasks   *kit.Tasks
	Log     *slog.Logger
	Now     func() time.Time
	// FolderOffers complete the path of a folder, and Chooser has the folders.
	FolderOffers *kit.FolderOffers
	Chooser      *kit.Chooser
	// Kept are the questions that were answered with Keep before.
	Kept []KeptPlace
}

// Folders adds folders and asks about them. Its methods belong to the goroutine of the widgets.
type Folders struct {
	Options
	question  *question
	adding    *folderDialog // nil unless it is open
	away      awayPhotos
	kept      []KeptPlace
	suggested string
}

// New asks nothing yet.
func New(o Options) *Folders {
	f := &Folders{Options: o, kept: o.Kept}
	f.question = newQuestion(o.Shell, f.ConfirmGone, f.keep, o.Shell.Regrow)
	return f
}

// Question is the line that asks about photos that went at once, hidden while there is
// nothing to ask.
func (f *Folders) Question() fyne.CanvasObject { return f.question.root }

// Kept are the questions that were answered with Keep.
func (f *Folders) Kept() []KeptPlace { return f.kept }

// Away reports whether none of a photo's files can be reached now.
func (f *Folders) Away(id library.PhotoID) bool { return f.away.ids[id] }

// Listed is told when the folders and places of the Shell are known anew.
func (f *Folders) Listed() {
	f.askOfPlaces()
	f.findAway()
}
