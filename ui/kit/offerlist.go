package kit

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
	OfferListWidth float32 = 340
	completionRow  float32 = 26
	completionPad  float32 = 4
)

// OfferList draws completions. A click takes one.
type OfferList struct {
	Root *Panel
	Rows []*OfferRow
	Body *fyne.Container
	take func(i int)
}

// NewOfferList makes a list that is hidden. take is called with the offer that was pressed.
func NewOfferList(take func(i int)) *OfferList {
	l := &OfferList{take: take, Body: &fyne.Container{}}
	l.Body.Layout = stacked{}
	l.Root = NewPanel(fynetheme.ColorNameMenuBackground, l.Body)
	l.Root.Outlined = true
	l.Root.Hide()
	return l
}

// Height is how high the list is in Fyne units with what is on offer.
func (l *OfferList) Height() float32 {
	return float32(len(l.Body.Objects))*completionRow + 2*completionPad
}

// Show replaces the offers. Rows are used again.
func (l *OfferList) Show(offers []Offer) {
	for len(l.Rows) < len(offers) {
		i := len(l.Rows)
		l.Rows = append(l.Rows, newCompletionRowView(func() { l.take(i) }))
	}
	l.Body.Objects = nil
	for i, o := range offers {
		r := l.Rows[i]
		r.marked, r.hovered = false, false
		r.Label.Text, r.note.Text = o.Label, o.Note
		r.Label.Colour = fynetheme.ColorNameForeground
		if o.Pale {
			r.Label.Colour = theme.ColorNameMuted
		}
		r.Refresh()
		l.Body.Objects = append(l.Body.Objects, r)
	}
	SetVisible(l.Root, len(offers) > 0)
	l.Root.Refresh()
}

// Mark shows which offer Enter would take, -1 for none.
func (l *OfferList) Mark(i int) {
	for k, r := range l.Rows {
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
		Put(o, completionPad, completionPad+float32(i)*completionRow, size.Width-2*completionPad, completionRow)
	}
}

// MinSize is for Fyne.
func (stacked) MinSize(objects []fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// OfferRow is one completion with the number of its photos.
type OfferRow struct {
	widget.BaseWidget
	Label, note     *Line
	marked, hovered bool
	onTap           func()
}

var (
	_ fyne.Tappable     = (*OfferRow)(nil)
	_ desktop.Hoverable = (*OfferRow)(nil)
)

func newCompletionRowView(onTap func()) *OfferRow {
	r := &OfferRow{Label: NewLine(""), note: NewHint(""), onTap: onTap}
	r.note.Whole, r.note.Align = true, fyne.TextAlignTrailing
	r.ExtendBaseWidget(r)
	return r
}

// Tapped is for Fyne.
func (r *OfferRow) Tapped(*fyne.PointEvent) { r.onTap() }

// MouseIn is for Fyne.
func (r *OfferRow) MouseIn(*desktop.MouseEvent) { r.setHovered(true) }

// MouseMoved is for Fyne.
func (r *OfferRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (r *OfferRow) MouseOut() { r.setHovered(false) }

func (r *OfferRow) setHovered(hovered bool) {
	r.hovered = hovered
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *OfferRow) CreateRenderer() fyne.WidgetRenderer {
	c := &completionRowRenderer{row: r, ground: canvas.NewRectangle(nil)}
	c.ground.CornerRadius = 4
	c.Refresh()
	return c
}

type completionRowRenderer struct {
	row    *OfferRow
	ground *canvas.Rectangle
}

func (c *completionRowRenderer) Layout(size fyne.Size) {
	c.ground.Resize(size)
	high := c.row.Label.MinSize().Height
	y, right := (size.Height-high)/2, size.Width-8
	width := min(c.row.note.MinSize().Width, size.Width/2)
	Put(c.row.note, right-width, y, width, high)
	Put(c.row.Label, 8, y, max(right-width-16, 0), high)
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
	c.row.Label.Refresh()
	c.row.note.Refresh()
	c.Layout(c.row.Size())
}

func (c *completionRowRenderer) MinSize() fyne.Size { return fyne.NewSize(0, completionRow) }
func (c *completionRowRenderer) Destroy()           {}

func (c *completionRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.ground, c.row.Label, c.row.note}
}

// Offer is a way to complete a filter.
type Offer struct {
	Text   string // what takes the place
	Label  string
	Note   string // number of photos, or meaning
	Closed bool   // the filter is complete with the offer
	Pale   bool   // seldom meant
}

// MostOffers is how many completions are on offer at a time.
const MostOffers = 8

// ClickPause is how long the list waits for a click after its field has lost the keyboard to
// the list.
const ClickPause = 250 * time.Millisecond
