package grid

import (
	"math"

	"descry/library"
)

// hold is a photo and its place on screen, to which the photo can be scrolled back after the
// layout changed.
type hold struct {
	at map[library.PhotoID]float64 // top of the tiles on screen, from the viewport's top
	by []library.PhotoID           // whom to hold on to, the best first
}

// holdView notes what is on screen. The hold is empty at the very top, unless the keyboard's
// photo is on screen there.
func (g *Grid) holdView() hold {
	h := hold{at: map[library.PhotoID]float64{}}
	height := float64(g.Size().Height)
	if height <= 0 || !g.sized {
		return h
	}
	var visible, cut []library.PhotoID
	var focused library.PhotoID
	g.arr.within(box{y: g.offset, width: g.arr.width, height: height}, func(i int, b box) {
		id, top := g.arr.tiles[i].ID, b.y-g.offset
		h.at[id] = top
		switch {
		case i == g.sel.focus:
			focused = id
		case top >= 0:
			visible = append(visible, id)
		default:
			cut = append(cut, id)
		}
	})
	if focused != 0 {
		h.by = append(h.by, focused)
	}
	if g.offset > 0 {
		h.by = append(append(h.by, visible...), cut...)
	}
	return h
}

// Moves reports whether any photo on screen would stand elsewhere, or be gone, if these tiles
// were shown in place of the present ones. SetTiles would keep the view, but rows close up in
// another way when a photo comes in among them.
func (g *Grid) Moves(tiles []library.Tile, sections []Section) bool {
	if sections == nil {
		sections = months(tiles, g.o.MonthTitle)
	}
	next := arrange(tiles, sections, float64(g.Size().Width)-marginLeft-stripWidth, g.rowHeight)
	now := map[library.PhotoID]box{}
	g.arr.within(box{y: g.offset, width: g.arr.width, height: float64(g.Size().Height)}, func(i int, b box) {
		now[g.arr.tiles[i].ID] = b
	})
	found, shift := 0, 0.0
	for i := range tiles {
		was, shown := now[tiles[i].ID]
		if !shown {
			continue
		}
		is := next.place(i)
		if found == 0 && g.offset > 0 {
			shift = is.y - was.y // the view follows
		}
		if found++; is.x != was.x || is.width != was.width || is.height != was.height || is.y != was.y+shift {
			return true
		}
	}
	return found < len(now)
}

// holdPoint notes the tile under a point of the viewport, for zooming at the point. The point
// itself keeps its place, not the top of the tile.
func (g *Grid) holdPoint(x, y float64) (index int, share float64) {
	index = g.arr.at(x, y+g.offset)
	if index < 0 {
		return -1, 0
	}
	b := g.arr.place(index)
	return index, (y + g.offset - b.y) / b.height
}

// release scrolls until the held photo is at its place again, or stays at the same offset as
// far as the content reaches.
func (g *Grid) release(h hold) {
	offset := g.offset
	rank := math.MaxInt
	order := make(map[library.PhotoID]int, len(h.by))
	for i, id := range h.by {
		order[id] = i
	}
	found := -1
	if len(order) > 0 {
		for i := range g.arr.tiles {
			if r, ok := order[g.arr.tiles[i].ID]; ok && r < rank {
				rank, found = r, i
			}
		}
	}
	if found >= 0 {
		offset = g.arr.place(found).y - h.at[g.arr.tiles[found].ID]
	}
	g.stopGlide()
	g.scrollTo(offset)
}
