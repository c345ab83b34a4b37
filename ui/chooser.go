package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// choice is what a chooser is opened for.
type choice struct {
	start  string             // where to begin, or above it; "" for where it likes
	file   bool               // a file, not a folder
	wanted func() bool        // whether the answer is still of use when it comes
	chosen func(path string)  // not called when the owner changed their mind
	failed func(reason error) // the chooser could not read what was chosen
	closed func()             // it is gone, whatever came of it; may be nil
}

// chooser opens Fyne's chooser of files and folders, one at a time.
type chooser struct {
	window fyne.Window
	tasks  *tasks
	dialog *dialog.FileDialog // nil while none is open
}

func newChooser(window fyne.Window, tasks *tasks) *chooser {
	return &chooser{window: window, tasks: tasks}
}

// choose opens the chooser unless one is open. Whether the place to begin at is there is asked in
// the background: it may be a share that doesn't answer.
func (o *chooser) choose(c choice) {
	load(o.tasks, func(context.Context) (fyne.ListableURI, error) {
		return nearestFolder(c.start), nil
	}, func(at fyne.ListableURI, _ error) {
		if c.wanted() && o.dialog == nil {
			o.open(c, at)
		}
	})
}

// nearestFolder is the folder at a path, or the nearest above it that is there; nil when
// there is none, and for a relative path.
func nearestFolder(path string) fyne.ListableURI {
	for filepath.IsAbs(path) {
		if at, err := storage.ListerForURI(storage.NewFileURI(path)); err == nil {
			return at
		}
		above := filepath.Dir(path)
		if above == path {
			break
		}
		path = above
	}
	return nil
}

func (o *chooser) open(c choice, at fyne.ListableURI) {
	o.dialog = c.dialog(o.window)
	o.dialog.SetConfirmText("Choose")
	if at != nil {
		o.dialog.SetLocation(at)
	}
	o.dialog.SetOnClosed(func() {
		o.dialog = nil
		if c.closed != nil {
			c.closed()
		}
	})
	o.dialog.Show()
	size := o.window.Canvas().Size()
	o.dialog.Resize(fyne.NewSize(min(size.Width-80, 900), min(size.Height-80, 600))) // only once it is shown
}

func (c choice) dialog(parent fyne.Window) *dialog.FileDialog {
	if !c.file {
		return dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
			c.answer(folder, folder != nil, err)
		}, parent)
	}
	return dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if file == nil {
			c.answer(nil, false, err)
			return
		}
		_ = file.Close() // only its path is wanted; nothing was read
		c.answer(file.URI(), true, err)
	}, parent)
}

func (c choice) answer(at fyne.URI, some bool, err error) {
	switch {
	case err != nil:
		c.failed(err)
	case some:
		c.chosen(at.Path())
	}
}

// close closes the chooser and reports whether it was open.
func (o *chooser) close() bool {
	if o.dialog == nil {
		return false
	}
	o.dialog.Hide()
	o.dialog = nil
	return true
}
