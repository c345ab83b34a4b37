package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Measures of the marks in Fyne units.
const (
	ringWidth  = 3  // around a chosen tile, at its edge
	focusInset = 5  // of the ring around the keyboard's tile: inside the ring of a chosen tile
	checkSide  = 20 // of the disc in the corner
	checkEdge  = 7  // from the corner to the disc
	checkReach = 32 // of the corner that a click chooses with, from both edges
	checkRoom  = 72 // a tile narrower than this has no room for a corner of its own
)

// mark is the marks on a photo: that the photo is chosen, that the keyboard is on it, or that
// a click in the corner would choose it. No mark covers the photo, since the user judges
// photos while choosing.
type mark struct {
	chosen, focused, offered bool

	ring  *canvas.Rectangle // chosen
	white *canvas.Rectangle // the keyboard's: white and black, one of which shows on any photo
	black *canvas.Rectangle
	disc  *canvas.Circle
	short *canvas.Line // the two strokes of the check
	long  *canvas.Line
}

func newMark() *mark {
	m := &mark{
		ring: outline(ringWidth), white: outline(2), black: outline(1),
		disc: canvas.NewCircle(nil), short: canvas.NewLine(nil), long: canvas.NewLine(nil),
	}
	m.white.StrokeColor = color.White
	m.black.StrokeColor = color.NRGBA{A: 0xe0}
	m.disc.StrokeColor, m.disc.StrokeWidth = color.White, 1.5
	m.short.StrokeWidth, m.long.StrokeWidth = 2, 2
	return m
}

// outline is a frame that lets the photo through.
func outline(width float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.StrokeWidth = width
	return r
}

// show sets what the mark tells, in the colours of the present theme.
func (m *mark) show(g *Grid, chosen, focused, offered bool) {
	m.chosen, m.focused, m.offered = chosen, focused, offered && !chosen
	m.disc.FillColor = color.NRGBA{A: 0x60}
	if chosen {
		accent, on := g.colour(fynetheme.ColorNamePrimary), g.colour(fynetheme.ColorNameForegroundOnPrimary)
		m.ring.StrokeColor, m.disc.FillColor = accent, accent
		m.short.StrokeColor, m.long.StrokeColor = on, on
	}
}

// place puts the mark on a tile.
func (m *mark) place(pos fyne.Position, size fyne.Size) {
	within(m.ring, pos, size, 0)
	within(m.white, pos, size, focusInset)
	within(m.black, pos, size, focusInset+2)
	at := pos.AddXY(checkEdge, checkEdge)
	m.disc.Move(at)
	m.disc.Resize(fyne.NewSquareSize(checkSide))
	m.short.Position1, m.short.Position2 = at.AddXY(5.5, 10.5), at.AddXY(8.75, 13.75)
	m.long.Position1, m.long.Position2 = at.AddXY(8.75, 13.75), at.AddXY(14.5, 6.75)
}

// within puts a frame into a tile, inset from the tile's edges.
func within(r *canvas.Rectangle, pos fyne.Position, size fyne.Size, inset float32) {
	r.Move(pos.AddXY(inset, inset))
	r.Resize(fyne.NewSize(max(size.Width-2*inset, 0), max(size.Height-2*inset, 0)))
}

// appendTo adds what there is to draw.
func (m *mark) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if m.chosen {
		objects = append(objects, m.ring)
	}
	if m.focused {
		objects = append(objects, m.white, m.black)
	}
	if m.chosen || m.offered {
		objects = append(objects, m.disc)
	}
	if m.chosen {
		objects = append(objects, m.short, m.long)
	}
	return objects
}

// checkAt is the tile whose corner a position in the widget is in, or -1. A click in the
// corner adds the tile to the selection or takes it away.
func (g *Grid) checkAt(p fyne.Position) int {
	i := g.tileAt(p)
	if i < 0 {
		return -1
	}
	b := g.arr.place(i)
	if b.width < checkRoom || float64(p.X)-marginLeft-b.x > checkReach || float64(p.Y)+g.offset-b.y > checkReach {
		return -1
	}
	return i
}
