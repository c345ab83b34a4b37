package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newCentre puts the parts of the centre together: the search with what belongs to
// it above the photos, and in front of both the list of completions.
func newCentre(w *Window) *fyne.Container {
	chips := newInset(inset{left: 12, right: 12, bottom: 2}, w.bar.root)
	top := newColumn(0, w.row.root, chips, w.gone.root, w.result.root)
	photos := container.NewStack(w.grid, w.stale, w.arrivals.root, w.empty.root)
	return &fyne.Container{Layout: &centre{w.completion}, Objects: []fyne.CanvasObject{top, photos, w.completion.list.root}}
}

// centre gives the search the height it needs in the width there is.
type centre struct{ completion *completion }

// Layout is for Fyne.
func (c *centre) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	high := min(heightAt(objects[0], size.Width), size.Height)
	put(objects[0], 0, 0, size.Width, high)
	put(objects[1], 0, high, size.Width, size.Height-high)
	c.completion.place(size)
}

// MinSize is for Fyne; the window says how small it may get.
func (c *centre) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(centreNarrow, 0) }
