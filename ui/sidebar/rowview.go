package sidebar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// Measures of a sidebar row in Fyne units.
const (
	rowHigh   float32 = 42 // with the state below
	rowField  float32 = 36 // a text field
	rowIndent float32 = 14 // per level
	rowArrow  float32 = 18
	rowEnd    float32 = 16 // behind the numbers, which the scroll bar would touch
)

// Row is one line of the sidebar: a place, a saved search when Search is set, a tag when Tag
// is set, the photos without a tag when Untagged is set, or a heading. The first row stands
// for all photos.
type Row struct {
	Scope      library.Scope
	Search     library.SavedSearchID
	Tag        library.Tag
	section    tagSection // of tags, and of the tags' headings
	Untagged   bool
	Name       string
	Count      int
	Uncounted  bool // Count is not known yet
	Depth      int
	State      string // of folders, and of directories with something away
	Offline    bool
	Expandable bool
	Open       bool
	Heading    bool // a title, not a place
	Adds       bool // a heading with a plus that adds to the rows below
	Filter     bool // the field that filters the tags
}

// rowView draws one Row: arrow, name, count, and the state below. The folders' heading has a
// plus, and the tags' filter a field.
type rowView struct {
	widget.BaseWidget
	row   Row
	arrow *widget.Icon
	name  *kit.Line
	count *kit.Line
	state *kit.Line
	plus  *kit.Button
	ring  *canvas.Rectangle // around the row with the keyboard
	box   *fyne.Container

	onTap    func()
	onToggle func()
	onMenu   func(at fyne.Position)
}

var (
	_ fyne.Tappable          = (*rowView)(nil)
	_ fyne.SecondaryTappable = (*rowView)(nil)
)

func newRowView(keys kit.KeySink, add func()) *rowView {
	r := &rowView{
		arrow: widget.NewIcon(fynetheme.MenuExpandIcon()),
		name:  kit.NewLine(""), count: kit.NewHint(""), state: kit.NewHint(""),
		plus: kit.NewIconButton(keys, fynetheme.ContentAddIcon(), message.Text("sidebar-folder-add-tip", nil), add),
		ring: canvas.NewRectangle(nil),
	}
	r.count.Whole = true
	r.count.Align = fyne.TextAlignTrailing
	r.ring.StrokeWidth, r.ring.CornerRadius = 2, theme.Corner
	r.box = container.New(rowLayout{r}, r.arrow, r.name, r.count, r.state, r.plus, r.ring)
	r.ExtendBaseWidget(r)
	return r
}

// show draws a row. focused says that the row has the keyboard.
func (r *rowView) show(row Row, focused bool) {
	r.row = row
	kit.SetVisible(r.arrow, row.Expandable)
	icon := fynetheme.MenuExpandIcon()
	if row.Open {
		icon = fynetheme.MenuDropDownIcon()
	}
	r.arrow.SetResource(icon)
	r.name.Text = row.Name
	r.name.Colour = fynetheme.ColorNameForeground
	if row.Offline || row.Heading {
		r.name.Colour = theme.ColorNameMuted
	}
	r.count.Text = ""
	if !row.Uncounted && !row.Heading {
		r.count.Text = message.FormatCount(row.Count)
	}
	r.state.Text = row.State
	for _, l := range []*kit.Line{r.name, r.count, r.state} {
		kit.SetVisible(l, !row.Filter)
		l.Refresh()
	}
	kit.SetVisible(r.plus, row.Adds)
	r.ring.StrokeColor = r.Theme().Color(fynetheme.ColorNameForeground, fyne.CurrentApp().Settings().ThemeVariant())
	kit.SetVisible(r.ring, focused)
	r.box.Refresh()
}

// height is what the row needs.
func (row Row) height() float32 {
	switch {
	case row.Filter:
		return rowField
	case row.State == "":
		return kit.RowLow
	}
	return rowHigh
}

// arrowEnd is where the arrow's share of the row ends. Rows below a heading are indented from
// there.
func (r *rowView) arrowEnd() float32 {
	depth := r.row.Depth
	if r.row.below() {
		depth++
	}
	return kit.RowPad/2 + rowIndent*float32(depth) + rowArrow
}

// below reports whether the row stands below a heading.
func (row Row) below() bool {
	return !row.Heading && (row.Scope.Folder != 0 || row.Search != 0 || row.section != noSection)
}

// rowLayout places the parts of a row.
type rowLayout struct{ *rowView }

// Layout is for Fyne.
func (r rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x, top := r.arrowEnd(), float32(3)
	kit.Put(r.arrow, x-rowArrow, 4, rowArrow, rowArrow)
	kit.Put(r.plus, size.Width-rowEnd-kit.RowLow+kit.RowPad, 0, kit.RowLow, kit.RowLow)
	kit.Put(r.ring, 1, 1, size.Width-2, size.Height-2)
	x += 4
	countWidth := r.count.MinSize().Width
	right := size.Width - rowEnd - countWidth
	lineHeight := r.name.MinSize().Height
	kit.Put(r.count, right, top+1, countWidth, lineHeight)
	kit.Put(r.name, x, top, max(right-x-6, 0), lineHeight)
	kit.Put(r.state, x, top+lineHeight, max(size.Width-rowEnd-x, 0), r.state.MinSize().Height)
	for _, o := range objects {
		if field, ok := o.(*tagFilter); ok {
			kit.Put(field, x-kit.RowPad, 2, max(size.Width-rowEnd-x+kit.RowPad, 0), size.Height-4)
		}
	}
}

// MinSize is for Fyne. The list sets the real height.
func (r rowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, kit.RowLow)
}

// CreateRenderer is for Fyne.
func (r *rowView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// Tapped opens the arrow or goes to the row.
func (r *rowView) Tapped(ev *fyne.PointEvent) {
	if r.row.Expandable && (r.row.Heading || ev.Position.X <= r.arrowEnd()) {
		r.onToggle()
		return
	}
	if !r.row.Heading {
		r.onTap()
	}
}

// TappedSecondary opens the menu.
func (r *rowView) TappedSecondary(ev *fyne.PointEvent) {
	if r.row.hasMenu() {
		r.onMenu(ev.AbsolutePosition)
	}
}

// hasMenu reports whether the row has a context menu.
func (row Row) hasMenu() bool {
	return !row.Filter && (row.Scope.Folder != 0 || row.Search != 0 || row.section != noSection)
}
