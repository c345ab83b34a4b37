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

// zones lays out the four parts of the window: sidebar, centre, details, and the
// status bar below them. Hidden parts give their room to the centre.
type zones struct {
	sidebar, divider, centre, details, status fyne.CanvasObject
	width                                     float32 // of the sidebar
}

// Layout places the parts.
func (z *zones) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	bar := z.status.MinSize().Height
	height := size.Height - bar
	put(z.status, 0, height, size.Width, bar)

	left, right := float32(0), size.Width
	if z.details.Visible() {
		right -= detailsWidth
		put(z.details, right, 0, detailsWidth, height)
	}
	if z.sidebar.Visible() {
		left = z.fit(right)
		put(z.sidebar, 0, 0, left, height)
		put(z.divider, left-dividerWidth/2, 0, dividerWidth, height)
	}
	put(z.centre, left, 0, right-left, height)
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
