package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// choose opens Fyne's folder chooser at the typed path, else at the Pictures
// folder. Whether that is there is asked in the background: it may be a share
// that doesn't answer.
func (d *folderDialog) choose() {
	start := cleanPath(d.path.Text)
	if start == "" {
		start = d.w.suggested
	}
	load(d.w.tasks, func(context.Context) (fyne.ListableURI, error) {
		if start == "" {
			return nil, nil
		}
		at, err := storage.ListerForURI(storage.NewFileURI(start))
		if err != nil {
			return nil, nil // not a folder (yet): the chooser begins where it likes
		}
		return at, nil
	}, func(at fyne.ListableURI, _ error) { d.openChooser(at) })
}

func (d *folderDialog) openChooser(at fyne.ListableURI) {
	if d.w.adding != d || d.w.chooser != nil {
		return
	}
	chooser := dialog.NewFolderOpen(d.chosen, d.w.win)
	chooser.SetConfirmText("Choose")
	if at != nil {
		chooser.SetLocation(at)
	}
	d.w.chooser = chooser
	chooser.SetOnClosed(func() { d.w.chooser = nil })
	chooser.Show()
	size := d.w.win.Canvas().Size()
	chooser.Resize(fyne.NewSize(min(size.Width-80, 900), min(size.Height-80, 600))) // only once it is shown
}

// chosen takes what was chosen; nil means that the owner changed their mind.
func (d *folderDialog) chosen(folder fyne.ListableURI, err error) {
	switch {
	case err != nil:
		d.say(sentence(err), true)
	case folder != nil:
		d.path.SetText(folder.Path())
		d.confirm()
	}
}

// closeChooser closes the folder chooser and reports whether it was open.
func (w *Window) closeChooser() bool {
	if w.chooser == nil {
		return false
	}
	w.chooser.Hide()
	w.chooser = nil
	return true
}
