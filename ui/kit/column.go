package kit

import "fyne.io/fyne/v2"

// tall is a layout whose height depends on its width, because its text wraps. Fyne asks for a
// smallest size without saying the width.
type tall interface {
	fyne.Layout
	HeightAt(objects []fyne.CanvasObject, width float32) float32
}

// HeightAt is how high an object gets in a width.
func HeightAt(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case *Prose:
		return o.HeightAt(width)
	case *fyne.Container:
		if l, ok := o.Layout.(tall); ok {
			return l.HeightAt(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Shown reports whether o can be seen. A margin around a hidden object is hidden too.
func Shown(o fyne.CanvasObject) bool {
	if c, ok := o.(*fyne.Container); ok && o.Visible() {
		if _, ok := c.Layout.(Inset); ok {
			return Shown(c.Objects[0])
		}
	}
	return o.Visible()
}

// Column puts objects below each other, each as wide as the column.
type Column struct {
	Gap   float32
	Width float32 // last known, for MinSize
}

// NewColumn puts objects below each other, gap Fyne units apart.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &Column{Gap: gap}, Objects: objects}
}

// HeightAt is how high the objects are below each other in a width.
func (c *Column) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	height, gap := float32(0), float32(0)
	for _, o := range objects {
		if Shown(o) {
			height += gap + HeightAt(o, width)
			gap = c.Gap
		}
	}
	return height
}

// Layout is for Fyne.
func (c *Column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.Width = size.Width
	y := float32(0)
	for _, o := range objects {
		if Shown(o) {
			height := HeightAt(o, size.Width)
			Put(o, 0, y, size.Width, height)
			y += height + c.Gap
		}
	}
}

// MinSize is for Fyne: the height in the last known width.
func (c *Column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, c.HeightAt(objects, c.Width))
}

// Inset keeps a margin around one object and bounds the object's width, which keeps lines of
// text readable.
type Inset struct {
	Top, Bottom, Left, Right, Most float32
}

// NewInset keeps room around o.
func NewInset(in Inset, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: in, Objects: []fyne.CanvasObject{o}}
}

// Inner is the width that the margins leave.
func (in Inset) Inner(width float32) float32 {
	width = max(width-in.Left-in.Right, 0)
	if in.Most > 0 {
		width = min(width, in.Most)
	}
	return width
}

// HeightAt is the height of the object with its margins in a width.
func (in Inset) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return in.Top + HeightAt(objects[0], in.Inner(width)) + in.Bottom
}

// Layout is for Fyne.
func (in Inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Put(objects[0], in.Left, in.Top, in.Inner(size.Width), max(size.Height-in.Top-in.Bottom, 0))
}

// MinSize is for Fyne.
func (in Inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	return fyne.NewSize(size.Width+in.Left+in.Right, size.Height+in.Top+in.Bottom)
}

// ends gives its last object its own width at the right and the first object the rest. Both
// stand in the middle of the height.
type ends struct{ gap float32 }

// NewEnds puts left and right at the ends of a row.
func NewEnds(left, right fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: ends{gap: 8}, Objects: []fyne.CanvasObject{left, right}}
}

// Layout is for Fyne.
func (e ends) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width
	if right := objects[1]; right.Visible() {
		asked := right.MinSize()
		Put(right, width-asked.Width, (size.Height-asked.Height)/2, asked.Width, asked.Height)
		width -= asked.Width + e.gap
	}
	height := HeightAt(objects[0], max(width, 0))
	Put(objects[0], 0, (size.Height-height)/2, max(width, 0), height)
}

// HeightAt is how high both are in a width. Text at the left may wrap.
func (e ends) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	right := objects[1]
	if !right.Visible() {
		return HeightAt(objects[0], width)
	}
	asked := right.MinSize()
	return max(HeightAt(objects[0], max(width-asked.Width-e.gap, 0)), asked.Height)
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

// Put places and sizes o, in Fyne units.
func Put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// Relayout places the objects of a container anew without drawing them anew.
func Relayout(c *fyne.Container) { c.Layout.Layout(c.Objects, c.Size()) }

// SetVisible shows or hides an object, and does nothing without a change.
func SetVisible(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}
