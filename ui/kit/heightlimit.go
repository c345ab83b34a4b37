package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// upTo lets its content grow to a height and scroll from there.
type upTo struct {
	most  float32
	width float32 // last known, for MinSize
}

// NewUpTo lets content grow to a height in Fyne units.
func NewUpTo(most float32, content fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &upTo{most: most}, Objects: []fyne.CanvasObject{container.NewVScroll(content)}}
}

// HeightAt is how high the content is in a width, at most what is allowed.
func (u *upTo) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return min(HeightAt(objects[0].(*container.Scroll).Content, width), u.most)
}

// Layout is for Fyne.
func (u *upTo) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	u.width = size.Width
	Put(objects[0], 0, 0, size.Width, size.Height)
}

// MinSize is for Fyne: the height in the last known width.
func (u *upTo) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, u.HeightAt(objects, u.width))
}
