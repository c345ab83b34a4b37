package grid

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"descry/library"
)

// The photos stand between a margin and the strip of the date scrubber.
const (
	marginLeft = 8.0
	stripWidth = 16.0
)

// view is what exists on screen: a cell per visible tile, a line per visible heading, all
// recycled.
type view struct {
	g       *Grid
	cells   map[library.PhotoID]*cell
	spare   []*cell
	shown   []*cell // in tile order
	heads   []*headline
	used    int // of heads
	marquee *canvas.Rectangle
	objects []fyne.CanvasObject
	gliding float64 // where the glide under way ends
}

func newView(g *Grid) view {
	return view{g: g, cells: map[library.PhotoID]*cell{}, marquee: canvas.NewRectangle(nil)}
}

// update shows what the viewport covers and tells the loader. Every change of offset, layout
// or selection ends here.
func (g *Grid) update() {
	size := g.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	g.rescale()
	g.view.place(math.Round(g.offset), float64(size.Height))
	g.view.headlines(math.Round(g.offset), float64(size.Height))
	g.placeTail()
	g.drawBand()
	g.scrubber.follow()
	g.view.collect()
	g.request()
	g.tellEnd()
}

// place gives every visible tile its cell. A photo that stays on screen keeps its own.
func (v *view) place(top, height float64) {
	a, old := v.g.arr, v.cells
	v.cells = make(map[library.PhotoID]*cell, len(old))
	v.shown = v.shown[:0]
	type arrival struct {
		index int
		place box
	}
	var arrivals []arrival
	a.within(box{y: top, width: a.width, height: height}, func(i int, b box) {
		id := a.tiles[i].ID
		b.y -= top
		c := old[id]
		if c == nil {
			arrivals = append(arrivals, arrival{i, b})
			return
		}
		delete(old, id)
		v.keep(c, i, b)
	})
	for _, c := range old {
		c.clear()
		v.spare = append(v.spare, c)
	}
	for _, n := range arrivals {
		c := v.take()
		c.bind(&a.tiles[n.index])
		v.keep(c, n.index, n.place)
	}
}

func (v *view) keep(c *cell, index int, b box) {
	g := v.g
	v.cells[c.id] = c
	v.shown = append(v.shown, c)
	c.tile = &g.arr.tiles[index] // a new listing has new tiles
	c.move(b)
	c.label()
	c.dim()
	c.mark.show(g, g.sel.has(index), g.keyed && index == g.cursor(), c.id == g.hovered && b.width >= checkRoom)
	if c.picture == nil && !c.failed {
		if img, as := g.cache.get(c.id); img != nil {
			c.show(img, as)
		} else if g.hasFailed(c.id) {
			c.show(nil, 0)
		}
	}
}

func (v *view) take() *cell {
	if n := len(v.spare); n > 0 {
		c := v.spare[n-1]
		v.spare = v.spare[:n-1]
		return c
	}
	return newCell(v.g)
}

// collect lists the objects to draw: photos, headings, tail, rubber band, scrubber.
func (v *view) collect() {
	clear(v.objects)
	v.objects = v.objects[:0]
	for _, c := range v.shown {
		v.objects = c.appendTo(v.objects)
	}
	for _, h := range v.heads[:v.used] {
		v.objects = append(v.objects, h.title, h.count)
	}
	if v.g.tailHeight() > 0 && v.g.arr.height < v.g.offset+float64(v.g.Size().Height) {
		v.objects = append(v.objects, v.g.tail)
	}
	v.objects = append(v.objects, v.marquee, v.g.scrubber)
	canvas.Refresh(v.g) // new objects don't make the canvas draw anew by themselves
}

// request tells the loader what to fetch: what is on screen from the top, then a screenful in
// the direction of scrolling, then one the other way, as far as the cache has room.
func (g *Grid) request() {
	if g.loader == nil {
		return
	}
	height := float64(g.Size().Height)
	room := g.cache.room() - len(g.view.shown)
	var wants []want
	ask := func(from float64) {
		g.arr.within(box{y: from, width: g.arr.width, height: height}, func(i int, _ box) {
			id := g.arr.tiles[i].ID
			c, shown := g.view.cells[id]
			switch {
			case g.cache.has(id) || g.hasFailed(id) || (shown && c.source != nil && !c.stale):
			case shown:
				wants = append(wants, want{id, usual})
			case room > 0:
				wants = append(wants, want{id, usual})
				room--
			}
		})
	}
	ahead := math.Copysign(height, g.drift)
	ask(g.offset)
	ask(g.offset + ahead)
	ask(g.offset - ahead)
	g.loader.want(wants)
	g.sharpen()
}
