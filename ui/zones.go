package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Widths of the side panels in Fyne units. The centre keeps room for a row of
// photos and the search box whatever the panels are.
const (
	sidebarWidth    float32 = 220
	sidebarNarrow   float32 = 160
	sidebarWide     float32 = 480
	detailsWidth    float32 = 280
	centreNarrow    float32 = 320
	dividerWidth    float32 = 6
	smallestWindowW float32 = 640
	smallestWindowH float32 = 400
)

// zones lays out the parts of the window: sidebar, centre, details, and the
// status bar below them. What is not shown gives its room to the centre. The
// viewer takes the place of all but the details, the page that of photos and
// details. Toasts lie over what is in the middle.
type zones struct {
	sidebar, divider, centre, details, status, viewer, page, toasts fyne.CanvasObject

	width       float32 // of the sidebar
	showSidebar bool
	showDetails bool
	viewing     bool
	paging      bool // the page stands in place of the photos
}

// apply hides what is not to be seen; drawing it would cost time behind the
// viewer.
func (z *zones) apply() {
	setVisible(z.sidebar, z.showSidebar && !z.viewing)
	setVisible(z.divider, z.showSidebar && !z.viewing)
	setVisible(z.centre, !z.viewing && !z.paging)
	setVisible(z.page, z.paging && !z.viewing)
	setVisible(z.status, !z.viewing)
	setVisible(z.details, z.showDetails && !z.paging)
	setVisible(z.viewer, z.viewing)
}

// Layout places the parts.
func (z *zones) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	bar := z.status.MinSize().Height
	put(z.status, 0, size.Height-bar, size.Width, bar)
	height := size.Height - bar
	if z.viewing {
		height = size.Height
	}

	left, right := float32(0), size.Width
	if z.showDetails && !z.paging {
		right -= detailsWidth
		put(z.details, right, 0, detailsWidth, height)
	}
	if z.showSidebar && !z.viewing {
		left = z.fit(right)
		put(z.sidebar, 0, 0, left, height)
		put(z.divider, left-dividerWidth/2, 0, dividerWidth, height)
	}
	middle := z.centre
	switch {
	case z.viewing:
		middle = z.viewer
	case z.paging:
		middle = z.page
	}
	put(middle, left, 0, right-left, height)
	put(z.toasts, left, 0, right-left, height)
}

// fit is the sidebar's width when right is where the centre ends.
func (z *zones) fit(right float32) float32 {
	return max(min(z.width, sidebarWide, right-centreNarrow), sidebarNarrow)
}

// MinSize lets the window be small; the parts shorten their text.
func (z *zones) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(smallestWindowW, smallestWindowH)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// relayout places the objects of a container anew without drawing them anew.
func relayout(c *fyne.Container) { c.Layout.Layout(c.Objects, c.Size()) }

// divider is the invisible strip that is dragged to change the sidebar's width.
type divider struct {
	widget.BaseWidget
	onDrag func(dx float32)
	onEnd  func()
}

var (
	_ fyne.Draggable     = (*divider)(nil)
	_ desktop.Cursorable = (*divider)(nil)
)

func newDivider(onDrag func(dx float32), onEnd func()) *divider {
	d := &divider{onDrag: onDrag, onEnd: onEnd}
	d.ExtendBaseWidget(d)
	return d
}

// Dragged is for Fyne.
func (d *divider) Dragged(ev *fyne.DragEvent) { d.onDrag(ev.Dragged.DX) }

// DragEnd is for Fyne.
func (d *divider) DragEnd() { d.onEnd() }

// Cursor is for Fyne.
func (d *divider) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// CreateRenderer is for Fyne.
func (d *divider) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}
