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

// choose opens Fyne's chooser. Whether the place to begin at is there is asked in
// the background: it may be a share that doesn't answer.
func (w *Window) choose(c choice) {
	load(w.tasks, func(context.Context) (fyne.ListableURI, error) {
		return nearestFolder(c.start), nil
	}, func(at fyne.ListableURI, _ error) {
		if c.wanted() && w.chooser == nil {
			w.openChooser(c, at)
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

func (w *Window) openChooser(c choice, at fyne.ListableURI) {
	w.chooser = c.dialog(w.win)
	w.chooser.SetConfirmText("Choose")
	if at != nil {
		w.chooser.SetLocation(at)
	}
	w.chooser.SetOnClosed(func() {
		w.chooser = nil
		if c.closed != nil {
			c.closed()
		}
	})
	w.chooser.Show()
	size := w.win.Canvas().Size()
	w.chooser.Resize(fyne.NewSize(min(size.Width-80, 900), min(size.Height-80, 600))) // only once it is shown
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

// closeChooser closes the chooser and reports whether it was open.
func (w *Window) closeChooser() bool {
	if w.chooser == nil {
		return false
	}
	w.chooser.Hide()
	w.chooser = nil
	return true
}
