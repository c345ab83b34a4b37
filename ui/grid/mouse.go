package grid

import (
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"descry/library"
)

// longPress is how long a button or finger rests on a photo to open the photo's menu.
const longPress = 600 * time.Millisecond

// press is a primary button that is down.
type press struct {
	at       fyne.Position // where, in the widget
	tile     int           // -1 on the ground
	check    bool          // in the corner that chooses
	modifier fyne.KeyModifier
	settle   bool                         // on release, choose tile alone: it was chosen with others before
	before   map[library.PhotoID]struct{} // what was chosen, for a rubber band from here
	timer    *time.Timer
	serial   int // tells a timer that fires late from the timer of this press
}

func (p *press) cancel() {
	p.serial++
	p.settle = false
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}

// tileAt returns the tile at a position in the widget, or -1.
func (g *Grid) tileAt(p fyne.Position) int {
	return g.arr.at(float64(p.X)-marginLeft, float64(p.Y)+g.offset)
}

// MouseDown chooses at once, except for a tile that is chosen already: a press on such a tile
// may be the beginning of a menu for all chosen ones.
func (g *Grid) MouseDown(e *desktop.MouseEvent) {
	g.takeFocus()
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	g.stopGlide()
	g.press.cancel()
	g.press.at, g.press.tile, g.press.modifier = e.Position, g.tileAt(e.Position), e.Modifier
	g.press.before = maps.Clone(g.sel.chosen)
	g.goal = noGoal
	held := e.Modifier
	if g.press.check = g.checkAt(e.Position) >= 0; g.press.check && held == 0 {
		held = fyne.KeyModifierShortcutDefault
	}
	g.choose(g.press.tile, held)
	g.armLongPress(e.AbsolutePosition)
}

// choose does what a click on tile i does. -1 is the ground.
func (g *Grid) choose(i int, held fyne.KeyModifier) {
	several, one := held&fyne.KeyModifierShift != 0, held&fyne.KeyModifierShortcutDefault != 0
	g.change(func(s *selection) {
		switch {
		case i < 0:
			if !several && !one {
				s.none()
			}
		case several:
			s.extend(i, one)
		case one:
			s.toggle(i)
		case s.has(i):
			g.press.settle = len(s.chosen) > 1
			s.focus, s.anchor = i, i
		default:
			s.only(i)
		}
	})
}

func (g *Grid) armLongPress(at fyne.Position) {
	serial := g.press.serial
	g.press.timer = time.AfterFunc(longPress, func() {
		g.o.Dispatch(func() {
			if g.press.serial == serial {
				g.press.cancel()
				g.menu(g.press.tile, at)
			}
		})
	})
}

// MouseUp ends a click.
func (g *Grid) MouseUp(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	settle := g.press.settle && g.band == nil
	g.press.cancel()
	if tile := g.press.tile; settle && g.sel.valid(tile) {
		g.change(func(s *selection) { s.only(tile) })
	}
}

// DoubleTapped opens the photo if both clicks hit it.
func (g *Grid) DoubleTapped(e *fyne.PointEvent) {
	i := g.tileAt(e.Position)
	if i >= 0 && i == g.press.tile && g.press.modifier == 0 && !g.press.check {
		g.activate(i)
	}
}

// TappedSecondary opens the context menu.
func (g *Grid) TappedSecondary(e *fyne.PointEvent) {
	g.menu(g.tileAt(e.Position), e.AbsolutePosition)
}

// menu opens the context menu of tile i. A photo outside the selection becomes the selection
// first.
func (g *Grid) menu(i int, at fyne.Position) {
	if i >= len(g.arr.tiles) {
		return
	}
	if i >= 0 && !g.sel.has(i) {
		g.change(func(s *selection) { s.only(i) })
	}
	if g.o.OnMenu == nil {
		return
	}
	if i < 0 {
		g.o.OnMenu(0, at)
		return
	}
	g.o.OnMenu(g.arr.tiles[i].ID, at)
}

func (g *Grid) activate(i int) {
	if g.o.OnActivate != nil && g.sel.valid(i) {
		g.o.OnActivate(g.arr.tiles[i].ID)
	}
}

func (g *Grid) takeFocus() {
	if c := g.canvas(); c != nil && c.Focused() != fyne.Focusable(g) {
		c.Focus(g)
	}
}

var (
	_ desktop.Mouseable      = (*Grid)(nil)
	_ fyne.DoubleTappable    = (*Grid)(nil)
	_ fyne.SecondaryTappable = (*Grid)(nil)
	_ fyne.Scrollable        = (*Grid)(nil)
)
