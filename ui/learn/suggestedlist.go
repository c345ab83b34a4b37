package learn

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// suggestedWide is the width of the list of tags in Fyne units, at most a third of
// the page.
const suggestedWide float32 = 200

// suggestedList lists the tags that have suggestions. Arrow keys go from one tag to the next
// and to the photos.
type suggestedList struct {
	widget.List
	r  *review
	at int // tag on show, -1 none
}

func newSuggestedList(r *review) *suggestedList {
	l := &suggestedList{r: r, at: -1}
	l.HideSeparators = true
	l.Length = func() int { return len(r.tags) }
	l.CreateItem = func() fyne.CanvasObject { return newSuggestedRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(r.tags) {
			row := o.(*suggestedRow)
			row.onTap = func() { l.choose(i) }
			row.name.SetText(r.tags[i].Tag.Name)
			row.count.SetText(message.FormatCount(r.tags[i].Photos))
			row.box.Refresh()
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// mark shows which tag is open.
func (l *suggestedList) mark(i int) {
	l.at = i
	if i < 0 {
		l.UnselectAll()
		return
	}
	l.Select(i)
}

func (l *suggestedList) choose(i int) {
	if i >= 0 && i < len(l.r.tags) {
		l.r.open(l.r.tags[i].Tag)
	}
}

// TypedKey is for Fyne.
func (l *suggestedList) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyDown && l.at < len(l.r.tags)-1:
		l.choose(l.at + 1)
	case ev.Name == fyne.KeyUp && l.at > 0:
		l.choose(l.at - 1)
	case ev.Name == fyne.KeyRight, ev.Name == fyne.KeyReturn, ev.Name == fyne.KeyEnter:
		l.r.turned()
	default:
		l.r.p.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (l *suggestedList) TypedRune(r rune) { l.r.p.TypedRune(r) }

// suggestedRow is a tag with the number of photos that the tag is suggested for.
type suggestedRow struct {
	widget.BaseWidget
	name, count *kit.Line
	box         *fyne.Container
	onTap       func()
}

var _ fyne.Tappable = (*suggestedRow)(nil)

func newSuggestedRow() *suggestedRow {
	r := &suggestedRow{name: kit.NewLine(""), count: kit.NewHint("")}
	r.name.Style.Italic, r.name.Middle, r.count.Whole = true, true, true
	r.box = kit.NewInset(kit.Inset{Left: kit.RowPad, Right: kit.RowPad}, kit.NewEnds(r.name, r.count))
	r.ExtendBaseWidget(r)
	return r
}

// Tapped is for Fyne.
func (r *suggestedRow) Tapped(*fyne.PointEvent) { r.onTap() }

// MinSize is for Fyne. The list decides the width.
func (r *suggestedRow) MinSize() fyne.Size { return fyne.NewSize(80, kit.RowLow) }

// CreateRenderer is for Fyne.
func (r *suggestedRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// sided puts a list beside the part for the list's choice. A third object stands in place of
// both in an empty list.
type sided struct{}

// Layout is for Fyne.
func (sided) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := min(suggestedWide, size.Width/3)
	kit.Put(objects[0], kit.PageMargin-kit.RowPad, 0, left, max(size.Height-8, 0))
	x := kit.PageMargin - kit.RowPad + left + 8
	kit.Put(objects[1], x, 0, max(size.Width-x, 0), size.Height)
	kit.Put(objects[2], 0, 0, size.Width, kit.HeightAt(objects[2], size.Width))
}

// MinSize is for Fyne. The objects around decide.
func (sided) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }
