package models

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/ui/kit"
)

// importForm makes a pack of files that were downloaded elsewhere.
type importForm struct {
	p     *Page
	root  *fyne.Container
	open  *kit.Button
	asks  *fyne.Container
	shown bool

	vision, text, name *kit.PathEntry
	wrongs             map[*kit.PathEntry]*kit.Prose // below the two paths, what is wrong with each
	choose             []*kit.Button                 // of the two paths
	choice             *quantizeChoice
	start, not         *kit.Button
	work               *workView
	note               *kit.Prose
}

func newImportForm(p *Page) *importForm {
	f := &importForm{p: p, note: kit.NewProse(""), choice: newQuantizeChoice(p)}
	f.open = kit.NewButton(p, message.Text("models-import-open-button", nil), func() { f.setShown(true) })
	f.vision, f.text = f.entry(message.Text("models-import-image-hint", nil)), f.entry(message.Text("models-import-text-hint", nil))
	f.vision.Offers, f.text.Offers = f.p.folderOffers, f.p.folderOffers
	f.name = f.entry(message.Text("models-import-name-hint", nil))
	f.wrongs = map[*kit.PathEntry]*kit.Prose{f.vision: kit.NewProse(""), f.text: kit.NewProse("")}
	for _, wrong := range f.wrongs {
		wrong.Hide()
	}
	f.start = kit.NewMainButton(p, message.Text("models-import-button", nil), f.submit)
	f.not = kit.NewQuietButton(p, message.Text("models-not-now-button", nil), nil, func() { f.setShown(false) })
	f.work = newWorkView(p, func() { p.cancelJob(importKey) })
	f.asks = kit.NewColumn(8,
		kit.NewField(message.Text("models-import-image", nil), kit.NewColumn(2, f.path(f.vision), f.wrongs[f.vision])),
		kit.NewField(message.Text("models-import-text", nil), kit.NewColumn(2, f.path(f.text), f.wrongs[f.text])),
		f.choice.root, kit.NewField(message.Text("models-import-name", nil), f.name), kit.NewField("", kit.NewLeading(f.start, f.not)))
	for _, b := range []*kit.Button{f.open, f.start, f.not, f.work.cancel} {
		b.OnFocus = p.Reveal
	}
	title := kit.NewLine(message.Text("models-import-title", nil))
	title.Style.Bold = true
	about := kit.NewProse(message.Text("models-import-about", nil))
	body := kit.NewColumn(3, kit.NewEnds(title, f.open), about, kit.NewInset(kit.Inset{Top: 4}, f.asks), f.work.root, kit.NewInset(kit.Inset{Top: 4, Left: kit.FieldName + kit.LabelInset}, f.note))
	f.root = kit.NewColumn(0, kit.NewInset(kit.Inset{Top: 8, Bottom: 12}, body))
	f.asks.Hide()
	f.note.Hide()
	return f
}

func (f *importForm) entry(hint string) *kit.PathEntry {
	e := kit.NewPathEntry(f.p.shell, f.submit)
	e.SetPlaceHolder(hint)
	e.OnFocus, e.OnKey = f.p.Reveal, f.p.TypedKey
	e.OnChanged = func(string) { f.say(e, "") }
	return e
}

// path is a field with a button that opens a chooser for files or folders.
func (f *importForm) path(e *kit.PathEntry) fyne.CanvasObject {
	b := kit.NewDropDown(f.p, message.Text("models-import-choose-button", nil), func(below fyne.CanvasObject) {
		f.p.shell.DropDown(below, fyne.NewMenuItem(message.Text("models-import-choose-folder", nil), func() { f.openChooser(e, false) }),
			fyne.NewMenuItem(message.Text("models-import-choose-file", nil), func() { f.openChooser(e, true) }))
	})
	b.OnFocus = f.p.Reveal
	f.choose = append(f.choose, b)
	return container.NewBorder(nil, nil, nil, b, e)
}

func (f *importForm) openChooser(e *kit.PathEntry, file bool) {
	start := kit.CleanPath(e.Text)
	if file && start != "" && filepath.Ext(start) != "" {
		start = filepath.Dir(start)
	}
	f.p.chooser.Choose(kit.Choice{
		Start: start, File: file,
		Wanted: func() bool { return f.p.open && f.shown },
		Failed: func(err error) { f.say(e, message.OfError(err)) },
		Chosen: func(path string) { e.SetText(path) },
	})
}

func (f *importForm) setShown(shown bool) {
	f.shown = shown
	f.forget()
	f.showWork()
	f.p.refit()
	if shown {
		f.p.Reveal(f.asks)
		f.p.shell.Focus(f.vision)
	} else {
		f.p.KeepFocus()
	}
}

