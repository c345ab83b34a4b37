package grid

import (
	"fyne.io/fyne/v2"

	"descry/library"
)

// SetTail puts an object below the last row, as wide as the rows and as high as the object
// needs, where it scrolls with the photos. Nil stands for none. Without photos the object
// isn't shown.
func (g *Grid) SetTail(o fyne.CanvasObject) {
	g.tail = o
	g.update()
}

// Grow is SetTiles for tiles that begin with the present ones. Grow leaves the view where it
// is, also while gliding, and a rubber band as it is drawn.
func (g *Grid) Grow(tiles []library.Tile, sections []Section) {
	g.sel.tiles = tiles
	g.given = sections
	g.arrange(tiles)
	g.update()
}

// tailHeight is how much of the content the tail takes.
func (g *Grid) tailHeight() float64 {
	if g.tail == nil || !g.tail.Visible() || len(g.arr.tiles) == 0 {
		return 0
	}
	return float64(g.tail.MinSize().Height) + footHeight
}

// contentHeight is the height of the rows and the tail.
func (g *Grid) contentHeight() float64 { return g.arr.height + g.tailHeight() }

// placeTail puts the tail at its present place.
func (g *Grid) placeTail() {
	if g.tailHeight() == 0 {
		return
	}
	g.tail.Move(fyne.NewPos(marginLeft, float32(g.arr.height-g.offset)))
	g.tail.Resize(fyne.NewSize(float32(g.arr.width), g.tail.MinSize().Height))
}

// tellEnd calls OnEnd, soon, where the end of the photos is less than a screen away.
func (g *Grid) tellEnd() {
	height := float64(g.Size().Height)
	if g.o.OnEnd == nil || g.ending || len(g.arr.tiles) == 0 || g.offset+2*height < g.arr.height {
		return
	}
	g.ending = true
	g.o.Dispatch(func() {
		g.ending = false
		g.o.OnEnd()
	})
}
