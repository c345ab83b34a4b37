package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// PageKeys moves the keyboard about a page. Keys without a meaning on the page are handed on
// to the window.
type PageKeys struct {
	window KeySink
	canvas fyne.Canvas
	inView func() bool // a page is to be seen
	of     Stopper
	Scroll *container.Scroll // nil for a page that doesn't scroll as a whole
}

// NewPageKeys makes the PageKeys of a page in a window with a canvas. The window takes the
// keys without a meaning on the page. inView reports whether the page is shown.
func NewPageKeys(window KeySink, canvas fyne.Canvas, inView func() bool, of Stopper) PageKeys {
	return PageKeys{window: window, canvas: canvas, inView: inView, of: of}
}

// Stopper is a page with places where the keyboard can stop.
type Stopper interface {
	KeySink
	Stops() [][]fyne.Focusable // row by row in their order on the page; no row is empty
	Parts() []Part
}

// TypedRune hands a letter on to the window.
func (p *PageKeys) TypedRune(r rune) { p.window.TypedRune(r) }

// TakeShortcut hands a shortcut on to the window.
func (p *PageKeys) TakeShortcut(s fyne.Shortcut) bool { return p.window.TakeShortcut(s) }

// Hints are the window's.
func (p *PageKeys) Hints() *Tips { return p.window.Hints() }

// MoveKeys are the keys with a meaning on the page itself.
var MoveKeys = map[fyne.KeyName]bool{
	fyne.KeyUp: true, fyne.KeyDown: true, fyne.KeyLeft: true, fyne.KeyRight: true,
	fyne.KeyPageUp: true, fyne.KeyPageDown: true, fyne.KeyHome: true, fyne.KeyEnd: true,
}

// TypedKey moves the keyboard or scrolls. Other keys are the window's.
func (p *PageKeys) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp:
		p.move(-1, 0)
	case fyne.KeyDown:
		p.move(1, 0)
	case fyne.KeyLeft:
		p.move(0, -1)
	case fyne.KeyRight:
		p.move(0, 1)
	case fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		p.ScrollWith(ev.Name)
	default:
		p.window.TypedKey(ev)
	}
}

// ScrollWith scrolls by a page or to an end.
func (p *PageKeys) ScrollWith(key fyne.KeyName) {
	if p.Scroll == nil {
		return
	}
	switch key {
	case fyne.KeyPageUp:
		p.scrollBy(-p.Scroll.Size().Height * 0.9)
	case fyne.KeyPageDown:
		p.scrollBy(p.Scroll.Size().Height * 0.9)
	case fyne.KeyHome:
		p.Scroll.ScrollToTop()
	case fyne.KeyEnd:
		p.Scroll.ScrollToBottom()
	}
}

func (p *PageKeys) scrollBy(dy float32) {
	p.Scroll.ScrollToOffset(fyne.NewPos(0, p.Scroll.Offset.Y+dy))
}

// move goes to the next control in a direction, from nowhere to the first control below the
// head.
func (p *PageKeys) move(rows, columns int) {
	stops := p.of.Stops()
	if len(stops) == 0 {
		return
	}
	row, column := find(stops, p.canvas.Focused())
	if row < 0 {
		row, column = min(1, len(stops)-1), 0
	} else {
		row = min(max(row+rows, 0), len(stops)-1)
		column = min(max(column+columns, 0), len(stops[row])-1)
	}
	p.canvas.Focus(stops[row][column])
}

func find(stops [][]fyne.Focusable, f fyne.Focusable) (row, column int) {
	for i, row := range stops {
		if at := slices.Index(row, f); at >= 0 {
			return i, at
		}
	}
	return -1, -1
}

// Reveal scrolls until o is in view. An invisible o is ignored.
func (p *PageKeys) Reveal(o fyne.CanvasObject) {
	if p.Scroll == nil || !o.Visible() || !p.inView() {
		return
	}
	y, found := DepthIn(p.Scroll.Content, o)
	if !found {
		return
	}
	top, view := p.Scroll.Offset.Y, p.Scroll.Size().Height
	switch {
	case y-PageMargin < top:
		p.scrollBy(y - PageMargin - top)
	case y+o.Size().Height+PageMargin > top+view:
		p.scrollBy(y + o.Size().Height + PageMargin - top - view)
	}
}

// DepthIn is how far below the top of a container an object in the container stands. The
// toolkit knows places only of objects that it has drawn, and an object to be revealed is
// often new.
func DepthIn(in, o fyne.CanvasObject) (y float32, found bool) {
	if in == o {
		return 0, true
	}
	c, ok := in.(*fyne.Container)
	if !ok {
		return 0, false
	}
	for _, child := range c.Objects {
		if y, found := DepthIn(child, o); found {
			return child.Position().Y + y, true
		}
	}
	return 0, false
}

// KeepFocus takes the keyboard from a control that is gone or can't be used any more and gives
// it to a control in the same row.
func (p *PageKeys) KeepFocus() {
	c := p.canvas
	focused, ok := c.Focused().(*Button)
	if !ok || focused.Keys != KeySink(p.of) {
		return
	}
	if row, _ := find(p.of.Stops(), focused); row >= 0 {
		return
	}
	for _, part := range p.of.Parts() {
		if !slices.Contains(part.Buttons(), focused) {
			continue
		}
		for _, row := range part.Stops() {
			if len(row) > 0 {
				c.Focus(row[0])
				return
			}
		}
	}
	c.Unfocus()
}

// Part is a row of the page with controls of its own.
type Part interface {
	Buttons() []*Button
	// Stops are the controls that can have the keyboard now, in their order on the page.
	Stops() [][]fyne.Focusable
}

// Within gives the buttons of a part that may be hidden as a whole.
func Within(part fyne.CanvasObject, buttons ...*Button) []*Button {
	if !part.Visible() {
		return nil
	}
	return buttons
}

// Usable are the buttons that the keyboard can stop at now.
func Usable(buttons ...*Button) []fyne.Focusable {
	var stops []fyne.Focusable
	for _, b := range buttons {
		if b.Visible() && !b.Disabled() {
			stops = append(stops, b)
		}
	}
	return stops
}
