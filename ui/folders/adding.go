package folders

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
)

// folderDialog asks for a folder by typing, pasting or choosing.
type folderDialog struct {
	of    *Folders
	sheet *kit.Sheet
	path  *kit.PathEntry
	note  *kit.Line
	add   *kit.Button
	busy  bool
}

// Ask opens the dialog, or brings the path field to the front.
func (f *Folders) Ask() {
	if f.adding != nil {
		f.Shell.Focus(f.adding.path)
		return
	}
	d := &folderDialog{of: f, note: kit.NewHint("")}
	d.path = kit.NewFolderEntry(f.Shell, f.FolderOffers, d.confirm)
	choose := kit.NewButton(f.Shell, message.Text("choose-button", nil), d.choose)
	field := container.NewBorder(nil, nil, nil, choose, d.path)
	body := kit.NewColumn(4, kit.NewSheetText(message.Text("folder-add-about", nil)), field, kit.InSheet(d.note))
	if name := f.SuggestedName(); name != "" {
		use := kit.NewQuietButton(f.Shell, message.Text("folder-add-suggested", message.Params{"Folder": name}), fynetheme.MediaPhotoIcon(), func() { d.submit(f.suggested) })
		body.Add(container.NewHBox(use))
	}
	d.add = kit.NewMainButton(f.Shell, message.Text("folder-add-button", nil), d.confirm)
	d.path.OnChanged = func(string) { d.typed() }
	d.typed()
	d.sheet = f.Shell.OpenSheet(message.Text("folder-add-title", nil), fyne.NewSize(560, 0), body,
		kit.NewButton(f.Shell, message.Text("cancel", nil), func() { f.Shell.CloseSheet(d.sheet) }), d.add)
	d.sheet.OnClose = func() { f.adding = nil }
	f.adding = d
	f.Shell.Focus(d.path)
}

func (d *folderDialog) choose() { d.of.Chooser.Choose(d.choice()) }

// choice begins at the typed path, else at the Pictures folder.
func (d *folderDialog) choice() kit.Choice {
	start := kit.CleanPath(d.path.Text)
	if start == "" {
		start = d.of.suggested
	}
	return kit.Choice{
		Start:  start,
		Wanted: func() bool { return d.of.adding == d },
		Failed: func(err error) { d.say(message.OfError(err), true) },
		Closed: func() {
			if d.of.adding == d {
				d.of.Shell.Focus(d.path)
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
		d.say(message.Text("folder-add-no-path", nil), true)
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
	d.say(message.Text("folder-adding", nil), false)
	d.of.Add([]string{path}, func(err error) {
		d.busy = false
		d.typed()
		if err != nil {
			d.say(message.OfError(err), true)
			return
		}
		d.of.Shell.CloseSheet(d.sheet)
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

// Add adds what the user chose, dropped or typed, and calls done when that was done or not.
func (f *Folders) Add(paths []string, done func(error)) {
	f.Shell.Change(func(ctx context.Context) (service.Change, error) { return f.Backend.AddFolders(ctx, paths) }, func(err error) {
		done(err)
		if err == nil {
			f.Shell.FoldersChanged()
			f.Shell.PhotosChanged()
		}
	})
}

// Suggest has the system's Pictures folder offered, "" for none.
func (f *Folders) Suggest(path string) { f.suggested = path }

// AddSuggested adds it, and says what went wrong.
func (f *Folders) AddSuggested() { f.Add([]string{f.suggested}, f.Shell.SayError) }

// SuggestedName is what to call the Pictures folder, "" when there is none to offer because
// it is missing or in the library already.
func (f *Folders) SuggestedName() string {
	if f.suggested == "" {
		return ""
	}
	for _, known := range f.Shell.Folders() {
		if known.Path == filepath.Clean(f.suggested) {
			return ""
		}
	}
	return message.BaseName(f.suggested)
}
