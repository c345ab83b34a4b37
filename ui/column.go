package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// tall is a layout whose height depends on its width, because text in it wraps.
// Fyne asks for a smallest size without saying how wide the place is.
type tall interface {
	fyne.Layout
	heightAt(objects []fyne.CanvasObject, width float32) float32
}

// heightAt is how high an object gets in a width.
func heightAt(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case *prose:
		return o.heightAt(width)
	case *widget.RichText:
		o.Resize(fyne.NewSize(width, o.Size().Height)) // it wraps, and tells its height in the width it has
	case *fyne.Container:
		if l, ok := o.Layout.(tall); ok {
			return l.heightAt(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// shown reports whether there is anything to see of o; a margin around something
// hidden is hidden too.
func shown(o fyne.CanvasObject) bool {
	if c, ok := o.(*fyne.Container); ok && o.Visible() {
		if _, ok := c.Layout.(inset); ok {
			return shown(c.Objects[0])
		}
	}
	return o.Visible()
}

// column puts objects below each other, each as wide as the column.
type column struct {
	gap   float32
	width float32 // last known, for MinSize
}

func newColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &column{gap: gap}, Objects: objects}
}

func (c *column) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	height, gap := float32(0), float32(0)
	for _, o := range objects {
		if shown(o) {
			height += gap + heightAt(o, width)
			gap = c.gap
		}
	}
	return height
}

// Layout is for Fyne.
func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	y := float32(0)
	for _, o := range objects {
		if shown(o) {
			height := heightAt(o, size.Width)
			put(o, 0, y, size.Width, height)
			y += height + c.gap
		}
	}
}

// MinSize is for Fyne: the height in the last known width.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, c.heightAt(objects, c.width))
}

// inset keeps a margin around one object and lets it get no wider than most,
// which keeps lines of text readable.
type inset struct {
	top, bottom, left, right, most float32
}

func newInset(in inset, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: in, Objects: []fyne.CanvasObject{o}}
}

func (in inset) inner(width float32) float32 {
	width = max(width-in.left-in.right, 0)
	if in.most > 0 {
		width = min(width, in.most)
	}
	return width
}

func (in inset) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return in.top + heightAt(objects[0], in.inner(width)) + in.bottom
}

// Layout is for Fyne.
func (in inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], in.left, in.top, in.inner(size.Width), max(size.Height-in.top-in.bottom, 0))
}

// MinSize is for Fyne.
func (in inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	return fyne.NewSize(size.Width+in.left+in.right, size.Height+in.top+in.bottom)
}

// ends gives its last object the room it asks for at the right and the first one
// the rest; both stand in the middle of the height.
type ends struct{ gap float32 }

func newEnds(left, right fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: ends{gap: 8}, Objects: []fyne.CanvasObject{left, right}}
}

// Layout is for Fyne.
func (e ends) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width
	if right := objects[1]; right.Visible() {
		asked := right.MinSize()
		put(right, width-asked.Width, (size.Height-asked.Height)/2, asked.Width, asked.Height)
		width -= asked.Width + e.gap
	}
	height := objects[0].MinSize().Height
	put(objects[0], 0, (size.Height-height)/2, max(width, 0), height)
}

// MinSize is for Fyne.
func (e ends) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	if right := objects[1]; right.Visible() {
		size.Width += e.gap + right.MinSize().Width
		size.Height = max(size.Height, right.MinSize().Height)
	}
	return size
}
func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// relayout places the objects of a container anew without drawing them anew.
func relayout(c *fyne.Container) { c.Layout.Layout(c.Objects, c.Size()) }

// setVisible shows or hides, and leaves alone what is so already.
func setVisible(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}
