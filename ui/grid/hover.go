package grid

import "fyne.io/fyne/v2/driver/desktop"

// MouseIn follows the pointer.
func (g *Grid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved offers to choose the tile under the pointer.
func (g *Grid) MouseMoved(e *desktop.MouseEvent) {
	g.tellPointer(true)
	g.hover(g.tileAt(e.Position))
}

// MouseOut ends the offer.
func (g *Grid) MouseOut() {
	g.tellPointer(false)
	g.hover(-1)
}

func (g *Grid) tellPointer(over bool) {
	if g.o.OnPointer != nil {
		g.o.OnPointer(over)
	}
}

// hover notes the tile under the pointer, -1 for none, by its photo: tiles move while the
// pointer rests.
func (g *Grid) hover(i int) {
	id := noPhoto
	if i >= 0 {
		id = g.arr.tiles[i].ID
	}
	if id != g.hovered {
		g.hovered = id
		g.update()
	}
}

var _ desktop.Hoverable = (*Grid)(nil)
