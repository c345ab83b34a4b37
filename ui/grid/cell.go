package grid

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"descry/library"
	"descry/ui/pyramid"
)

const (
	brokenSize = 24   // of the mark on a tile whose thumbnail failed
	misfit     = 0.05 // a picture this much off its tile's proportions is not stretched
)

// cell draws one tile: its colour at once, its picture when there is one, and the marks on
// top.
type cell struct {
	g      *Grid
	id     library.PhotoID
	tile   *library.Tile
	place  box
	failed bool
	source image.Image // the sharpest picture so far, nil until one comes
	as     sharpness   // of source
	stale  bool        // source is shown until a newer one comes

	ground  *canvas.Rectangle
	picture *canvas.Image // nil until there is a thumbnail
	broken  *canvas.Image // nil until needed
	mark    *mark
	badge   *badge            // nil without
	veil    *canvas.Rectangle // over a dimmed photo, nil without
}

func newCell(g *Grid) *cell {
	return &cell{g: g, ground: canvas.NewRectangle(nil), mark: newMark()}
}

// bind makes the cell show another photo, in its colour at first.
func (c *cell) bind(t *library.Tile) {
	c.id, c.tile = t.ID, t
	c.failed, c.stale = false, false
	c.ground.FillColor = color.NRGBA{R: t.Colour[0], G: t.Colour[1], B: t.Colour[2], A: 255}
	c.ground.Refresh()
}

// clear drops the picture. The refresh frees the picture's texture now. Without a refresh the
// texture would live for another minute, which adds up while scrolling.
func (c *cell) clear() {
	if c.picture != nil {
		c.picture.Image = nil
		canvas.Refresh(c.picture)
	}
	c.picture, c.source, c.as, c.tile = nil, nil, 0, nil
}

// move puts the cell somewhere relative to the viewport.
func (c *cell) move(b box) {
	resized := b.width != c.place.width || b.height != c.place.height
	c.place = b
	pos := fyne.NewPos(float32(marginLeft+b.x), float32(b.y))
	size := fyne.NewSize(float32(b.width), float32(b.height))
	c.ground.Move(pos)
	c.ground.Resize(size)
	c.mark.place(pos, size)
	if c.picture != nil {
		c.picture.Move(pos)
		c.picture.Resize(size)
		if resized {
			c.fit()
		}
	}
	if c.broken != nil {
		c.broken.Move(pos.AddXY(float32(b.width-brokenSize)/2, float32(b.height-brokenSize)/2))
	}
}

// show sets the picture. Nil marks the tile as broken.
func (c *cell) show(img image.Image, as sharpness) {
	c.failed, c.stale = img == nil, false
	if c.failed {
		c.markBroken()
		return
	}
	c.source, c.as = img, as
	if c.picture == nil {
		c.picture = &canvas.Image{ScaleMode: canvas.ImageScaleFastest}
	}
	c.picture.Image = nil
	c.fit()
	c.move(c.place)
}

// fit picks the size of the picture that suits the tile.
func (c *cell) fit() {
	scale := c.g.scale
	size := c.source.Bounds().Size()
	c.picture.FillMode = canvas.ImageFillStretch
	ratio := float64(size.X) / float64(size.Y) * c.place.height / c.place.width
	if math.Abs(ratio-1) > misfit {
		c.picture.FillMode = canvas.ImageFillContain
	}
	img := pyramid.Shrink(c.source, int(c.place.width*scale), int(c.place.height*scale))
	if c.picture.Image == nil || c.picture.Image.Bounds().Size() != img.Bounds().Size() {
		c.picture.Image = img
		c.picture.Refresh()
	}
}

func (c *cell) markBroken() {
	if c.broken == nil {
		c.broken = canvas.NewImageFromResource(brokenMark)
		c.broken.Resize(fyne.NewSquareSize(brokenSize))
	}
	c.move(c.place)
}

// appendTo adds what there is to draw.
func (c *cell) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	objects = append(objects, c.ground)
	if c.picture != nil {
		objects = append(objects, c.picture)
	}
	if c.failed {
		objects = append(objects, c.broken)
	}
	if c.veil != nil {
		objects = append(objects, c.veil)
	}
	if c.badge != nil {
		objects = append(objects, c.badge.veil, c.badge.text)
	}
	return c.mark.appendTo(objects)
}

// brokenMark is a picture crossed out, white on a dark veil, so that the mark shows on any
// colour.
var brokenMark = fyne.NewStaticResource("descry-broken.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40">
<rect x="0" y="0" width="40" height="40" rx="10" ry="10" fill="#000000" fill-opacity="0.5"/>
<path d="M9 11 H31 V29 H9 Z" fill="none" stroke="#ffffff" stroke-width="2.4"/>
<path d="M8 32 L32 8" fill="none" stroke="#ffffff" stroke-width="2.4"/>
</svg>`))
