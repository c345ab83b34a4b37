package kit

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// TipPause is how long the pointer rests on an icon before a tip says what the icon does.
const TipPause = 600 * time.Millisecond

// Measures of a tip in Fyne units.
const (
	tipPad  float32 = 6
	tipGap  float32 = 4 // gap to the icon
	tipEdge float32 = 4 // to the edge of the window
)

// Tips are the texts that appear when the pointer rests on an icon: one at a time, in front of
// the window or of the sheet in front. Tips take no clicks.
type Tips struct {
	after  func(time.Duration, func()) (stop func())
	Layers []*fyne.Container // possible layers; the tip lies in the last
	Label  *Panel
	Text   *Line
	Over   fyne.CanvasObject // object below the pointer, nil for none
	stop   func()            // waiting, nil when not
}

// NewTips makes one layer without a tip. after calls back on the goroutine of the widgets.
func NewTips(after func(time.Duration, func()) func()) *Tips {
	t := &Tips{after: after, Text: NewHint("")}
	t.Text.Colour, t.Text.Whole = fynetheme.ColorNameForeground, true
	t.Label = NewPanel(fynetheme.ColorNameMenuBackground, NewInset(Inset{Top: tipPad - 2, Bottom: tipPad - 2, Left: tipPad, Right: tipPad}, t.Text))
	t.Label.Outlined = true
	t.Push()
	return t
}

// Push makes a layer in front of the others, which has to lie over the whole window.
func (t *Tips) Push() *fyne.Container {
	layer := &fyne.Container{} // without a layout, which would move the text
	t.Layers = append(t.Layers, layer)
	return layer
}

// Pop gives up a layer with its content.
func (t *Tips) Pop(layer *fyne.Container) {
	t.Leave(t.Over)
	t.Layers = slices.DeleteFunc(t.Layers, func(l *fyne.Container) bool { return l == layer })
}

// front is the layer in front of all others, where other objects can lie, too.
func (t *Tips) front() *fyne.Container { return t.Layers[len(t.Layers)-1] }

// Enter notes that the pointer has come to o.
func (t *Tips) Enter(o fyne.CanvasObject, text string) {
	t.Leave(t.Over)
	if text == "" {
		return
	}
	t.Over = o
	t.stop = t.after(TipPause, func() {
		if t.Over == o && o.Visible() {
			t.show(o, text)
		}
	})
}

// Leave notes that the pointer has gone from o, or that o was pressed.
func (t *Tips) Leave(o fyne.CanvasObject) {
	if o != t.Over {
		return // the pointer has come to another object already
	}
	if t.stop != nil {
		t.stop()
	}
	t.Over, t.stop = nil, nil
	for _, layer := range t.Layers {
		if slices.Contains(layer.Objects, fyne.CanvasObject(t.Label)) {
			layer.Remove(t.Label)
			layer.Refresh()
		}
	}
}

// show puts the text below o, or above where there is no room.
func (t *Tips) show(o fyne.CanvasObject, text string) {
	layer := t.front()
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(layer))
	t.Text.SetText(text)
	size := t.Label.MinSize()
	x := at.X + (o.Size().Width-size.Width)/2
	y := at.Y + o.Size().Height + tipGap
	if y+size.Height > layer.Size().Height-tipEdge {
		y = at.Y - tipGap - size.Height
	}
	Put(t.Label, max(min(x, layer.Size().Width-tipEdge-size.Width), tipEdge), y, size.Width, size.Height)
	layer.Add(t.Label)
	layer.Refresh()
}
