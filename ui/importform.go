package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
)

// importForm makes a pack of files that were downloaded elsewhere.
type importForm struct {
	p     *modelsPage
	root  *fyne.Container
	open  *button
	asks  *fyne.Container
	shown bool

	vision, text, name *pathEntry
	wrongs             map[*pathEntry]*prose // below the two paths, what is wrong with each
	choose             []*button             // of the two paths
	choice             *quantizeChoice
	start, not         *button
	work               *workView
	note               *prose
}

func newImportForm(p *modelsPage) *importForm {
	f := &importForm{p: p, note: newProse(""), choice: newQuantizeChoice(p)}
	f.open = newButton(p, "Import…", func() { f.setShown(true) })
	f.vision, f.text = f.entry("Image model folder"), f.entry("Text model folder")
	f.vision.offers, f.text.offers = f.p.w.folderOffers, f.p.w.folderOffers
	f.name = f.entry("As the model is called")
	f.wrongs = map[*pathEntry]*prose{f.vision: newProse(""), f.text: newProse("")}
	for _, wrong := range f.wrongs {
		wrong.Hide()
	}
	f.start = newMainButton(p, "Import", f.submit)
	f.not = newQuietButton(p, "Not now", nil, func() { f.setShown(false) })
	f.work = newWorkView(p, func() { p.w.cancelJob(importKey) })
	f.asks = newColumn(8,
		newField("Image model", newColumn(2, f.path(f.vision), f.wrongs[f.vision])),
		newField("Text model", newColumn(2, f.path(f.text), f.wrongs[f.text])),
		f.choice.root, newField("Name", f.name), newField("", newLeading(f.start, f.not)))
	for _, b := range []*button{f.open, f.start, f.not, f.work.cancel} {
		b.onFocus = p.reveal
	}
	title := newLine("Files that you downloaded yourself")
	title.style.Bold = true
	about := newProse("Two parts that were trained together: one for images and one for text, each a folder or a weights file as it was downloaded. The files are read and left as they are.")
	body := newColumn(3, newEnds(title, f.open), about, newInset(inset{top: 4}, f.asks), f.work.root, newInset(inset{top: 4, left: fieldName + labelInset}, f.note))
	f.root = newColumn(0, newInset(inset{top: 8, bottom: 12}, body))
	f.asks.Hide()
	f.note.Hide()
	return f
}

func (f *importForm) entry(hint string) *pathEntry {
	e := newPathEntry(f.p.w, f.submit)
	e.SetPlaceHolder(hint)
	e.onFocus, e.onKey = f.p.reveal, f.p.typedKey
	e.OnChanged = func(string) { f.say(e, "") }
	return e
}

// path is a field with a button that opens a chooser for files or folders.
func (f *importForm) path(e *pathEntry) fyne.CanvasObject {
	b := newDropDown(f.p, "Choose", func(below fyne.CanvasObject) {
		f.p.w.dropDown(below, fyne.NewMenuItem("Folder…", func() { f.openChooser(e, false) }),
			fyne.NewMenuItem("File…", func() { f.openChooser(e, true) }))
	})
	b.onFocus = f.p.reveal
	f.choose = append(f.choose, b)
	return container.NewBorder(nil, nil, nil, b, e)
}

func (f *importForm) openChooser(e *pathEntry, file bool) {
	start := cleanPath(e.Text)
	if file && start != "" && filepath.Ext(start) != "" {
		start = filepath.Dir(start)
	}
	f.p.w.chooser.choose(choice{
		start: start, file: file,
		wanted: func() bool { return f.p.w.modelsShown() && f.shown },
		failed: func(err error) { f.say(e, message.OfError(err)) },
		chosen: func(path string) { e.SetText(path) },
	})
}

func (f *importForm) setShown(shown bool) {
	f.shown = shown
	f.forget()
	f.showWork()
	f.p.refit()
	if shown {
		f.p.reveal(f.asks)
		f.p.w.win.Canvas().Focus(f.vision)
	} else {
		f.p.keepFocus()
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
func (f *importForm) say(e *pathEntry, wrong string) {
	below, ok := f.wrongs[e]
	changed := ok && below.words.Text != wrong
	if changed {
		below.set(wrong, fynetheme.ColorNameError)
	}
	if j := f.p.w.jobs[importKey]; j != nil && j.ended {
		delete(f.p.w.jobs, importKey)
		changed = f.showWork() || changed
	}
	if changed {
		f.p.refit()
	}
	if wrong != "" && ok {
		f.p.reveal(below)
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
		if text != "" && below.words.Text == text {
			return true
		}
	}
	return false
}
