package viewer

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// wheelZoom is the zoom per unit of scrolling: 20 % per notch of 25 units.
var wheelZoom = math.Pow(1.2, 1.0/25)

const keyZoom = 1.25

// TypedKey turns the pages and leaves.
func (v *Viewer) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyPageUp, fyne.KeyBackspace:
		v.Step(-1)
	case fyne.KeyRight, fyne.KeyPageDown, fyne.KeySpace:
		v.Step(1)
	case fyne.KeyHome:
		v.Step(-len(v.tiles))
	case fyne.KeyEnd:
		v.Step(len(v.tiles))
	case fyne.KeyUp:
		v.move(0, float64(v.Size().Height)/4)
	case fyne.KeyDown:
		v.move(0, -float64(v.Size().Height)/4)
	case desktop.KeyMenu, fyne.KeyF10:
		v.menu(v.centre())
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		taken := e.Name == fyne.KeyEscape && v.o.OnEscape != nil && v.o.OnEscape()
		if v.at >= 0 && !taken {
			v.leave()
		}
	default:
		if c := v.canvas(); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(e)
		}
	}
}

// TypedRune takes the letters of the actions and passes the others on.
func (v *Viewer) TypedRune(r rune) {
	switch r {
	case 'i':
		v.tell(v.o.OnDetails)
	case 's':
		v.tell(v.o.OnSimilar)
	case 'z':
		v.toggleZoom(v.centre())
	case '+', '=':
		v.zoomTo(v.lens.current()*keyZoom, v.centre())
	case '-':
		v.zoomTo(v.lens.current()/keyZoom, v.centre())
	case ' ':
	default:
		if c := v.canvas(); c != nil && c.OnTypedRune() != nil {
			c.OnTypedRune()(r)
		}
	}
}

// TypedShortcut passes shortcuts on.
func (v *Viewer) TypedShortcut(s fyne.Shortcut) {
	if v.o.OnShortcut != nil {
		v.o.OnShortcut(s)
		return
	}
	if c, ok := v.canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// Scrolled zooms at the pointer.
func (v *Viewer) Scrolled(e *fyne.ScrollEvent) {
	v.zoomTo(v.lens.current()*math.Pow(wheelZoom, float64(e.Scrolled.DY)), e.Position)
}

// Dragged moves the photo.
func (v *Viewer) Dragged(e *fyne.DragEvent) {
	v.move(float64(e.Dragged.DX), float64(e.Dragged.DY))
}

// DragEnd ends moving.
func (v *Viewer) DragEnd() {}

// DoubleTapped changes between the whole photo and its pixels.
func (v *Viewer) DoubleTapped(e *fyne.PointEvent) { v.toggleZoom(e.Position) }

// TappedSecondary asks for the context menu.
func (v *Viewer) TappedSecondary(e *fyne.PointEvent) {
	if v.o.OnMenu != nil && v.at >= 0 {
		v.o.OnMenu(v.Current(), e.AbsolutePosition)
	}
}

// menu opens the context menu at a place in the viewer.
func (v *Viewer) menu(at fyne.Position) {
	if v.o.OnMenu != nil && v.at >= 0 {
		v.o.OnMenu(v.Current(), fyne.CurrentApp().Driver().AbsolutePositionForObject(v).Add(at))
	}
}

func (v *Viewer) toggleZoom(at fyne.Position) {
	switch {
	case !v.lens.fitted:
		v.zoomTo(0, at)
	case v.lens.fit() < 1:
		v.zoomTo(1, at)
	default: // all pixels are seen already
		v.zoomTo(2*v.lens.fit(), at)
	}
}

func (v *Viewer) centre() fyne.Position {
	return fyne.NewPos(v.Size().Width/2, v.Size().Height/2)
}

func (v *Viewer) zoomTo(zoom float64, at fyne.Position) {
	if v.at < 0 {
		return
	}
	v.lens.zoomTo(zoom, at)
	v.refetch()
	v.draw()
	v.bar.wake()
}

func (v *Viewer) move(dx, dy float64) {
	if v.at < 0 {
		return
	}
	v.lens.pan(dx, dy)
	v.draw()
}

// MouseDown brings the keyboard.
func (v *Viewer) MouseDown(*desktop.MouseEvent) { v.takeFocus() }

// MouseUp is of no interest.
func (v *Viewer) MouseUp(*desktop.MouseEvent) {}

// MouseIn shows the bar.
func (v *Viewer) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved shows the bar, for as long as the pointer is on it.
func (v *Viewer) MouseMoved(e *desktop.MouseEvent) {
	if v.at < 0 {
		return
	}
	v.bar.wake()
	if e.Position.Y < BarHeight {
		v.bar.stay()
	}
}

// MouseOut leaves the bar as it is, since the pointer may have gone to the bar's buttons.
func (v *Viewer) MouseOut() {}

// FocusGained is of no interest: the viewer fills the window.
func (v *Viewer) FocusGained() {}

// FocusLost is of no interest.
func (v *Viewer) FocusLost() {}

func (v *Viewer) takeFocus() {
	if c := v.canvas(); c != nil && c.Focused() != fyne.Focusable(v) {
		c.Focus(v)
	}
}

var (
	_ fyne.Focusable         = (*Viewer)(nil)
	_ fyne.Shortcutable      = (*Viewer)(nil)
	_ fyne.Scrollable        = (*Viewer)(nil)
	_ fyne.Draggable         = (*Viewer)(nil)
	_ fyne.DoubleTappable    = (*Viewer)(nil)
	_ fyne.SecondaryTappable = (*Viewer)(nil)
	_ desktop.Mouseable      = (*Viewer)(nil)
	_ desktop.Hoverable      = (*Viewer)(nil)
)
