package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// controlHigh is how high buttons and fields are in Fyne units.
const controlHigh float32 = 36

// fieldName is the width of the names in front of fields.
const fieldName float32 = 96

// field puts a name in front of something to fill in, level with its first line.
type field struct{}

func newField(name string, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: field{}, Objects: []fyne.CanvasObject{newHint(name), o}}
}

func (field) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(heightAt(objects[1], max(width-fieldName, 0)), controlHigh)
}

// Layout is for Fyne.
func (field) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, fieldName, controlHigh)
	put(objects[1], fieldName, 0, max(size.Width-fieldName, 0), size.Height)
}

// MinSize is for Fyne.
func (field) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[1].MinSize()
	return fyne.NewSize(size.Width+fieldName, max(size.Height, controlHigh))
}

// newLeading puts objects side by side at the left, each as wide as it asks for.
func newLeading(objects ...fyne.CanvasObject) *fyne.Container { return container.NewHBox(objects...) }
