package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/app/message"
	"descry/ui/kit"
)

// headEnding is the ending of an exported version.
const headEnding = ".descryhead"

// pathSheet asks for a path.
type pathSheet struct {
	title, about, confirm string
	start                 string // what stands in the field at first
	file                  bool   // the chooser is for a file, not a folder
	chosen                func(path string) string
	do                    func(ctx context.Context, path string) error
	done                  func(path string)
}

// exportIt writes the version into a file of the owner's choice.
func (r *headRow) exportIt() {
	w, h := r.l.p.w, r.head
	name := "descry-" + h.Made.In(w.now().Location()).Format("2006-01-02") + headEnding
	w.askForPath(pathSheet{
		title: "Export this version", confirm: "Export",
		about:  "The file holds what was learned, not your photos. It can be imported where the same model is.",
		start:  kit.CleanPath("~/" + name),
		chosen: func(folder string) string { return filepath.Join(folder, name) },
		do:     func(ctx context.Context, path string) error { return w.backend.ExportHead(ctx, h.ID, path) },
		done:   func(path string) { r.l.say("Exported to "+path+".", false) },
	})
}

// askForHead imports a version from a file.
func (w *Window) askForHead() {
	w.askForPath(pathSheet{
		title: "Import a version", confirm: "Import", file: true,
		about: "A file that Descry exported, here or on another computer. It isn't used until you say so.",
		do: func(ctx context.Context, path string) error {
			_, err := w.backend.ImportHead(ctx, path)
			return err
		},
		done: func(string) {
			w.learn.versions.say("Imported; “Use” makes searches use it.", false)
			w.learn.load()
		},
	})
}

// askForPath opens a sheet with a field for a path and a chooser.
func (w *Window) askForPath(ask pathSheet) {
	var form *kit.Sheet
	var entry *kit.PathEntry
	open, busy := true, false
	problem := kit.NewProse("")
	problem.Say("", true)
	confirm := func() {
		path := kit.CleanPath(entry.Text)
		if path == "" || busy {
			problem.Say("Type or paste a path, or choose one.", path == "")
			return
		}
		busy = true
		problem.Say("Working…", false)
		kit.Load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, ask.do(ctx, path) },
			func(_ struct{}, err error) {
				busy = false
				if err != nil {
					problem.Say(message.OfError(err), true)
					return
				}
				w.closeSheet(form)
				ask.done(path)
			})
	}
	entry = kit.NewFolderEntry(w, w.folderOffers, confirm)
	entry.SetText(ask.start)
	choose := kit.NewButton(w, "Choose…", func() {
		w.chooser.Choose(kit.Choice{Start: chooserStart(ask, entry.Text), File: ask.file,
			Wanted: func() bool { return open },
			Failed: func(err error) { problem.Say(message.OfError(err), true) },
			Chosen: func(path string) {
				if ask.chosen != nil {
					path = ask.chosen(path)
				}
				entry.SetText(path)
			}})
	})
	body := kit.NewColumn(8, kit.Wrapped(ask.about), container.NewBorder(nil, nil, nil, choose, entry), problem)
	form = w.openSheet(ask.title, fyne.NewSize(560, 0), body,
		kit.NewButton(w, "Cancel", func() { w.closeSheet(form) }), kit.NewMainButton(w, ask.confirm, confirm))
	form.OnClose = func() { open = false }
	w.win.Canvas().Focus(entry)
}

// chooserStart is the folder where the chooser begins.
func chooserStart(ask pathSheet, typed string) string {
	path := kit.CleanPath(typed)
	if path != "" && filepath.Ext(path) != "" {
		path = filepath.Dir(path)
	}
	return path
}
