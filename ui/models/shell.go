// Package models is the Models page of the window: the packs with their actions, the offers,
// and the device that models run on. A Page owns the jobs that begin there: downloads, imports
// and the like go on while the page is closed, and end with the page's tasks.
package models

import (
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
)

// Shell is what the page needs of its window. The methods are for the goroutine of the widgets
// unless their comment says otherwise.
type Shell interface {
	kit.KeySink
	kit.FieldKeys

	// PageKeys are the keys of a page that stands in place of the photos.
	PageKeys(of kit.Stopper) kit.PageKeys
	Focus(on fyne.Focusable)
	// OpenPage puts the page in place of the photos. ClosePage brings the photos back.
	OpenPage()
	ClosePage()
	// OpenSheet opens a sheet of a size in Fyne units. See kit.NewSheet.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	CloseSheet(s *kit.Sheet)
	// DropDown opens a menu below an object.
	DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem)
	// OpenAddress shows an address in the system's browser.
	OpenAddress(address string)
	// Say shows a sentence for a while, with a button that calls do unless action is "".
	Say(sentence, action string, do func())
	// ShowJobs tells at once that a job began or ended. The window calls Brief and ShowWork.
	ShowJobs()
	// JobsChanged requests ShowJobs before long. JobsChanged is called on any goroutine, as
	// often as there is progress.
	JobsChanged()
}

// Options are what a page is made of.
type Options struct {
	Shell        Shell
	Backend      Backend
	Tasks        *kit.Tasks
	Log          *slog.Logger
	Now          func() time.Time
	FolderOffers *kit.FolderOffers // complete the paths of the import form
	Chooser      *kit.Chooser      // opens the chooser of files and folders
}
