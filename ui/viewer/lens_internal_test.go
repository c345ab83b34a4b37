package viewer

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

func TestLensFit(t *testing.T) {
	tests := []struct {
		name                                string
		photoW, photoH, viewW, viewH, scale float64
		want                                [4]float64 // place in units
	}{
		{"wide photo", 4000, 2000, 1000, 800, 1, [4]float64{0, 150, 1000, 500}},
		{"tall photo", 2000, 4000, 1000, 800, 1, [4]float64{300, 0, 400, 800}},
		{"fine screen", 4000, 2000, 1000, 800, 2, [4]float64{0, 150, 1000, 500}},
		{"small photo grows to twice its size", 100, 100, 1000, 800, 1, [4]float64{400, 300, 200, 200}},
		{"on a fine screen that is half as much", 100, 100, 1000, 800, 2, [4]float64{450, 350, 100, 100}},
	}
	for _, tt := range tests {
		l := lens{photoW: tt.photoW, photoH: tt.photoH, viewW: tt.viewW, viewH: tt.viewH, scale: tt.scale, fitted: true}
		x, y, w, h := l.place()
		for i, got := range []float64{x, y, w, h} {
			if math.Abs(got-tt.want[i]) > 1e-6 {
				t.Errorf("%s: %v %v %v %v, want %v", tt.name, x, y, w, h, tt.want)
				break
			}
		}
	}
}

// under is the photo pixel below a place in the window.
func (l *lens) under(at fyne.Position) (x, y float64) {
	left, top, _, _ := l.place()
	return (float64(at.X) - left) * l.perUnit(), (float64(at.Y) - top) * l.perUnit()
}

func TestLensZoomsAtThePointer(t *testing.T) {
	l := lens{photoW: 6000, photoH: 4000, viewW: 1200, viewH: 800, scale: 1.5, fitted: true}
	at := fyne.NewPos(700, 300)
	x, y := l.under(at)
	for _, zoom := range []float64{0.5, 1, 3, 8, 2} {
		l.zoomTo(zoom, at)
		if gx, gy := l.under(at); math.Abs(gx-x) > 0.01 || math.Abs(gy-y) > 0.01 {
			t.Errorf("at zoom %v pixel %.1f,%.1f is under the pointer instead of %.1f,%.1f", zoom, gx, gy, x, y)
		}
	}
	l.zoomTo(100, at)
	if l.current() != closest {
		t.Errorf("zoom went to %v", l.current())
	}
	l.zoomTo(0.01, at)
	if !l.fitted || l.current() != l.fit() {
		t.Errorf("zoomed out to %v, fitted: %v", l.current(), l.fitted)
	}
}

func TestLensKeepsTheWindowFilled(t *testing.T) {
	l := lens{photoW: 3000, photoH: 1000, viewW: 1000, viewH: 800, scale: 1, zoom: 1}
	l.pan(1e6, 1e6)
	if x, y, _, h := l.place(); x != 0 || math.Abs(y) > 1e-9 || h != 1000 {
		t.Errorf("panned to the upper left the photo is at %v, %v", x, y)
	}
	l.pan(-1e6, -1e6)
	if x, y, w, h := l.place(); x+w != 1000 || y+h != 800 {
		t.Errorf("panned to the lower right the photo ends at %v, %v", x+w, y+h)
	}
	l.zoom = 0.5 // lower than the window now
	if _, y, _, h := l.place(); y != 150 || h != 500 {
		t.Errorf("a flat photo is at %v, %v high", y, h)
	}
}

func TestLensWithoutPhoto(t *testing.T) {
	l := lens{viewW: 100, viewH: 100, scale: 1, fitted: true}
	if f := l.fit(); f != 1 {
		t.Errorf("fit of nothing is %v", f)
	}
}

func TestPosition(t *testing.T) {
	if got := position(0, 3, &lens{fitted: true, photoW: 224, photoH: 150, viewW: 1200, viewH: 800, scale: 1}); got != "1 / 3  ·  200 %" {
		t.Errorf("a photo enlarged to fill the window is told as %q", got)
	}
	if got := position(8, 1826, &lens{fitted: true}); got != "9 / 1,826" {
		t.Errorf("got %q", got)
	}
}
