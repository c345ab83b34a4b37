package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
)

// About is what the window tells about the program beside what it finds out itself.
type About struct {
	Licence string        // of the program
	Weights string        // licence of the built-in model's weights
	Folders []NamedFolder // where the program keeps its data
	Parts   []LinkedPart  // what the program is built with
}

// NamedFolder is a folder and what lies in it.
type NamedFolder struct{ Name, Path string }

// LinkedPart is something of others that the program is built with.
type LinkedPart struct {
	Name    string
	Licence string
	Page    string // address that tells more
}

// Measures of About in Fyne units.
const (
	aboutWidth float32 = 600
	partsHigh  float32 = 224 // of the list of parts
)

// aboutSheet tells what runs here, under which licences, and where its data lies.
type aboutSheet struct {
	w       *Window
	sheet   *sheet
	content *fitted
	version *prose
	folders []*folderLine
	parts   *fold
	list    *widget.List
}

// showAbout opens it.
func (w *Window) showAbout() {
	a := &aboutSheet{w: w, version: newProse("")}
	s := w.status.status
	facts := newColumn(6)
	for _, f := range []fact{
		{Name: "Version", Value: w.version},
		{Name: "Photos", Value: message.FormatCount(s.Photos)},
		{Name: "Model", Value: ModelText(s)},
		{Name: "Licence", Value: w.about.Licence},
		{Name: "Built-in model", Value: message.Capital(w.about.Weights)},
	} {
		if f.Value != "" {
			facts.Add(newNamedText(f))
		}
	}
	folders := newColumn(0)
	for _, f := range w.about.Folders {
		l := newFolderLine(w, f)
		a.folders = append(a.folders, l)
		folders.Add(l.root)
	}
	a.content = newFitted(newColumn(8, facts, folders, a.buildParts()))
	a.sheet = w.openSheet("Descry", fyne.NewSize(aboutWidth, 0), a.content.root,
		newMainButton(w, "Close", func() { w.closeSheet(a.sheet) }))
}

// buildParts makes the list of what the program is built with. It is long, and few want
// to read it.
func (a *aboutSheet) buildParts() fyne.CanvasObject {
	parts := a.w.about.Parts
	a.list = widget.NewList(func() int { return len(parts) },
		func() fyne.CanvasObject { return newPartRow(a.w) },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*partRow).show(parts[i]) })
	a.list.HideSeparators = true
	high := canvas.NewRectangle(nil)
	high.SetMinSize(fyne.NewSize(0, partsHigh))
	a.parts = newFold(a.w, "Licences of what it is built with", 4, container.NewStack(high, a.list))
	a.parts.onTurn = func() {
		a.content.refit()
		a.sheet.refit()
		if a.parts.open() {
			a.content.scroll.ScrollToBottom() // in a low window it is out of sight otherwise
		}
	}
	setVisible(a.parts.root, len(parts) > 0)
	return a.parts.root
}

// newNamedText puts a small name in front of a text that wraps.
func newNamedText(f fact) *fyne.Container {
	text := newProse("")
	text.set(f.Value, fynetheme.ColorNameForeground)
	return &fyne.Container{Layout: namedText{}, Objects: []fyne.CanvasObject{newHint(f.Name), text}}
}

// namedText is a layout: a name as wide as those of fields, and a text beside it that
// begins on the same line.
type namedText struct{}

func (namedText) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(objects[0].MinSize().Height, heightAt(objects[1], max(width-fieldName, 0)))
}

// Layout is for Fyne.
func (namedText) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, fieldName-8, objects[0].MinSize().Height)
	put(objects[1], fieldName, 0, max(size.Width-fieldName, 0), size.Height)
}

// MinSize is for Fyne.
func (namedText) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(fieldName, max(objects[0].MinSize().Height, objects[1].MinSize().Height))
}

// folderLine is a folder with a button that opens it.
type folderLine struct {
	root *fyne.Container
	path *line
	open *button
}

func newFolderLine(w *Window, f NamedFolder) *folderLine {
	l := &folderLine{path: newHint(f.Path)}
	l.path.colour, l.path.middle = fynetheme.ColorNameForeground, true
	l.open = newQuietButton(w, "Open", nil, func() { w.openFile(f.Path) })
	l.root = newField(f.Name, newEnds(l.path, l.open))
	return l
}

// partRow is one part: its name, which opens its page, and its licence.
type partRow struct {
	widget.BaseWidget
	w       *Window
	name    *button
	licence *line
}

func newPartRow(w *Window) *partRow {
	r := &partRow{w: w, name: newQuietButton(w, "", nil, nil), licence: newHint("")}
	r.name.hint, r.licence.whole = "Open its page", true
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *partRow) show(p LinkedPart) {
	r.name.OnTapped = func() { r.w.openAddress(p.Page) }
	r.name.SetText(p.Name)
	r.licence.setText(p.Licence)
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *partRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(newInset(inset{right: labelInset}, newEnds(newLeading(r.name), r.licence)))
}
