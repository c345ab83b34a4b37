package ui

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

// scaledWindow opens a window that was left so on a screen of a scale, and returns how
// large it is in pixels and what it remembers once it is closed.
func scaledWindow(t *testing.T, left State, scale float32) (width, height int, after State) {
	t.Helper()
	b, q, c := oneFolder(), &queue{}, &clock{}
	b.state = left
	w := New(Options{App: test.NewTempApp(t), Backend: b, Dispatch: q.dispatch, Version: "test", After: c.after, Now: func() time.Time { return thursday }})
	w.win.Canvas().(software.WindowlessCanvas).SetScale(scale)
	w.Show()
	size := w.win.Canvas().Size()
	w.Close()
	return pixelsOf(size.Width, scale), pixelsOf(size.Height, scale), b.saved
}

// pixelsOf rounds up, as Fyne does.
func pixelsOf(units, scale float32) int { return int(math.Ceil(float64(units * scale))) }

func TestTheWindowKeepsItsPixels(t *testing.T) {
	state := State{Width: 1101, Height: 703, Scale: 1}
	for _, scale := range []float32{1.5, 1.5, 1.3, 1, 1.7, 1.1, 1.1, 1} {
		width, height, after := scaledWindow(t, state, scale)
		if width != 1101 || height != 703 || after.Scale != scale {
			t.Fatalf("at %v the window has %d × %d pixels and remembers scale %v", scale, width, height, after.Scale)
		}
		state = after
	}
}

// TestUnitsBecomeTheSamePixels has the sizes and scales that there are.
func TestUnitsBecomeTheSamePixels(t *testing.T) {
	for tenths := 10; tenths <= 40; tenths++ {
		scale := float32(math.Round(float64(tenths))) / 10
		for pixels := 400; pixels <= 8000; pixels++ {
			units := unitsOf(float32(pixels), scale)
			if got := pixelsOf(units, scale); got != pixels {
				t.Fatalf("%d pixels at %v become %v units, %d pixels", pixels, scale, units, got)
			}
		}
	}
}

func TestSizesWithoutAScaleAreTakenAsTheyAre(t *testing.T) {
	width, height, after := scaledWindow(t, State{Width: 1000, Height: 600}, 1.5)
	if width != 1500 || height != 900 || after.Scale != 1.5 {
		t.Errorf("%d × %d pixels; remembered: scale %v", width, height, after.Scale)
	}
}

// TestALargeScaleLeavesAUsableWindow: where the pixels are too few for it they are more.
func TestALargeScaleLeavesAUsableWindow(t *testing.T) {
	left := State{Width: 600, Height: 500, Scale: 1}
	if got := left.sizeAt(2); got != fyne.NewSize(smallestWindowW, smallestWindowH) {
		t.Errorf("it becomes %v", got)
	}
}
