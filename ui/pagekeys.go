package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// pageKeys moves the keyboard about a page. Keys that mean nothing there are
// handed on to the window.
type pageKeys struct {
	window keySink
	canvas fyne.Canvas
	inView func() bool // a page is to be seen
	of     stopping
	scroll *container.Scroll // nil where nothing scrolls as a whole
}

// newPageKeys are of a page in a window with a canvas. The window takes the keys that mean
// nothing to the page; inView reports whether a page is to be seen.
func newPageKeys(window keySink, canvas fyne.Canvas, inView func() bool, of stopping) pageKeys {
	return pageKeys{window: window, canvas: canvas, inView: inView, of: of}
}

// stopping is a page with places where the keyboard can stop.
type stopping interface {
	keySink
	stops() [][]fyne.Focusable // row by row as they stand; none empty
	parts() []part
}

func (p *pageKeys) typedRune(r rune)                  { p.window.typedRune(r) }
func (p *pageKeys) takeShortcut(s fyne.Shortcut) bool { return p.window.takeShortcut(s) }
func (p *pageKeys) hints() *tips                      { return p.window.hints() }

// moves are the keys that mean something to the page itself.
var moves = map[fyne.KeyName]bool{
	fyne.KeyUp: true, fyne.KeyDown: true, fyne.KeyLeft: true, fyne.KeyRight: true,
	fyne.KeyPageUp: true, fyne.KeyPageDown: true, fyne.KeyHome: true, fyne.KeyEnd: true,
}

func (p *pageKeys) typedKey(ev *fyne.KeyEvent) {
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
		p.scrollWith(ev.Name)
	default:
		p.window.typedKey(ev)
	}
}

func (p *pageKeys) scrollWith(key fyne.KeyName) {
	if p.scroll == nil {
		return
	}
	switch key {
	case fyne.KeyPageUp:
		p.scrollBy(-p.scroll.Size().Height * 0.9)
	case fyne.KeyPageDown:
		p.scrollBy(p.scroll.Size().Height * 0.9)
	case fyne.KeyHome:
		p.scroll.ScrollToTop()
	case fyne.KeyEnd:
		p.scroll.ScrollToBottom()
	}
}

func (p *pageKeys) scrollBy(dy float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y+dy))
}

// move goes to the next control in a direction; from nowhere to the first below
// the head.
func (p *pageKeys) move(rows, columns int) {
	stops := p.of.stops()
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

// reveal scrolls until o is in view; what can't be seen at all has no place.
func (p *pageKeys) reveal(o fyne.CanvasObject) {
	if p.scroll == nil || !o.Visible() || !p.inView() {
		return
	}
	y, found := depth(p.scroll.Content, o)
	if !found {
		return
	}
	top, view := p.scroll.Offset.Y, p.scroll.Size().Height
	switch {
	case y-pageMargin < top:
		p.scrollBy(y - pageMargin - top)
	case y+o.Size().Height+pageMargin > top+view:
		p.scrollBy(y + o.Size().Height + pageMargin - top - view)
	}
}

// depth is how far below the top of a container an object in it stands. The toolkit knows
// that of what it has drawn only, and what is to be revealed often has just come.
func depth(in, o fyne.CanvasObject) (y float32, found bool) {
	if in == o {
		return 0, true
	}
	c, ok := in.(*fyne.Container)
	if !ok {
		return 0, false
	}
	for _, child := range c.Objects {
		if y, found := depth(child, o); found {
			return child.Position().Y + y, true
		}
	}
	return 0, false
}

// keepFocus takes the keyboard from a control that is gone or can't be used any
// more and gives it to one that stays in the same row.
func (p *pageKeys) keepFocus() {
	c := p.canvas
	focused, ok := c.Focused().(*button)
	if !ok || focused.keys != keySink(p.of) {
		return
	}
	if row, _ := find(p.of.stops(), focused); row >= 0 {
		return
	}
	for _, part := range p.of.parts() {
		if !slices.Contains(part.buttons(), focused) {
			continue
		}
		for _, row := range part.stops() {
			if len(row) > 0 {
				c.Focus(row[0])
				return
			}
		}
	}
	c.Unfocus()
}

// part is a row of the page with controls of its own.
type part interface {
	buttons() []*button
	// stops are the controls that can have the keyboard now, as they stand.
	stops() [][]fyne.Focusable
}

// within gives the buttons of a part that may be hidden as a whole.
func within(part fyne.CanvasObject, buttons ...*button) []*button {
	if !part.Visible() {
		return nil
	}
	return buttons
}

func usable(buttons ...*button) []fyne.Focusable {
	var stops []fyne.Focusable
	for _, b := range buttons {
		if b.Visible() && !b.Disabled() {
			stops = append(stops, b)
		}
	}
	return stops
}
