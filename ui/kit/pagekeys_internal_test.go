package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestDepthNeedsNoDrawing asks for a place before anything was drawn.
func TestDepthNeedsNoDrawing(t *testing.T) {
	test.NewTempApp(t)
	last := NewProse("last")
	inner := NewColumn(0, NewProse("a"), last)
	outer := NewColumn(10, NewProse("first"), NewInset(Inset{Top: 5}, inner))
	outer.Resize(fyne.NewSize(300, 200))
	want := last.Position().Y + inner.Position().Y + outer.Objects[1].Position().Y
	if y, found := DepthIn(outer, last); !found || y != want || y <= 15 {
		t.Errorf("%v, %v; want %v", y, found, want)
	}
	if _, found := DepthIn(outer, NewProse("elsewhere")); found {
		t.Error("what is elsewhere is found")
	}
}
