package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
	"descry/ui/query"
	"descry/ui/viewer"
)

// Widths of the side panels in Fyne units. The panels give way to the centre, which always
// keeps room for a row of photos and the search box.
const (
	sidebarWidth    float32 = 220
	sidebarNarrow   float32 = 160
	sidebarWide     float32 = 480
	detailsRoom     float32 = 1000 // width of the window below which the details give way
	dividerWidth    float32 = 6
	smallestWindowW float32 = 500
	smallestWindowH float32 = 400
)

// zones lays out the parts of the window: sidebar, centre, details, and the status bar below
// them. A part that is not shown gives its room to the centre. The viewer takes the place of
// all but the details. A page takes the place of photos and details. Toasts lie over what is
// in the middle.
type zones struct {
	sidebar, divider, centre, details, status, viewer, page, toasts, tips fyne.CanvasObject

	width   float32   // of the sidebar
	side    sidePanel // the sidebar
	info    sidePanel // the details
	bare    bool      // full screen: the details give way to the photo
	viewing bool
	paging  bool // the page stands in place of the photos

	below   func() float32    // where the search row ends
	free    func(w float32)   // keeps a width at the right of the centre free for details that float
	resized func(panels bool) // called when the window has another size; panels says whether panels came or went
	laid    fyne.Size         // last size
}

func (z *zones) sidebarShown() bool { return z.side.shown() && !z.viewing }
func (z *zones) detailsShown() bool { return z.info.shown() && !z.paging }

// squeeze follows the room there is in a window of a width.
func (z *zones) squeeze(width float32) {
	z.side.squeeze(width < sidebarNarrow+query.Narrow)
	z.info.squeeze(width < detailsRoom || z.bare)
}

// apply hides the parts that are not to be seen. Drawing the parts behind the viewer would
// cost time.
func (z *zones) apply() {
	kit.SetVisible(z.sidebar, z.sidebarShown())
	kit.SetVisible(z.divider, z.sidebarShown() && !z.side.floats())
	kit.SetVisible(z.centre, !z.viewing && !z.paging)
	kit.SetVisible(z.page, z.paging && !z.viewing)
	kit.SetVisible(z.status, !z.viewing)
	kit.SetVisible(z.details, z.detailsShown())
	kit.SetVisible(z.viewer, z.viewing)
}

// Layout places the parts.
func (z *zones) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size != z.laid {
		z.laid = size
		before := [2]bool{z.sidebarShown(), z.detailsShown()}
		z.squeeze(size.Width)
		changed := before != [2]bool{z.sidebarShown(), z.detailsShown()}
		if changed {
			z.apply()
		}
		defer z.resized(changed)
	}
	bar := z.status.MinSize().Height
	kit.Put(z.status, 0, size.Height-bar, size.Width, bar)
	height := size.Height - bar
	if z.viewing {
		height = size.Height
	}

	left, right, floating := float32(0), size.Width, float32(0)
	switch top := z.floatTop(); {
	case !z.detailsShown():
	case z.info.floats():
		floating = kit.DetailsWidth
		kit.Put(z.details, right-floating, top, floating, height-top)
	default:
		right -= kit.DetailsWidth
		kit.Put(z.details, right, 0, kit.DetailsWidth, height)
	}
	switch top := z.floatTop(); {
	case !z.sidebarShown():
	case z.side.floats():
		kit.Put(z.sidebar, 0, top, min(z.width, size.Width-kit.ControlHigh), height-top)
	default:
		left = z.fit(right)
		kit.Put(z.sidebar, 0, 0, left, height)
		kit.Put(z.divider, left-dividerWidth/2, 0, dividerWidth, height)
	}
	z.free(floating)
	outline(z.sidebar, z.side.floats())
	outline(z.details, z.info.floats())
	middle := z.centre
	switch {
	case z.viewing:
		middle = z.viewer
	case z.paging:
		middle = z.page
	}
	kit.Put(middle, left, 0, right-left, height)
	kit.Put(z.toasts, left, 0, right-left, height)
	kit.Put(z.tips, 0, 0, size.Width, size.Height)
}

// floatTop is where a panel that floats begins: below the search, or below the bar of
// the viewer.
func (z *zones) floatTop() float32 {
	if z.viewing {
		return viewer.BarHeight
	}
	return z.below()
}

// outline draws a line around a panel that floats.
func outline(o fyne.CanvasObject, floats bool) {
	if p, ok := o.(*kit.Panel); ok && p.Outlined != floats {
		p.Outlined = floats
		p.Refresh()
	}
}

// fit is the sidebar's width when right is where the centre ends.
func (z *zones) fit(right float32) float32 {
	return max(min(z.width, sidebarWide, right-query.Narrow), sidebarNarrow)
}

// sidePanel decides whether a panel beside the photos is shown. A panel is shown as the user
// set it where the window has room. Where the window has none, asking for the panel lets it
// float over the photos, and the setting stays what it was.
type sidePanel struct {
	wished bool
	tight  bool // there is no room
	over   bool // the user asked for the panel where there is no room
}

func (p *sidePanel) shown() bool {
	if p.tight {
		return p.over
	}
	return p.wished
}

func (p *sidePanel) floats() bool { return p.tight && p.over }

func (p *sidePanel) toggle() {
	if p.tight {
		p.over = !p.over
	} else {
		p.wished = !p.wished
	}
}

// squeeze notes whether there is room. A floating panel stays when there is room again.
func (p *sidePanel) squeeze(tight bool) {
	if !tight {
		p.wished = p.wished || p.floats()
		p.over = false
	}
	p.tight = tight
}

// sink ends floating and reports whether the panel did.
func (p *sidePanel) sink() bool {
	floats := p.floats()
	p.over = false
	return floats
}

// MinSize lets the window be small. The parts shorten their text.
func (z *zones) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(smallestWindowW, smallestWindowH)
}

// divider is the invisible strip that the user drags to change the sidebar's width.
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
