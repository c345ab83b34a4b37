package grid

import (
	"math"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
)

// A notch of the wheel is 25 units in Fyne, a quarter of the distance in other programs. On
// macOS the events are exact distances already.
const (
	wheelFactor = 4
	glideTime   = 120 * time.Millisecond
	zoomStep    = 1.12 // of the row height per notch
)

// ScrollOffset returns how far the content is scrolled, in Fyne units.
func (g *Grid) ScrollOffset() float32 { return float32(g.offset) }

// SetScrollOffset scrolls to an offset. Before the grid has a size or tiles the offset is kept
// and applied as soon as possible.
func (g *Grid) SetScrollOffset(offset float32) {
	g.stopGlide()
	g.scrollTo(float64(offset))
}

// ScrollTo brings tile i into view with as little scrolling as possible.
func (g *Grid) ScrollTo(i int) {
	if i < 0 || i >= len(g.arr.tiles) {
		return
	}
	g.stopGlide()
	b := g.arr.place(i)
	top, bottom := b.y, b.y+b.height
	if k := g.arr.rowOf(i); k == 0 || g.arr.rows[k-1].y+g.arr.rows[k-1].height+gap < b.y {
		top -= headHeight // the heading belongs to its first row
	}
	if i >= g.arr.rows[len(g.arr.rows)-1].first { // and the tail belongs to the last row
		bottom += g.tailHeight()
	}
	height := float64(g.Size().Height)
	switch {
	case top < g.offset:
		g.scrollTo(top)
	case bottom > g.offset+height:
		g.scrollTo(math.Min(bottom-height+gap, top))
	default:
		g.update()
	}
}

// furthest is the largest offset, at which the end is at the bottom.
func (g *Grid) furthest() float64 {
	return math.Max(g.contentHeight()-float64(g.Size().Height), 0)
}

// scrollTo moves the viewport and shows what is there.
func (g *Grid) scrollTo(offset float64) {
	offset = math.Max(offset, 0)
	if len(g.arr.tiles) > 0 && g.Size().Height > 0 {
		offset = math.Min(offset, g.furthest())
	}
	moved := offset != g.offset
	if moved {
		g.drift = offset - g.offset
		g.offset = offset
	}
	g.update()
	if moved && g.o.OnScroll != nil {
		g.o.OnScroll(float32(offset))
	}
}

// Scrolled scrolls, or changes the row height while Ctrl is held.
func (g *Grid) Scrolled(e *fyne.ScrollEvent) {
	if g.o.Modifiers()&fyne.KeyModifierShortcutDefault != 0 {
		g.zoom(e)
		return
	}
	delta := -float64(e.Scrolled.DY)
	if runtime.GOOS == "darwin" {
		g.stopGlide()
		g.scrollTo(g.offset + delta)
		return
	}
	g.glideBy(delta * wheelFactor)
}

// zoom changes the row height around the photo under the pointer.
func (g *Grid) zoom(e *fyne.ScrollEvent) {
	step := math.Copysign(1, float64(e.Scrolled.DY))
	height := clampHeight(g.rowHeight * math.Pow(zoomStep, step))
	if height == g.rowHeight || e.Scrolled.DY == 0 {
		return
	}
	y := float64(e.Position.Y)
	held, share := g.holdPoint(float64(e.Position.X)-marginLeft, y)
	g.SetRowHeight(float32(height))
	if held >= 0 {
		b := g.arr.place(held)
		g.scrollTo(b.y + share*b.height - y)
	}
	if g.o.OnRowHeight != nil {
		g.o.OnRowHeight(float32(height))
	}
}

// glideBy scrolls softly. Distances of notches that come close together add up.
func (g *Grid) glideBy(delta float64) {
	from, to := g.offset, g.offset+delta
	if g.glide != nil {
		to = g.view.gliding + delta
	}
	to = math.Min(math.Max(to, 0), g.furthest())
	g.stopGlide()
	g.view.gliding = to
	a := fyne.NewAnimation(glideTime, func(done float32) {
		g.scrollTo(from + (to-from)*float64(done))
		if done == 1 {
			g.glide = nil
		}
	})
	a.Curve = fyne.AnimationEaseOut
	g.glide = a
	a.Start()
}

func (g *Grid) stopGlide() {
	if g.glide != nil {
		g.glide.Stop()
		g.glide = nil
	}
}
