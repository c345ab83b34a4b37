package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// Measures of the list in Fyne units.
const (
	completionWidth float32 = 340
	completionRow   float32 = 26
	completionPad   float32 = 4
)

// completionList draws completions. A click takes one.
type completionList struct {
	root *panel
	rows []*completionRowView
	body *fyne.Container
	take func(i int)
}

func newCompletionList(take func(i int)) *completionList {
	l := &completionList{take: take, body: &fyne.Container{}}
	l.body.Layout = stacked{}
	l.root = newPanel(fynetheme.ColorNameMenuBackground, l.body)
	l.root.outlined = true
	l.root.Hide()
	return l
}

func (l *completionList) height() float32 {
	return float32(len(l.body.Objects))*completionRow + 2*completionPad
}

// show replaces what is on offer; rows are used again.
func (l *completionList) show(offers []completionOffer) {
	for len(l.rows) < len(offers) {
		i := len(l.rows)
		l.rows = append(l.rows, newCompletionRowView(func() { l.take(i) }))
	}
	l.body.Objects = nil
	for i, o := range offers {
		r := l.rows[i]
		r.marked, r.hovered = false, false
		r.label.text, r.note.text = o.Label, o.Note
		r.label.colour = fynetheme.ColorNameForeground
		if o.Pale {
			r.label.colour = theme.ColorNameMuted
		}
		r.Refresh()
		l.body.Objects = append(l.body.Objects, r)
	}
	setVisible(l.root, len(offers) > 0)
	l.root.Refresh()
}

// mark shows which one Enter would take, -1 none.
func (l *completionList) mark(i int) {
	for k, r := range l.rows {
		if marked := k == i; r.marked != marked {
			r.marked = marked
			r.Refresh()
		}
	}
}

// stacked places rows of the list below each other.
type stacked struct{}

// Layout is for Fyne.
func (stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		put(o, completionPad, completionPad+float32(i)*completionRow, size.Width-2*completionPad, completionRow)
	}
}

// MinSize is for Fyne.
func (stacked) MinSize(objects []fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// completionRowView is one completion: what it is and how many photos have it.
type completionRowView struct {
	widget.BaseWidget
	label, note     *line
	marked, hovered bool
	onTap           func()
}

var (
	_ fyne.Tappable     = (*completionRowView)(nil)
	_ desktop.Hoverable = (*completionRowView)(nil)
)

func newCompletionRowView(onTap func()) *completionRowView {
	r := &completionRowView{label: newLine(""), note: newHint(""), onTap: onTap}
	r.note.whole, r.note.align = true, fyne.TextAlignTrailing
	r.ExtendBaseWidget(r)
	return r
}

// Tapped is for Fyne.
func (r *completionRowView) Tapped(*fyne.PointEvent) { r.onTap() }

// MouseIn is for Fyne.
func (r *completionRowView) MouseIn(*desktop.MouseEvent) { r.setHovered(true) }

// MouseMoved is for Fyne.
func (r *completionRowView) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (r *completionRowView) MouseOut() { r.setHovered(false) }

func (r *completionRowView) setHovered(hovered bool) {
	r.hovered = hovered
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *completionRowView) CreateRenderer() fyne.WidgetRenderer {
	c := &completionRowRenderer{row: r, ground: canvas.NewRectangle(nil)}
	c.ground.CornerRadius = 4
	c.Refresh()
	return c
}

type completionRowRenderer struct {
	row    *completionRowView
	ground *canvas.Rectangle
}

func (c *completionRowRenderer) Layout(size fyne.Size) {
	c.ground.Resize(size)
	high := c.row.label.MinSize().Height
	y, right := (size.Height-high)/2, size.Width-8
	width := min(c.row.note.MinSize().Width, size.Width/2)
	put(c.row.note, right-width, y, width, high)
	put(c.row.label, 8, y, max(right-width-16, 0), high)
}

func (c *completionRowRenderer) Refresh() {
	c.ground.FillColor = nil
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	switch {
	case c.row.marked:
		c.ground.FillColor = c.row.Theme().Color(fynetheme.ColorNameSelection, variant)
	case c.row.hovered:
		c.ground.FillColor = c.row.Theme().Color(fynetheme.ColorNameHover, variant)
	}
	c.ground.Refresh()
	c.row.label.Refresh()
	c.row.note.Refresh()
	c.Layout(c.row.Size())
}

func (c *completionRowRenderer) MinSize() fyne.Size { return fyne.NewSize(0, completionRow) }
func (c *completionRowRenderer) Destroy()           {}

func (c *completionRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.ground, c.row.label, c.row.note}
}

// completionOffer is a way to complete it.
type completionOffer struct {
	Text   string // what takes the place
	Label  string
	Note   string // how many photos, or what it means
	Closed bool   // the filter is complete with it
	Pale   bool   // seldom meant
}

// mostOffers is how many completions are on offer at a time.
const mostOffers = 8

// clickPause is how long the list waits for a click after its field has lost the keyboard
// to it.
const clickPause = 250 * time.Millisecond
