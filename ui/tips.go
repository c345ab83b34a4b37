package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// tipPause is how long the pointer rests on an icon before a word says what it does.
const tipPause = 600 * time.Millisecond

// Measures of a tip in Fyne units.
const (
	tipPad  float32 = 6
	tipGap  float32 = 4 // to what it is about
	tipEdge float32 = 4 // to the edge of the window
)

// tips are the words that appear when the pointer rests on an icon: one at a time, in
// front of the window or of the sheet that is in front. They take no clicks.
type tips struct {
	after  func(time.Duration, func()) (stop func())
	layers []*fyne.Container // where it can lie; it lies in the last
	label  *panel
	text   *line
	over   fyne.CanvasObject // the pointer is on it, nil none
	stop   func()            // waiting, nil when not
}

func newTips(after func(time.Duration, func()) func()) *tips {
	t := &tips{after: after, text: newHint("")}
	t.text.colour, t.text.whole = fynetheme.ColorNameForeground, true
	t.label = newPanel(fynetheme.ColorNameMenuBackground, newInset(inset{top: tipPad - 2, bottom: tipPad - 2, left: tipPad, right: tipPad}, t.text))
	t.label.outlined = true
	t.push()
	return t
}

// push makes a layer in front of the others, which has to lie over the whole window.
func (t *tips) push() *fyne.Container {
	layer := &fyne.Container{} // leaves the words where they are put
	t.layers = append(t.layers, layer)
	return layer
}

// pop gives up a layer and what lies in it.
func (t *tips) pop(layer *fyne.Container) {
	t.leave(t.over)
	t.layers = slices.DeleteFunc(t.layers, func(l *fyne.Container) bool { return l == layer })
}

// front is the layer in front of all others, where other things can lie, too.
func (t *tips) front() *fyne.Container { return t.layers[len(t.layers)-1] }

// enter is told that the pointer has come to o.
func (t *tips) enter(o fyne.CanvasObject, text string) {
	t.leave(t.over)
	if text == "" {
		return
	}
	t.over = o
	t.stop = t.after(tipPause, func() {
		if t.over == o && o.Visible() {
			t.show(o, text)
		}
	})
}

// leave is told that the pointer has gone from o, or that o was pressed.
func (t *tips) leave(o fyne.CanvasObject) {
	if o != t.over {
		return // it has come to another one already
	}
	if t.stop != nil {
		t.stop()
	}
	t.over, t.stop = nil, nil
	for _, layer := range t.layers {
		if slices.Contains(layer.Objects, fyne.CanvasObject(t.label)) {
			layer.Remove(t.label)
			layer.Refresh()
		}
	}
}

// show puts the words below o, or above where there is no room.
func (t *tips) show(o fyne.CanvasObject, text string) {
	layer := t.front()
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(layer))
	t.text.setText(text)
	size := t.label.MinSize()
	x := at.X + (o.Size().Width-size.Width)/2
	y := at.Y + o.Size().Height + tipGap
	if y+size.Height > layer.Size().Height-tipEdge {
		y = at.Y - tipGap - size.Height
	}
	put(t.label, max(min(x, layer.Size().Width-tipEdge-size.Width), tipEdge), y, size.Width, size.Height)
	layer.Add(t.label)
	layer.Refresh()
}
