package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
)

// folderDialog asks for a folder by typing, pasting or choosing.
type folderDialog struct {
	w     *Window
	sheet *kit.Sheet
	path  *kit.PathEntry
	note  *kit.Line
	add   *kit.Button
	busy  bool
}

// askForFolder opens the dialog, or brings the path field to the front.
func (w *Window) askForFolder() {
	if w.adding != nil {
		w.win.Canvas().Focus(w.adding.path)
		return
	}
	d := &folderDialog{w: w, note: kit.NewHint("")}
	d.path = kit.NewFolderEntry(w, w.folderOffers, d.confirm)
	choose := kit.NewButton(w, "Choose…", d.choose)
	field := container.NewBorder(nil, nil, nil, choose, d.path)
	body := kit.NewColumn(4, kit.Wrapped("Its photos are indexed where they are; nothing is moved, copied or changed."), field, d.note)
	if name := w.suggestedName(); name != "" {
		use := kit.NewQuietButton(w, "Use "+name, fynetheme.MediaPhotoIcon(), func() { d.submit(w.suggested) })
		body.Add(container.NewHBox(use))
	}
	d.add = kit.NewMainButton(w, "Add", d.confirm)
	d.path.OnChanged = func(string) { d.typed() }
	d.typed()
	d.sheet = w.openSheet("Add a folder of photos", fyne.NewSize(560, 0), body,
		kit.NewButton(w, "Cancel", func() { w.closeSheet(d.sheet) }), d.add)
	d.sheet.OnClose = func() { w.adding = nil }
	w.adding = d
	w.win.Canvas().Focus(d.path)
}

func (d *folderDialog) choose() { d.w.chooser.Choose(d.choice()) }

// choice begins at the typed path, else at the Pictures folder.
func (d *folderDialog) choice() kit.Choice {
	start := kit.CleanPath(d.path.Text)
	if start == "" {
		start = d.w.suggested
	}
	return kit.Choice{
		Start:  start,
		Wanted: func() bool { return d.w.adding == d },
		Failed: func(err error) { d.say(message.OfError(err), true) },
		Closed: func() {
			if d.w.adding == d {
				d.w.win.Canvas().Focus(d.path)
			}
		},
		Chosen: func(path string) {
			d.path.SetText(path)
			d.confirm()
		},
	}
}

// typed follows the field: what was said of another path is gone, and nothing can't be
// added.
func (d *folderDialog) typed() {
	if !d.busy {
		d.say("", false)
		kit.SetEnabled(d.add, kit.CleanPath(d.path.Text) != "")
	}
}

// confirm adds what stands in the field.
func (d *folderDialog) confirm() {
	path := kit.CleanPath(d.path.Text)
	if path == "" {
		d.say("Type or paste the path of a folder, or choose one.", true)
		return
	}
	d.submit(path)
}

func (d *folderDialog) submit(path string) {
	if d.busy {
		return
	}
	d.busy = true
	d.add.Disable()
	d.say("Adding…", false)
	d.w.addFolders([]string{path}, func(err error) {
		d.busy = false
		d.typed()
		if err != nil {
			d.say(message.OfError(err), true)
			return
		}
		d.w.closeSheet(d.sheet)
	})
}

func (d *folderDialog) say(text string, wrong bool) {
	d.note.Colour = fynetheme.ColorNamePlaceHolder
	if wrong {
		d.note.Colour = fynetheme.ColorNameError
	}
	d.note.Text = text
	d.note.Refresh()
}

// addFolders adds what the owner chose, dropped or typed, and says how it went.
func (w *Window) addFolders(paths []string, done func(error)) {
	w.changes.Change(func(ctx context.Context) (service.Change, error) { return w.backend.AddFolders(ctx, paths) }, func(err error) {
		done(err)
		if err == nil {
			w.foldersChanged.Fire()
			w.photosChanged.Fire()
		}
	})
}

// dropped takes files and folders that were dragged onto the window.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) == 0 {
		w.toasts.say("Only files and folders of this computer can be added.", "", nil)
		return
	}
	if w.modelsShown() { // whoever drops files there means a model
		w.models.TakeDropped(paths)
		return
	}
	w.addFolders(paths, func(err error) {
		if err != nil {
			w.toasts.say(message.OfError(err), "", nil)
		}
	})
}
