package details

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/ui/kit"
)

// actionRow is a layout: three buttons in a row, of which the second takes what the others
// leave. Where they are too wide for that, as in languages with long words, the third has a
// row of its own.
type actionRow struct{ width float32 } // last known, for MinSize

// inRow reports whether all buttons fit into a width.
func (*actionRow) inRow(objects []fyne.CanvasObject, width float32) bool {
	need := 2 * fynetheme.Padding()
	for _, o := range objects {
		need += o.MinSize().Width
	}
	return need <= width
}

// Layout is for Fyne.
func (r *actionRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	gap := fynetheme.Padding()
	first, high := objects[0].MinSize().Width, objects[0].MinSize().Height
	kit.Put(objects[0], 0, 0, first, high)
	if !r.inRow(objects, size.Width) {
		kit.Put(objects[1], first+gap, 0, size.Width-first-gap, high)
		kit.Put(objects[2], 0, high+gap, size.Width, high)
		return
	}
	last := objects[2].MinSize().Width
	kit.Put(objects[1], first+gap, 0, size.Width-first-last-2*gap, high)
	kit.Put(objects[2], size.Width-last, 0, last, high)
}

// MinSize is for Fyne: the height in the last known width.
func (r *actionRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	high := objects[0].MinSize().Height
	if r.width > 0 && !r.inRow(objects, r.width) {
		high += fynetheme.Padding() + high
	}
	return fyne.NewSize(objects[0].MinSize().Width+fynetheme.Padding()+objects[1].MinSize().Width, high)
}
