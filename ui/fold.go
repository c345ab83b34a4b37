package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// fold is a heading that shows and hides what stands below it: what few want to
// read is one click away from those who do.
type fold struct {
	root   *fyne.Container
	head   *button
	body   *fyne.Container
	onTurn func() // the height has changed; may be nil
}

// newFold makes a folded one.
func newFold(keys keySink, title string, gap float32, objects ...fyne.CanvasObject) *fold {
	f := &fold{body: newColumn(gap, objects...)}
	f.head = newQuietButton(keys, title, fynetheme.MenuExpandIcon(), func() { f.turn(!f.open()) })
	f.body.Hide()
	f.root = newColumn(6, newInset(inset{left: -labelInset}, newLeading(f.head)), f.body)
	return f
}

func (f *fold) open() bool { return f.body.Visible() }

// turn opens or folds it.
func (f *fold) turn(open bool) {
	if open == f.open() {
		return
	}
	setVisible(f.body, open)
	icon := fynetheme.MenuExpandIcon()
	if open {
		icon = fynetheme.MenuDropDownIcon()
	}
	f.head.SetIcon(icon)
	f.root.Refresh()
	if f.onTurn != nil {
		f.onTurn()
	}
}
