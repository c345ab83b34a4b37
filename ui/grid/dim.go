package grid

import (
	"image/color"

	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// dimming is the opacity of the ground's colour over a photo that stands back.
const dimming = 0x8c

// dim lays a veil in the colour of the ground over the cell's photo if Options.Dim says so.
// The photo can still be recognised.
func (c *cell) dim() {
	if c.g.o.Dim == nil || !c.g.o.Dim(c.id) {
		c.veil = nil
		return
	}
	if c.veil == nil {
		c.veil = canvas.NewRectangle(nil)
	}
	r, g, b, _ := c.g.colour(fynetheme.ColorNameBackground).RGBA()
	c.veil.FillColor = color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), dimming}
	c.veil.Move(c.ground.Position())
	c.veil.Resize(c.ground.Size())
}
