package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ControlHigh is how high buttons and fields are in Fyne units.
const ControlHigh float32 = 36

// FieldName is the width of the names in front of fields.
const FieldName float32 = 96

// field puts a name in front of a control, level with the control's first line.
type field struct{}

// NewField puts the name of a field in front of the field.
func NewField(name string, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: field{}, Objects: []fyne.CanvasObject{NewHint(name), o}}
}

// HeightAt is how high name and field are in a width.
func (field) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(HeightAt(objects[1], max(width-FieldName, 0)), ControlHigh)
}

// Layout is for Fyne.
func (field) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Put(objects[0], 0, 0, FieldName, ControlHigh)
	Put(objects[1], FieldName, 0, max(size.Width-FieldName, 0), size.Height)
}

// MinSize is for Fyne.
func (field) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[1].MinSize()
	return fyne.NewSize(size.Width+FieldName, max(size.Height, ControlHigh))
}

// NewLeading puts objects side by side at the left, each in its own width.
func NewLeading(objects ...fyne.CanvasObject) *fyne.Container { return container.NewHBox(objects...) }
