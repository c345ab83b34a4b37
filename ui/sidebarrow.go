package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// Measures of a sidebar row in Fyne units.
const (
	rowLow    float32 = 26 // one line
	rowHigh   float32 = 42 // with the state below
	rowIndent float32 = 14 // per level
	rowArrow  float32 = 18
	rowPad    float32 = 8
)

// sidebarRow draws one folderRow: arrow, name, count, and the state below.
type sidebarRow struct {
	widget.BaseWidget
	row   folderRow
	arrow *widget.Icon
	name  *line
	count *line
	state *line
	box   *fyne.Container

	onTap    func()
	onToggle func()
	onMenu   func(at fyne.Position)
}

var (
	_ fyne.Tappable          = (*sidebarRow)(nil)
	_ fyne.SecondaryTappable = (*sidebarRow)(nil)
)

func newSidebarRow() *sidebarRow {
	r := &sidebarRow{
		arrow: widget.NewIcon(fynetheme.MenuExpandIcon()),
		name:  newLine(""), count: newHint(""), state: newHint(""),
	}
	r.count.whole = true
	r.count.align = fyne.TextAlignTrailing
	r.box = container.New(sidebarRowLayout{r}, r.arrow, r.name, r.count, r.state)
	r.ExtendBaseWidget(r)
	return r
}

func (r *sidebarRow) show(row folderRow) {
	r.row = row
	setVisible(r.arrow, row.Expandable)
	icon := fynetheme.MenuExpandIcon()
	if row.Open {
		icon = fynetheme.MenuDropDownIcon()
	}
	r.arrow.SetResource(icon)
	r.name.text = row.Name
	r.name.colour = fynetheme.ColorNameForeground
	if row.Offline || row.Heading {
		r.name.colour = theme.ColorNameMuted
	}
	r.count.text = ""
	if !row.Uncounted && !row.Heading {
		r.count.text = FormatCount(row.Count)
	}
	r.state.text = row.State
	for _, l := range []*line{r.name, r.count, r.state} {
		l.Refresh()
	}
	r.box.Refresh()
}

// height is what the row needs.
func (row folderRow) height() float32 {
	if row.State == "" {
		return rowLow
	}
	return rowHigh
}

// arrowEnd is where the arrow's share of the row ends.
func (r *sidebarRow) arrowEnd() float32 { return rowPad/2 + rowIndent*float32(r.row.Depth) + rowArrow }

// sidebarRowLayout places the parts of a row.
type sidebarRowLayout struct{ *sidebarRow }

// Layout is for Fyne.
func (r sidebarRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x, top := r.arrowEnd(), float32(3)
	put(r.arrow, x-rowArrow, 4, rowArrow, rowArrow)
	x += 4
	countWidth := r.count.MinSize().Width
	right := size.Width - rowPad - countWidth
	lineHeight := r.name.MinSize().Height
	put(r.count, right, top+1, countWidth, lineHeight)
	put(r.name, x, top, max(right-x-6, 0), lineHeight)
	put(r.state, x, top+lineHeight, max(size.Width-rowPad-x, 0), r.state.MinSize().Height)
}

// MinSize is for Fyne; the list sets the real height.
func (r sidebarRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, rowLow) }

// CreateRenderer is for Fyne.
func (r *sidebarRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// Tapped opens the arrow or goes to the row.
func (r *sidebarRow) Tapped(ev *fyne.PointEvent) {
	if r.row.Expandable && (r.row.Heading || ev.Position.X <= r.arrowEnd()) {
		r.onToggle()
		return
	}
	if !r.row.Heading {
		r.onTap()
	}
}

// TappedSecondary opens the menu.
func (r *sidebarRow) TappedSecondary(ev *fyne.PointEvent) {
	if r.row.Scope.Folder != 0 || r.row.Search != 0 || r.row.Section != noSection {
		r.onMenu(ev.AbsolutePosition)
	}
}
