package ui

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
)

// folderDialog asks for a folder by typing, pasting or choosing.
type folderDialog struct {
	w     *Window
	sheet *sheet
	path  *pathEntry
	note  *line
	add   *button
	busy  bool
}

// askForFolder opens the dialog, or brings the path field to the front.
func (w *Window) askForFolder() {
	if w.adding != nil {
		w.win.Canvas().Focus(w.adding.path)
		return
	}
	d := &folderDialog{w: w, note: newHint("")}
	d.path = newFolderEntry(w, w.folderOffers, d.confirm)
	choose := newButton(w, "Choose…", d.choose)
	field := container.NewBorder(nil, nil, nil, choose, d.path)
	body := newColumn(4, wrapped("Its photos are indexed where they are; nothing is moved, copied or changed."), field, d.note)
	if name := w.suggestedName(); name != "" {
		use := newQuietButton(w, "Use "+name, fynetheme.MediaPhotoIcon(), func() { d.submit(w.suggested) })
		body.Add(container.NewHBox(use))
	}
	d.add = newMainButton(w, "Add", d.confirm)
	d.path.OnChanged = func(string) { d.typed() }
	d.typed()
	d.sheet = w.openSheet("Add a folder of photos", fyne.NewSize(560, 0), body,
		newButton(w, "Cancel", func() { w.closeSheet(d.sheet) }), d.add)
	d.sheet.onClose = func() { w.adding = nil }
	w.adding = d
	w.win.Canvas().Focus(d.path)
}

func (d *folderDialog) choose() { d.w.chooser.choose(d.choice()) }

// choice begins at the typed path, else at the Pictures folder.
func (d *folderDialog) choice() choice {
	start := cleanPath(d.path.Text)
	if start == "" {
		start = d.w.suggested
	}
	return choice{
		start:  start,
		wanted: func() bool { return d.w.adding == d },
		failed: func(err error) { d.say(message.OfError(err), true) },
		closed: func() {
			if d.w.adding == d {
				d.w.win.Canvas().Focus(d.path)
			}
		},
		chosen: func(path string) {
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
		setEnabled(d.add, cleanPath(d.path.Text) != "")
	}
}

// confirm adds what stands in the field.
func (d *folderDialog) confirm() {
	path := cleanPath(d.path.Text)
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
	d.note.colour = fynetheme.ColorNamePlaceHolder
	if wrong {
		d.note.colour = fynetheme.ColorNameError
	}
	d.note.text = text
	d.note.Refresh()
}

// cleanPath makes an absolute path of what people type and paste: quotes, a
// tilde, or a file address as file managers copy it.
func cleanPath(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if u, err := url.Parse(text); err == nil && u.Scheme == "file" {
		text = u.Path
		if runtime.GOOS == "windows" {
			text = strings.TrimPrefix(text, "/")
		}
	}
	if text == "" {
		return ""
	}
	if home, err := os.UserHomeDir(); err == nil && (text == "~" || strings.HasPrefix(text, "~/")) {
		text = filepath.Join(home, text[1:])
	}
	if abs, err := filepath.Abs(text); err == nil {
		return abs
	}
	return text
}

// addFolders adds what the owner chose, dropped or typed, and says how it went.
func (w *Window) addFolders(paths []string, done func(error)) {
	w.change(func(ctx context.Context) (service.Change, error) { return w.backend.AddFolders(ctx, paths) }, func(err error) {
		done(err)
		if err == nil {
			w.foldersChanged.fire()
			w.photosChanged.fire()
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
		w.models.form.take(paths)
		return
	}
	w.addFolders(paths, func(err error) {
		if err != nil {
			w.toasts.say(message.OfError(err), "", nil)
		}
	})
}
