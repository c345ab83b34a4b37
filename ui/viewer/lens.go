package viewer

import (
	"math"

	"fyne.io/fyne/v2"
)

// Limits of the zoom, in device pixels per photo pixel.
const (
	largestFit = 2.0 // a small picture is enlarged no further to fill the window
	closest    = 8.0
)

// lens maps a photo to the window. Each comment says whether a length is in photo pixels, Fyne
// units or device pixels.
type lens struct {
	photoW, photoH float64 // pixels
	viewW, viewH   float64 // units
	scale          float64 // device pixels per unit
	zoom           float64 // device pixels per photo pixel, unless fitted
	fitted         bool
	x, y           float64 // the photo pixel in the middle of the window
}

// fit is the zoom at which the whole photo is seen.
func (l *lens) fit() float64 {
	if l.photoW <= 0 || l.photoH <= 0 {
		return 1
	}
	return math.Min(math.Min(l.viewW*l.scale/l.photoW, l.viewH*l.scale/l.photoH), largestFit)
}

// current is the zoom in force.
func (l *lens) current() float64 {
	if l.fitted {
		return l.fit()
	}
	return l.zoom
}

// perUnit is photo pixels per unit.
func (l *lens) perUnit() float64 { return l.scale / l.current() }

// zoomTo changes the zoom so that the photo pixel under a place in the window stays there. At
// or below the fit the photo is fitted again.
func (l *lens) zoomTo(zoom float64, at fyne.Position) {
	dx, dy := float64(at.X)-l.viewW/2, float64(at.Y)-l.viewH/2
	l.settle()
	px, py := l.x+dx*l.perUnit(), l.y+dy*l.perUnit()
	l.zoom = math.Min(zoom, math.Max(closest, l.fit()))
	l.fitted = l.zoom <= l.fit()*1.001
	l.x, l.y = px-dx*l.perUnit(), py-dy*l.perUnit()
	l.settle()
}

// pan moves the photo by a distance in units.
func (l *lens) pan(dx, dy float64) {
	l.settle()
	l.x -= dx * l.perUnit()
	l.y -= dy * l.perUnit()
	l.settle()
}

// settle keeps the window filled. A photo smaller than the window is centred, a larger one
// shows no ground beyond its edges.
func (l *lens) settle() {
	l.x = settled(l.x, l.photoW, l.viewW*l.perUnit())
	l.y = settled(l.y, l.photoH, l.viewH*l.perUnit())
}

func settled(middle, photo, view float64) float64 {
	if photo <= view {
		return photo / 2
	}
	return math.Min(math.Max(middle, view/2), photo-view/2)
}

// place is where the photo lies in the window, in units: its top left corner and
// its size.
func (l *lens) place() (x, y, width, height float64) {
	l.settle()
	u := l.perUnit()
	return l.viewW/2 - l.x/u, l.viewH/2 - l.y/u, l.photoW / u, l.photoH / u
}
