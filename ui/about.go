package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// About is what the window tells of the program and can't find out by itself.
type About struct {
	Licence string        // of the program
	Weights string        // licence of the built-in model's weights
	Folders []NamedFolder // where the program keeps its data
	Parts   []LinkedPart  // what the program is built with
}

// NamedFolder is a folder with the name of what the folder holds.
type NamedFolder struct{ Name, Path string }

// LinkedPart is a module of other authors that the program is built with.
type LinkedPart struct {
	Name    string
	Licence string
	Page    string // address of the module's page on the web
}

// Measures of About in Fyne units.
const (
	aboutWidth float32 = 600
	partsHigh  float32 = 224 // of the list of parts
)

// aboutSheet tells the version, the licences and the folders of the program's data.
type aboutSheet struct {
	w       *Window
	sheet   *kit.Sheet
	content *kit.Fitted
	version *kit.Prose
	folders []*folderLine
	parts   *kit.Fold
	list    *widget.List
}

// showAbout opens the sheet about the program.
func (w *Window) showAbout() {
	a := &aboutSheet{w: w, version: kit.NewProse("")}
	s := w.status.status
	facts := kit.NewColumn(6)
	for _, f := range []kit.Fact{
		{Name: message.Text("about-version", nil), Value: w.version},
		{Name: message.Text("about-photos", nil), Value: message.FormatCount(s.Photos)},
		{Name: message.Text("about-model", nil), Value: ModelText(s)},
		{Name: message.Text("about-licence", nil), Value: w.about.Licence},
		{Name: message.Text("about-built-in-model", nil), Value: message.Capital(message.InLanguage(w.about.Weights))},
	} {
		if f.Value != "" {
			facts.Add(newNamedText(f))
		}
	}
	folders := kit.NewColumn(0)
	for _, f := range w.about.Folders {
		l := newFolderLine(w, f)
		a.folders = append(a.folders, l)
		folders.Add(l.root)
	}
	a.content = kit.NewFitted(kit.NewColumn(8, facts, folders, a.buildParts()))
	a.sheet = w.openSheet("Descry", fyne.NewSize(aboutWidth, 0), a.content.Root,
		kit.NewMainButton(w, message.Text("close", nil), func() { w.closeSheet(a.sheet) }))
}

// buildParts makes the list of linked modules. The list is folded up at first, since it is
// long.
func (a *aboutSheet) buildParts() fyne.CanvasObject {
	parts := a.w.about.Parts
	a.list = widget.NewList(func() int { return len(parts) },
		func() fyne.CanvasObject { return newPartRow(a.w) },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*partRow).show(parts[i]) })
	a.list.HideSeparators = true
	high := canvas.NewRectangle(nil)
	high.SetMinSize(fyne.NewSize(0, partsHigh))
	a.parts = kit.NewFold(a.w, message.Text("about-parts", nil), 4, container.NewStack(high, a.list))
	a.parts.OnTurn = func() {
		a.content.Refit()
		a.sheet.Refit()
		if a.parts.Open() {
			a.content.Scroll.ScrollToBottom() // in a low window the list is out of sight otherwise
		}
	}
	kit.SetVisible(a.parts.Root, len(parts) > 0)
	return a.parts.Root
}

// newNamedText puts a small name in front of a text that wraps.
func newNamedText(f kit.Fact) *fyne.Container {
	text := kit.NewProse("")
	text.Set(f.Value, fynetheme.ColorNameForeground)
	return &fyne.Container{Layout: namedText{}, Objects: []fyne.CanvasObject{kit.NewHint(f.Name), text}}
}

// namedText is a layout: a name as wide as those of fields, and a text beside it that
// begins on the same line.
type namedText struct{}

func (namedText) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(objects[0].MinSize().Height, kit.HeightAt(objects[1], max(width-kit.FieldName, 0)))
}

// Layout is for Fyne.
func (namedText) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, 0, kit.FieldName-8, objects[0].MinSize().Height)
	kit.Put(objects[1], kit.FieldName, 0, max(size.Width-kit.FieldName, 0), size.Height)
}

// MinSize is for Fyne.
func (namedText) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.FieldName, max(objects[0].MinSize().Height, objects[1].MinSize().Height))
}

// folderLine is a folder with a button that opens it.
type folderLine struct {
	root *fyne.Container
	path *kit.Line
	open *kit.Button
}

func newFolderLine(w *Window, f NamedFolder) *folderLine {
	l := &folderLine{path: kit.NewHint(f.Path)}
	l.path.Colour, l.path.Middle = fynetheme.ColorNameForeground, true
	l.open = kit.NewQuietButton(w, message.Text("about-open-button", nil), nil, func() { w.openFile(f.Path) })
	l.root = kit.NewField(f.Name, kit.NewEnds(l.path, l.open))
	return l
}

// partRow is a linked module: its name, which opens its page, and its licence.
type partRow struct {
	widget.BaseWidget
	w       *Window
	name    *kit.Button
	licence *kit.Line
}

func newPartRow(w *Window) *partRow {
	r := &partRow{w: w, name: kit.NewQuietButton(w, "", nil, nil), licence: kit.NewHint("")}
	r.name.Hint, r.licence.Whole = message.Text("about-page-tip", nil), true
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *partRow) show(p LinkedPart) {
	r.name.OnTapped = func() { r.w.openAddress(p.Page) }
	r.name.SetText(p.Name)
	r.licence.SetText(p.Licence)
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *partRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.NewInset(kit.Inset{Right: kit.LabelInset}, kit.NewEnds(kit.NewLeading(r.name), r.licence)))
}
