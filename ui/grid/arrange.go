package grid

import (
	"math"
	"sort"

	"descry/library"
)

// Measures in Fyne units.
const (
	gap        = 2.0  // between photos
	headHeight = 40.0 // of a section's heading, the space above it included
	footHeight = 16.0 // below the last row
)

// Bounds of a tile's share of a row. A photo beyond the bounds keeps its proportions inside a
// tile that doesn't.
const (
	narrowest  = 0.3 // width to height; a scroll of paper stays wide enough to click
	flattest   = 0.5 // lowest row, as a share of the target height
	loosest    = 1.3 // highest last row, as a share of the target height
	tallestRow = 1.6 // a higher row takes one photo more and shrinks
)

// row is a line of tiles. Positions are float64, since a million photos reach further down
// than float32 counts single units.
type row struct {
	y      float64
	height float64
	scale  float64 // width of a tile per unit of its aspect, before rounding
	first  int
	count  int
}

// heading is a section's title line.
type heading struct {
	y       float64
	section int
}

// box is a tile's place in the content.
type box struct{ x, y, width, height float64 }

// arrangement is the places of all tiles, computed at once. Only rows are kept. Tiles are
// placed on demand.
type arrangement struct {
	tiles    []library.Tile
	sections []Section
	rows     []row
	heads    []heading
	width    float64
	target   float64
	height   float64 // of the whole content
	widest   float64 // aspect of a tile as wide as a row may be
}

// arrange fills rows of the given width greedily. A row ends where its height comes nearest to
// target.
func arrange(tiles []library.Tile, sections []Section, width, target float64) *arrangement {
	a := &arrangement{
		tiles: tiles, sections: tidy(sections, len(tiles)),
		width: math.Max(math.Floor(width), 1), target: target,
	}
	a.widest = math.Max(a.width/(flattest*target), narrowest)
	a.rows = make([]row, 0, len(tiles)/3+len(a.sections))
	for i, s := range a.sections {
		if s.Title != "" {
			a.heads = append(a.heads, heading{y: a.height, section: i})
			a.height += headHeight
		}
		end := len(tiles)
		if i+1 < len(a.sections) {
			end = a.sections[i+1].First
		}
		a.fill(s.First, end)
	}
	if len(tiles) > 0 {
		a.height += footHeight
	}
	return a
}

// fill lays out the tiles of one section.
func (a *arrangement) fill(first, end int) {
	start, sum := first, 0.0
	for i := first; i < end; i++ {
		aspect := a.aspect(i)
		if before := i - start; before > 0 && a.endsBefore(sum, aspect, before) {
			a.addRow(start, i, sum)
			start, sum = i, 0
		}
		sum += aspect
		if a.justified(sum, i+1-start) <= a.target {
			a.addRow(start, i+1, sum)
			start, sum = i+1, 0
		}
	}
	if start < end {
		a.addLast(start, end, sum)
	}
}

// justified is the height at which n tiles whose aspects add up to sum fill a row.
func (a *arrangement) justified(sum float64, n int) float64 {
	return (a.width - gap*float64(n-1)) / sum
}

// endsBefore reports whether a row of n tiles is better closed without the next one: taking
// the tile would shrink the row more than leaving the tile stretches it.
func (a *arrangement) endsBefore(sum, next float64, n int) bool {
	without, with := a.justified(sum, n), a.justified(sum+next, n+1)
	if with > a.target || without > tallestRow*a.target {
		return false
	}
	return without/a.target < a.target/with
}

func (a *arrangement) addRow(first, end int, sum float64) {
	scale := a.justified(sum, end-first)
	a.push(row{height: math.Max(math.Round(scale), 1), scale: scale, first: first, count: end - first})
}

// addLast closes a section. The last row is stretched when little is missing. Otherwise the
// row keeps the target height and ends early.
func (a *arrangement) addLast(first, end int, sum float64) {
	if a.justified(sum, end-first) <= loosest*a.target {
		a.addRow(first, end, sum)
		return
	}
	a.push(row{height: math.Round(a.target), scale: a.target, first: first, count: end - first})
}

func (a *arrangement) push(r row) {
	r.y = a.height
	a.rows = append(a.rows, r)
	a.height += r.height + gap
}

// aspect is the width of tile i for a height of one, within what a row can take.
func (a *arrangement) aspect(i int) float64 {
	t := &a.tiles[i]
	if t.Width <= 0 || t.Height <= 0 {
		return 1
	}
	return math.Min(math.Max(float64(t.Width)/float64(t.Height), narrowest), a.widest)
}

// each calls f with the place of every tile of a row. Edges are rounded, not
// widths, so that the rounding doesn't add up.
func (a *arrangement) each(r *row, f func(index int, b box)) {
	x := 0.0
	for i := r.first; i < r.first+r.count; i++ {
		next := x + a.aspect(i)*r.scale
		left := math.Round(x)
		f(i, box{x: left, y: r.y, width: math.Max(math.Round(next)-left, 1), height: r.height})
		x = next + gap
	}
}

// rowOf returns the number of the row that holds tile i, or -1.
func (a *arrangement) rowOf(i int) int {
	if i < 0 || i >= len(a.tiles) {
		return -1
	}
	return sort.Search(len(a.rows), func(k int) bool { return a.rows[k].first > i }) - 1
}

// rowAt returns the number of the first row that ends below y, len(rows) past the last.
func (a *arrangement) rowAt(y float64) int {
	return sort.Search(len(a.rows), func(k int) bool { return a.rows[k].y+a.rows[k].height > y })
}

// place returns where tile i is.
func (a *arrangement) place(i int) (found box) {
	if k := a.rowOf(i); k >= 0 {
		a.each(&a.rows[k], func(index int, b box) {
			if index == i {
				found = b
			}
		})
	}
	return found
}

// at returns the tile under a point of the content, or -1.
func (a *arrangement) at(x, y float64) int {
	hit := -1
	a.within(box{x: x, y: y}, func(i int, b box) {
		if x >= b.x && x < b.x+b.width && y >= b.y && y < b.y+b.height {
			hit = i
		}
	})
	return hit
}

// within calls f for every tile that an area touches, in order.
func (a *arrangement) within(area box, f func(index int, b box)) {
	for k := a.rowAt(area.y); k < len(a.rows) && a.rows[k].y <= area.y+area.height; k++ {
		a.each(&a.rows[k], func(i int, b box) {
			if b.x <= area.x+area.width && b.x+b.width >= area.x {
				f(i, b)
			}
		})
	}
}

// sectionAt returns the number of the section at height y, or -1 without tiles.
func (a *arrangement) sectionAt(y float64) int {
	k := min(a.rowAt(y), len(a.rows)-1)
	if k < 0 {
		return -1
	}
	first := a.rows[k].first
	return sort.Search(len(a.sections), func(s int) bool { return a.sections[s].First > first }) - 1
}
