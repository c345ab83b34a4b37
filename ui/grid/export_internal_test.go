package grid

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"descry/library"
)

// What the external tests may see of the inside.

// Furthest is the largest scroll offset.
func (g *Grid) Furthest() float32 { return float32(g.furthest()) }

// ShownIDs lists the photos that have cells, in order.
func (g *Grid) ShownIDs() (ids []library.PhotoID) {
	for _, c := range g.view.shown {
		ids = append(ids, c.id)
	}
	return ids
}

// ShownBox is where a photo is on screen.
func (g *Grid) ShownBox(id library.PhotoID) (x, y, width, height float32, ok bool) {
	c := g.view.cells[id]
	if c == nil {
		return 0, 0, 0, 0, false
	}
	p, s := c.ground.Position(), c.ground.Size()
	return p.X, p.Y, s.Width, s.Height, true
}

// Picture is what a photo's cell draws: its picture, and whether it is marked
// as broken.
func (g *Grid) Picture(id library.PhotoID) (img image.Image, broken bool) {
	c := g.view.cells[id]
	if c == nil {
		return nil, false
	}
	if c.picture != nil {
		img = c.picture.Image
	}
	return img, c.failed
}

// Headings lists the headings on screen.
func (g *Grid) Headings() (titles []string) {
	for _, h := range g.view.heads[:g.view.used] {
		titles = append(titles, h.title.Text+" "+h.count.Text)
	}
	return titles
}

// Objects counts what is drawn.
func (g *Grid) Objects() int { return len(g.view.objects) }

// Spare counts cells that wait for reuse.
func (g *Grid) Spare() int { return len(g.view.spare) }

// Scrubber is the strip.
func (g *Grid) Scrubber() *scrubber { return g.scrubber }

// Label is what the strip says while it is dragged.
func (s *scrubber) Label() string { return s.label() }

// Years counts the years the strip knows.
func (s *scrubber) Years() int { return len(s.years) }

// MadeUp is a made-up library.
func MadeUp(n int) []library.Tile { return madeUp(n, uint64(n)) }

// HeadingTexts are what the headings on screen are drawn with.
func (g *Grid) HeadingTexts() (texts []*canvas.Text) {
	for _, h := range g.view.heads[:g.view.used] {
		texts = append(texts, h.title, h.count)
	}
	return texts
}

// Draws reports whether an object is among those to draw.
func (g *Grid) Draws(o fyne.CanvasObject) bool { return slices.Contains(g.view.objects, o) }
