package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Measures of a badge in Fyne units.
const (
	badgePad  = 5
	badgeEdge = 5 // from the corner of the tile
)

// badge is a few letters in the lower left corner of a tile, white on a dark veil, so that the
// letters read on any photo.
type badge struct {
	veil *canvas.Rectangle
	text *canvas.Text
}

func newBadge() *badge {
	b := &badge{veil: canvas.NewRectangle(color.NRGBA{A: 0xa8}), text: canvas.NewText("", color.White)}
	b.veil.CornerRadius = 3
	return b
}

// place puts the badge into a tile that begins at pos.
func (b *badge) place(g *Grid, pos fyne.Position, size fyne.Size) {
	b.text.TextSize = g.Theme().Size(fynetheme.SizeNameCaptionText)
	text := fyne.MeasureText(b.text.Text, b.text.TextSize, b.text.TextStyle)
	at := pos.AddXY(badgeEdge, size.Height-badgeEdge-text.Height)
	b.veil.Move(at)
	b.veil.Resize(fyne.NewSize(text.Width+2*badgePad, text.Height))
	b.text.Move(at.AddXY(badgePad, 0))
	b.text.Resize(text)
}

// label shows the Options.Badge of the cell's photo.
func (c *cell) label() {
	if c.g.o.Badge == nil {
		return
	}
	text := c.g.o.Badge(c.id)
	if text == "" {
		c.badge = nil
		return
	}
	if c.badge == nil {
		c.badge = newBadge()
	}
	if c.badge.text.Text != text {
		c.badge.text.Text = text
		c.badge.text.Refresh()
	}
	c.badge.place(c.g, c.ground.Position(), c.ground.Size())
}
