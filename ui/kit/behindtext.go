package kit

import "fyne.io/fyne/v2"

// NewBehindText puts objects right behind a text, as close as the text is long. The text is
// elided where the objects leave too little room.
func NewBehindText(text *Line, behind ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: behindText{}, Objects: append([]fyne.CanvasObject{text}, behind...)}
}

// behindText is the layout of NewBehindText: the text is the first object.
type behindText struct{}

// Layout gives the text the width it needs, at most the width that the others leave.
func (behindText) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	text, room := objects[0].(*Line), size.Width
	for _, o := range objects[1:] {
		if o.Visible() {
			room -= o.MinSize().Width
		}
	}
	height := text.MinSize().Height
	width := min(LineWidth(text)+8, max(room, 0))
	Put(text, 0, (size.Height-height)/2, width, height)
	x := width
	for _, o := range objects[1:] {
		if o.Visible() {
			Put(o, x, 0, o.MinSize().Width, size.Height)
			x += o.MinSize().Width
		}
	}
}

// MinSize is as high as a button, also without one, so that the row doesn't move.
func (behindText) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 32)
	for _, o := range objects[1:] {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}
