package kit

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"descry/app/message"
)

// Choice is what a chooser is opened for.
type Choice struct {
	Start  string             // where to begin, or the nearest folder above; "" for the chooser's own choice
	File   bool               // a file, not a folder
	Wanted func() bool        // whether the answer is still of use when it comes
	Chosen func(path string)  // not called when the user cancels
	Failed func(reason error) // the chooser could not read what was chosen
	Closed func()             // the chooser is gone, with or without a choice; may be nil
}

// Chooser opens Fyne's chooser of files and folders, one at a time.
type Chooser struct {
	window fyne.Window
	tasks  *Tasks
	Dialog *dialog.FileDialog // nil while none is open
}

// NewChooser makes the chooser of a window.
func NewChooser(window fyne.Window, tasks *Tasks) *Chooser {
	return &Chooser{window: window, tasks: tasks}
}

// Choose opens the chooser unless one is open. Whether the place to begin at exists is found
// out in the background, since the place may be a share that doesn't answer.
func (o *Chooser) Choose(c Choice) {
	Load(o.tasks, func(context.Context) (fyne.ListableURI, error) {
		return nearestFolder(c.Start), nil
	}, func(at fyne.ListableURI, _ error) {
		if c.Wanted() && o.Dialog == nil {
			o.open(c, at)
		}
	})
}

// nearestFolder is the folder at a path, or the nearest existing one above. The result is nil
// when there is none, and for a relative path.
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

func (o *Chooser) open(c Choice, at fyne.ListableURI) {
	o.Dialog = c.dialog(o.window)
	o.Dialog.SetConfirmText(message.Text("chooser-button", nil))
	if at != nil {
		o.Dialog.SetLocation(at)
	}
	o.Dialog.SetOnClosed(func() {
		o.Dialog = nil
		if c.Closed != nil {
			c.Closed()
		}
	})
	o.Dialog.Show()
	size := o.window.Canvas().Size()
	o.Dialog.Resize(fyne.NewSize(min(size.Width-80, 900), min(size.Height-80, 600))) // only after the chooser is shown
}

func (c Choice) dialog(parent fyne.Window) *dialog.FileDialog {
	if !c.File {
		return dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
			c.Answer(folder, folder != nil, err)
		}, parent)
	}
	return dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if file == nil {
			c.Answer(nil, false, err)
			return
		}
		_ = file.Close() // only the path is needed; nothing was read
		c.Answer(file.URI(), true, err)
	}, parent)
}

// Answer takes what the chooser was left with: a place where some is true, or an error.
func (c Choice) Answer(at fyne.URI, some bool, err error) {
	switch {
	case err != nil:
		c.Failed(err)
	case some:
		c.Chosen(at.Path())
	}
}

// Close closes the chooser and reports whether it was open.
func (o *Chooser) Close() bool {
	if o.Dialog == nil {
		return false
	}
	o.Dialog.Hide()
	o.Dialog = nil
	return true
}
