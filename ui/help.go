package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"descry/app/message"
	"descry/ui/kit"
)

// The pages of the help.
const (
	keysPage = iota
	languagePage
)

// toggleHelp shows or hides the keys.
func (w *Window) toggleHelp() {
	if w.helpSheet != nil {
		w.closeSheet(w.helpSheet)
		return
	}
	w.openHelp(keysPage)
}

// showLanguage explains the search language.
func (w *Window) showLanguage() {
	if w.helpSheet != nil {
		w.helpPages.Turn(languagePage)
		return
	}
	w.openHelp(languagePage)
}

func (w *Window) openHelp(page int) {
	w.helpPages = kit.NewPages(w, []string{message.Text("help-keys", nil), message.Text("help-language", nil)}, container.NewVScroll(keysHelp()), container.NewVScroll(languageHelp()))
	w.helpPages.Turn(page)
	w.helpSheet = w.openSheet(message.Text("help-title", nil), fyne.NewSize(1120, 720), w.helpPages.Root,
		kit.NewMainButton(w, message.Text("close", nil), func() { w.closeSheet(w.helpSheet) }))
	w.helpSheet.OnClose = func() { w.helpSheet = nil }
}

// helpGroups are the parts of the table of keys, as they stand in the help.
func helpGroups() []string {
	return []string{
		message.Text("key-group-find", nil), message.Text("key-group-photos", nil), message.Text("key-group-labels", nil),
		message.Text("key-group-viewer", nil), message.Text("key-group-window", nil),
	}
}

func keysHelp() fyne.CanvasObject {
	help, all := &fyne.Container{Layout: &newspaper{}}, bindings()
	width := keyColumnWidth(all)
	for _, name := range helpGroups() {
		help.Objects = append(help.Objects, helpGroup(name, all, width))
	}
	return help
}

// keyColumnWidth is how wide the column of keys is: as wide as the widest keys need.
func keyColumnWidth(all []binding) float32 {
	widest := leastKeyColumn
	for _, b := range all {
		if b.Group != "" {
			keys := kit.NewLine(kit.KeyLabels(b.Keys))
			keys.Whole = true
			widest = max(widest, keys.MinSize().Width+keyColumnGap)
		}
	}
	return widest
}

func helpGroup(name string, all []binding, keys float32) fyne.CanvasObject {
	rows := []fyne.CanvasObject{groupTitle(name)}
	for _, b := range all {
		if b.Group == name {
			rows = append(rows, helpRow(b.Keys, b.What, keys))
		}
	}
	return helpBox(rows)
}

func helpBox(rows []fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 12, 4, 12), container.New(layout.NewCustomPaddedVBoxLayout(4), rows...))
}

func groupTitle(name string) fyne.CanvasObject {
	l := kit.NewHint(name)
	l.Style.Bold = true
	return l
}

// helpRow shows keys in the first column and what the keys do in the second.
func helpRow(keys, what string, width float32) fyne.CanvasObject {
	return container.New(&keyColumn{first: width, drop: 1}, kit.NewLine(kit.KeyLabels(keys)), kit.NewProse(what))
}

// keyColumn is two columns, the first of fixed width. Text in the second wraps.
type keyColumn struct {
	first float32 // width of the first column, with the gap behind it
	drop  float32 // how far the second column is lowered, so that both share a base line
	width float32 // last known, for MinSize
}

const (
	leastKeyColumn float32 = 136
	keyColumnGap   float32 = 8
)

// Layout is for Fyne.
func (k *keyColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	k.width = size.Width
	kit.Put(objects[0], 0, 0, k.first-keyColumnGap, objects[0].MinSize().Height)
	kit.Put(objects[1], k.first, k.drop, max(size.Width-k.first, 0), max(size.Height-k.drop, 0))
}

// HeightAt is how high both columns are in a width. The height is a whole number, which keeps
// the rows below on whole pixels. Both columns are then drawn on one line.
func (k *keyColumn) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	second := kit.HeightAt(objects[1], max(width-k.first, 0))
	return float32(math.Ceil(float64(max(objects[0].MinSize().Height, second))))
}

// MinSize is for Fyne.
func (k *keyColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(k.first+100, k.HeightAt(objects, k.width))
}

// newspaper sets its objects in as many columns as there is room for, one column after the
// other. No object is then out of sight beside the others.
type newspaper struct{ width float32 } // last known, for MinSize

const (
	newsColumn  = float32(330) // a column is at least as wide
	mostColumns = 3
)

// columns parts the objects into columns of about the same height.
func (n *newspaper) columns(objects []fyne.CanvasObject, width float32) [][]fyne.CanvasObject {
	count := min(max(int(width/newsColumn), 1), mostColumns)
	total := float32(0)
	for _, o := range objects {
		total += o.MinSize().Height
	}
	columns, high := make([][]fyne.CanvasObject, count), float32(0)
	for _, o := range objects {
		own := o.MinSize().Height
		at := min(int((high+own/2)*float32(count)/max(total, 1)), count-1)
		columns[at] = append(columns[at], o)
		high += own
	}
	return columns
}

func (n *newspaper) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	most := float32(0)
	for _, column := range n.columns(objects, width) {
		high := float32(0)
		for _, o := range column {
			high += o.MinSize().Height
		}
		most = max(most, high)
	}
	return most
}

// Layout is for Fyne.
func (n *newspaper) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n.width = size.Width
	columns := n.columns(objects, size.Width)
	wide := size.Width / float32(len(columns))
	for i, column := range columns {
		y := float32(0)
		for _, o := range column {
			high := o.MinSize().Height
			kit.Put(o, float32(i)*wide, y, wide, high)
			y += high
		}
	}
}

// MinSize is for Fyne: the height in the last known width.
func (n *newspaper) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, n.HeightAt(objects, n.width))
}
