package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/app/message"
	"descry/ui/kit"
)

// askForPath opens a sheet with a field for a path and a button that opens a file chooser.
// Where the request refuses the path, the sheet stays open and says why.
func (w *Window) askForPath(ask kit.PathRequest) {
	var form *kit.Sheet
	var entry *kit.PathEntry
	open, busy := true, false
	problem := kit.NewProse("")
	problem.Say("", true)
	confirm := func() {
		path := kit.CleanPath(entry.Text)
		if path == "" || busy {
			problem.Say(message.Text("path-missing", nil), path == "")
			return
		}
		busy = true
		problem.Say(message.Text("path-working", nil), false)
		kit.Load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, ask.Do(ctx, path) },
			func(_ struct{}, err error) {
				busy = false
				if err != nil {
					problem.Say(message.OfError(err), true)
					return
				}
				w.closeSheet(form)
				ask.Done(path)
			})
	}
	entry = kit.NewFolderEntry(w, w.folderOffers, confirm)
	entry.SetText(ask.Start)
	choose := kit.NewButton(w, message.Text("choose-button", nil), func() {
		w.chooser.Choose(kit.Choice{Start: chooserStart(ask, entry.Text), File: ask.File,
			Wanted: func() bool { return open },
			Failed: func(err error) { problem.Say(message.OfError(err), true) },
			Chosen: func(path string) {
				if ask.Chosen != nil {
					path = ask.Chosen(path)
				}
				entry.SetText(path)
			}})
	})
	body := kit.NewColumn(8, kit.NewSheetText(ask.About), container.NewBorder(nil, nil, nil, choose, entry), kit.InSheet(problem))
	form = w.openSheet(ask.Title, fyne.NewSize(560, 0), body,
		kit.NewButton(w, message.Text("cancel", nil), func() { w.closeSheet(form) }), kit.NewMainButton(w, ask.Confirm, confirm))
	form.OnClose = func() { open = false }
	w.win.Canvas().Focus(entry)
}

// chooserStart is the folder where the chooser begins.
func chooserStart(ask kit.PathRequest, typed string) string {
	path := kit.CleanPath(typed)
	if path != "" && filepath.Ext(path) != "" {
		path = filepath.Dir(path)
	}
	return path
}
