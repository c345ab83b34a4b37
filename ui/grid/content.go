package grid

import (
	"math"
	"time"

	"descry/library"
)

// retryAfter is how long a thumbnail that failed is left alone. The disk may be back by then.
const retryAfter = 15 * time.Second

// SetTiles shows other tiles, or the same ones as they grew. Ids must be unique, and the grid
// keeps the slices. Nil sections mean months, an empty slice none.
//
// The selection follows the photos. So does the view: the photo that has the keyboard, else
// the first on screen, stays where it is. At the very top the view stays at the top, where new
// photos appear.
func (g *Grid) SetTiles(tiles []library.Tile, sections []Section) {
	hold := g.holdView()
	lost := g.sel.remap(tiles)
	g.endBand()
	g.given = sections
	g.arrange(tiles)
	g.release(hold)
	if lost && g.o.OnSelect != nil {
		g.o.OnSelect()
	}
}

// Reload forgets a photo's thumbnail and loads the thumbnail anew when the photo is in view.
func (g *Grid) Reload(id library.PhotoID) {
	g.cache.drop(id)
	delete(g.failed, id)
	delete(g.blunt, id)
	if c := g.view.cells[id]; c != nil {
		c.stale, c.as = true, 0
	}
	g.update()
}

// RowHeight returns the height that rows aim at, in Fyne units.
func (g *Grid) RowHeight() float32 { return float32(g.rowHeight) }

// SetRowHeight changes the height that rows aim at, within the limits. The view stays where it
// is. OnRowHeight isn't called.
func (g *Grid) SetRowHeight(height float32) {
	hold := g.holdView()
	g.rowHeight = clampHeight(float64(height))
	g.arrange(g.arr.tiles)
	g.release(hold)
}

func clampHeight(h float64) float64 {
	return math.Round(math.Min(math.Max(h, float64(MinRowHeight)), float64(MaxRowHeight)))
}

// arrange lays the tiles out for the present width.
func (g *Grid) arrange(tiles []library.Tile) {
	sections := g.given
	if sections == nil {
		sections = months(tiles, g.o.MonthTitle)
	}
	g.goal = noGoal
	g.sized = g.Size().Width > 0
	g.arr = arrange(tiles, sections, float64(g.Size().Width)-marginLeft-stripWidth, g.rowHeight)
	g.scrubber.mark()
}

// deliver takes a thumbnail from the loader.
func (g *Grid) deliver(r loaded) {
	if r.err != nil {
		g.failed[r.id] = time.Now()
	} else {
		delete(g.failed, r.id)
		g.cache.put(r.id, r.img, r.as)
	}
	if c := g.view.cells[r.id]; c != nil && (c.stale || c.as <= r.as) {
		c.show(r.img, r.as)
		g.view.collect()
		g.tellFilled()
	}
}

// tellFilled calls OnFilled when the first screen is complete.
func (g *Grid) tellFilled() {
	if g.filled || g.o.OnFilled == nil {
		return
	}
	for _, c := range g.view.shown {
		if c.source == nil && !c.failed {
			return
		}
	}
	g.filled = true
	g.o.OnFilled()
}

// hasFailed reports whether a thumbnail failed so lately that another try is pointless.
func (g *Grid) hasFailed(id library.PhotoID) bool {
	at, failed := g.failed[id]
	return failed && time.Since(at) < retryAfter
}
