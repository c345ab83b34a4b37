package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/ui/kit"
)

// importForm makes a pack of files that were downloaded elsewhere.
type importForm struct {
	p     *modelsPage
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

func newImportForm(p *modelsPage) *importForm {
	f := &importForm{p: p, note: kit.NewProse(""), choice: newQuantizeChoice(p)}
	f.open = kit.NewButton(p, "Import…", func() { f.setShown(true) })
	f.vision, f.text = f.entry("Image model folder"), f.entry("Text model folder")
	f.vision.Offers, f.text.Offers = f.p.w.folderOffers, f.p.w.folderOffers
	f.name = f.entry("As the model is called")
	f.wrongs = map[*kit.PathEntry]*kit.Prose{f.vision: kit.NewProse(""), f.text: kit.NewProse("")}
	for _, wrong := range f.wrongs {
		wrong.Hide()
	}
	f.start = kit.NewMainButton(p, "Import", f.submit)
	f.not = kit.NewQuietButton(p, "Not now", nil, func() { f.setShown(false) })
	f.work = newWorkView(p, func() { p.w.cancelJob(importKey) })
	f.asks = kit.NewColumn(8,
		kit.NewField("Image model", kit.NewColumn(2, f.path(f.vision), f.wrongs[f.vision])),
		kit.NewField("Text model", kit.NewColumn(2, f.path(f.text), f.wrongs[f.text])),
		f.choice.root, kit.NewField("Name", f.name), kit.NewField("", kit.NewLeading(f.start, f.not)))
	for _, b := range []*kit.Button{f.open, f.start, f.not, f.work.cancel} {
		b.OnFocus = p.Reveal
	}
	title := kit.NewLine("Files that you downloaded yourself")
	title.Style.Bold = true
	about := kit.NewProse("Two parts that were trained together: one for images and one for text, each a folder or a weights file as it was downloaded. The files are read and left as they are.")
	body := kit.NewColumn(3, kit.NewEnds(title, f.open), about, kit.NewInset(kit.Inset{Top: 4}, f.asks), f.work.root, kit.NewInset(kit.Inset{Top: 4, Left: kit.FieldName + kit.LabelInset}, f.note))
	f.root = kit.NewColumn(0, kit.NewInset(kit.Inset{Top: 8, Bottom: 12}, body))
	f.asks.Hide()
	f.note.Hide()
	return f
}

func (f *importForm) entry(hint string) *kit.PathEntry {
	e := kit.NewPathEntry(f.p.w, f.submit)
	e.SetPlaceHolder(hint)
	e.OnFocus, e.OnKey = f.p.Reveal, f.p.TypedKey
	e.OnChanged = func(string) { f.say(e, "") }
	return e
}

// path is a field with a button that opens a chooser for files or folders.
func (f *importForm) path(e *kit.PathEntry) fyne.CanvasObject {
	b := kit.NewDropDown(f.p, "Choose", func(below fyne.CanvasObject) {
		f.p.w.dropDown(below, fyne.NewMenuItem("Folder…", func() { f.openChooser(e, false) }),
			fyne.NewMenuItem("File…", func() { f.openChooser(e, true) }))
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
	f.p.w.chooser.Choose(kit.Choice{
		Start: start, File: file,
		Wanted: func() bool { return f.p.w.modelsShown() && f.shown },
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
		f.p.w.win.Canvas().Focus(f.vision)
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

// say shows below a path what is wrong with it; "" nothing. What was said of the form as
// a whole has been read by then.
func (f *importForm) say(e *kit.PathEntry, wrong string) {
	below, ok := f.wrongs[e]
	changed := ok && below.Words.Text != wrong
	if changed {
		below.Set(wrong, fynetheme.ColorNameError)
	}
	if j := f.p.w.jobs[importKey]; j != nil && j.ended {
		delete(f.p.w.jobs, importKey)
		changed = f.showWork() || changed
	}
	if changed {
		f.p.refit()
	}
	if wrong != "" && ok {
		f.p.Reveal(below)
	}
}

// forget takes back all that was said.
func (f *importForm) forget() {
	for e := range f.wrongs {
		f.say(e, "")
	}
}

// said reports that a sentence stands below one of the paths.
func (f *importForm) said(text string) bool {
	for _, below := range f.wrongs {
		if text != "" && below.Words.Text == text {
			return true
		}
	}
	return false
}
