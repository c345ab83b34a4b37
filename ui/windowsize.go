package ui

import (
	"math"

	"fyne.io/fyne/v2"
)

// keepPixels gives the window as many pixels as it had where it was closed on a screen of
// another scale. The scale of the present screen is known only once the window shows.
func (w *Window) keepPixels() {
	scale := w.win.Canvas().Scale()
	if w.state.Scale > 0 && scale != w.state.Scale {
		w.win.Resize(w.state.sizeAt(scale))
	}
	w.sized = true
}

// sizeAt is the size of the window in units of a scale, with the pixels it had. A window is
// never smaller than it can be used with.
func (s State) sizeAt(scale float32) fyne.Size {
	if s.Scale <= 0 || scale <= 0 {
		return fyne.NewSize(s.Width, s.Height)
	}
	return fyne.NewSize(
		max(unitsOf(s.Width*s.Scale, scale), smallestWindowW),
		max(unitsOf(s.Height*s.Scale, scale), smallestWindowH))
}

// unitsOf is a length that Fyne turns into whole pixels again. Fyne rounds up. Without unitsOf
// what a division leaves over would be one pixel more with each start.
func unitsOf(pixels, scale float32) float32 {
	pixels = float32(math.Round(float64(pixels)))
	units := pixels / scale
	if units*scale > pixels {
		units -= 0.25 / scale
	}
	return units
}
