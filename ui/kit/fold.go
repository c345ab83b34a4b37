package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Fold is a heading that shows and hides what stands below. Text that few want to read is one
// click away.
type Fold struct {
	Root   *fyne.Container
	Head   *Button
	Body   *fyne.Container
	OnTurn func() // the height has changed; may be nil
}

// NewFold makes a folded Fold.
func NewFold(keys KeySink, title string, gap float32, objects ...fyne.CanvasObject) *Fold {
	f := &Fold{Body: NewColumn(gap, objects...)}
	f.Head = NewQuietButton(keys, title, fynetheme.MenuExpandIcon(), func() { f.Turn(!f.Open()) })
	f.Body.Hide()
	f.Root = NewColumn(6, NewInset(Inset{Left: -LabelInset}, NewLeading(f.Head)), f.Body)
	return f
}

// Open reports that the body is shown.
func (f *Fold) Open() bool { return f.Body.Visible() }

// Turn opens or folds the body.
func (f *Fold) Turn(open bool) {
	if open == f.Open() {
		return
	}
	SetVisible(f.Body, open)
	icon := fynetheme.MenuExpandIcon()
	if open {
		icon = fynetheme.MenuDropDownIcon()
	}
	f.Head.SetIcon(icon)
	f.Root.Refresh()
	if f.OnTurn != nil {
		f.OnTurn()
	}
}
