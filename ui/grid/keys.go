package grid

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// noGoal makes Up and Down start from the focused tile's own column.
var noGoal = math.NaN()

// FocusGained shows where the keyboard is.
func (g *Grid) FocusGained() { g.keyed = true; g.update() }

// FocusLost hides the keyboard's mark.
func (g *Grid) FocusLost() { g.keyed = false; g.update() }

// TypedKey moves, chooses and opens. With Shift held, moving chooses the range.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	if to, moves := g.target(e.Name); moves {
		if to >= 0 {
			g.moveTo(to, g.o.Modifiers())
		}
		return
	}
	switch at := g.cursor(); {
	case e.Name == fyne.KeySpace && at >= 0:
		g.change(func(s *selection) { s.toggle(at) })
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && at >= 0:
		g.enter(at)
	case e.Name == desktop.KeyMenu, e.Name == fyne.KeyF10: // with Shift, which Fyne doesn't report
		g.menuAtFocus()
	default:
		g.passKey(e)
	}
}

// enter opens tile i, unless Enter has another meaning.
func (g *Grid) enter(i int) {
	if g.o.OnEnter != nil {
		g.o.OnEnter(g.arr.tiles[i].ID)
		return
	}
	g.activate(i)
}

// moveTo puts the keyboard on tile i: Shift extends, Ctrl leaves the selection.
func (g *Grid) moveTo(i int, held fyne.KeyModifier) {
	several, alone := held&fyne.KeyModifierShift != 0, held&fyne.KeyModifierShortcutDefault != 0
	g.change(func(s *selection) {
		switch {
		case several:
			s.extend(i, alone)
		case alone:
			s.focus = i
		default:
			s.only(i)
		}
	})
	g.ScrollTo(i)
}

// target is the tile that a key leads to. moves says whether the key moves. The tile is -1
// when there is nothing to move to.
func (g *Grid) target(key fyne.KeyName) (tile int, moves bool) {
	last, at := len(g.arr.tiles)-1, g.sel.focus
	page := math.Max(float64(g.Size().Height)-g.rowHeight, g.rowHeight)
	vertical := false
	switch key {
	case fyne.KeyLeft:
		tile = at - 1
	case fyne.KeyRight:
		tile = at + 1
	case fyne.KeyHome:
		tile = 0
	case fyne.KeyEnd:
		tile = last
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		vertical = true
	default:
		return -1, false
	}
	switch {
	case last < 0:
		return -1, true
	case at < 0 && key != fyne.KeyEnd:
		return g.firstShown(), true
	case vertical:
		return g.beneath(at, key, page), true
	}
	g.goal = noGoal
	return min(max(tile, 0), last), true
}

// firstShown is the first tile that is wholly on screen, or the first of all.
func (g *Grid) firstShown() int {
	k := g.arr.rowAt(g.offset)
	if k+1 < len(g.arr.rows) && g.arr.rows[k].y < g.offset {
		k++
	}
	return g.arr.rows[min(k, len(g.arr.rows)-1)].first
}

// beneath is the tile above or below tile i, one row or one page on, in the
// column where the vertical movement began.
func (g *Grid) beneath(i int, key fyne.KeyName, page float64) int {
	a, k := g.arr, g.arr.rowOf(i)
	if math.IsNaN(g.goal) {
		b := a.place(i)
		g.goal = b.x + b.width/2
	}
	to := k
	switch key {
	case fyne.KeyUp:
		to = k - 1
	case fyne.KeyDown:
		to = k + 1
	case fyne.KeyPageUp:
		to = min(a.rowAt(a.rows[k].y-page), k-1)
	case fyne.KeyPageDown:
		to = max(a.rowAt(a.rows[k].y+page), k+1)
	}
	return a.nearest(min(max(to, 0), len(a.rows)-1), g.goal)
}

// nearest is the tile of a row whose middle is nearest to x.
func (a *arrangement) nearest(k int, x float64) int {
	best, distance := a.rows[k].first, math.Inf(1)
	a.each(&a.rows[k], func(i int, b box) {
		if d := math.Abs(b.x + b.width/2 - x); d < distance {
			best, distance = i, d
		}
	})
	return best
}

// menuAtFocus opens the context menu on the focused tile.
func (g *Grid) menuAtFocus() {
	i := g.cursor()
	if i < 0 {
		return
	}
	g.ScrollTo(i)
	b := g.arr.place(i)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(g)
	g.menu(i, origin.AddXY(float32(marginLeft+b.x+b.width/2), float32(b.y-g.offset+b.height/2)))
}