// take fills in what was dropped onto the page.
func (f *importForm) take(paths []string) {
	for _, path := range paths {
		if f.vision.Text == "" {
			f.vision.SetText(path)
		} else {
			f.text.SetText(path)
		}
	}
	f.setShown(true)
}

// say shows below a path what is wrong with the path, "" for nothing. The message about the
// whole form has been read by then.
func (f *importForm) say(e *kit.PathEntry, wrong string) {
	below, ok := f.wrongs[e]
	changed := ok && below.Words.Text != wrong
	if changed {
		below.Set(wrong, fynetheme.ColorNameError)
	}
	if j := f.p.jobs[importKey]; j != nil && j.ended {
		delete(f.p.jobs, importKey)
		changed = f.showWork() || changed
	}
	if changed {
		f.p.refit()
	}
	if wrong != "" && ok {
		f.p.Reveal(below)
	}
}

// forget takes back all messages.
func (f *importForm) forget() {
	for e := range f.wrongs {
		f.say(e, "")
	}
}

// shows reports that a message stands below one of the paths.
func (f *importForm) shows(text string) bool {
	for _, below := range f.wrongs {
		if text != "" && below.Words.Text == text {
			return true
		}
	}
	return false
}

// importKey is the job that imports files.
const importKey = "import"

// submit imports what was filled in.
func (f *importForm) submit() {
	r := models.ImportRequest{Vision: kit.CleanPath(f.vision.Text), Text: kit.CleanPath(f.text.Text), Quantize: f.choice.value, Name: f.name.Text}
	if r.Vision == "" || r.Text == "" {
		f.ask()
		return
	}
	p, name := f.p, r.Name
	if name == "" {
		name = message.BaseName(r.Vision)
	}
	f.forget()
	var id string
	p.startJob(&job{key: importKey, name: name, stage: notice.New("models-stage-importing", nil)},
		func(ctx context.Context, report stageProgress) (err error) {
			id, err = p.backend.ImportModel(ctx, r, func(done, total int64) { report(notice.Notice{}, done, total) })
			return err
		}, func(_ *job, err error) {
			if err == nil {
				f.clear()
				p.welcome(id, name)
				return
			}
			p.tasks.Apply(func() { f.blame(err) }) // once the form is there again
		})
}

// ask says which part is missing, and takes the keyboard there.
func (f *importForm) ask() {
	for _, missing := range []struct {
		e    *kit.PathEntry
		text string
	}{{f.text, message.Text("models-import-text-missing", nil)}, {f.vision, message.Text("models-import-image-missing", nil)}} {
		if kit.CleanPath(missing.e.Text) == "" {
			f.say(missing.e, missing.text)
			f.p.shell.Focus(missing.e)
		}
	}
}

// blame shows an import's error below its path, or below the form.
func (f *importForm) blame(err error) {
	var at *models.FieldError
	if !errors.As(err, &at) {
		f.p.Reveal(f.note)
		return
	}
	e := f.vision
	if at.Field == models.ImportText {
		e = f.text
	}
	f.wrongs[e].Set(message.OfError(err), fynetheme.ColorNameError)
	f.showWork() // the job's note has the error no more
	f.p.refit()
	f.p.shell.Focus(e)
	f.p.Reveal(f.wrongs[e])
}

// clear empties the form after an import, since the next pair is another one.
func (f *importForm) clear() {
	f.shown = false
	for _, e := range []*kit.PathEntry{f.vision, f.text, f.name} {
		e.SetText("")
	}
}

// showWork shows the import and reports whether that changed the height.
func (f *importForm) showWork() bool {
	j := f.p.jobs[importKey]
	note := ""
	if j != nil && j.ended && !f.shows(j.note) {
		note = j.note
	}
	changed := f.work.root.Visible() != j.running() || note != f.note.Words.Text
	kit.SetVisible(f.open, !j.running() && !f.shown)
	kit.SetVisible(f.asks, !j.running() && f.shown)
	f.work.showJob(j, f.p.now())
	f.note.Set(note, fynetheme.ColorNameError)
	return changed
}

// Buttons are all of the form.
func (f *importForm) Buttons() []*kit.Button {
	return append([]*kit.Button{f.open, f.start, f.not, f.choice.button, f.work.cancel}, f.choose...)
}

// Stops are the controls that can be used now, field by field.
func (f *importForm) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(f.open), kit.Usable(kit.Within(f.work.root, f.work.cancel)...)}
	if f.asks.Visible() {
		rows = append(rows, []fyne.Focusable{f.vision, f.choose[0]}, []fyne.Focusable{f.text, f.choose[1]},
			kit.Usable(f.choice.button), []fyne.Focusable{f.name}, kit.Usable(f.start, f.not))
	}
	return rows
}
