package grid

import (
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/library"
)

// marked is a grid of six square photos in a window.
func marked(t *testing.T) *Grid {
	test.NewTempApp(t)
	g := New(Options{Dispatch: func(f func()) { f() }, RowHeight: 120})
	w := test.NewTempWindow(t, g)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	t.Cleanup(g.Close)
	var tiles []library.Tile
	for i := range 6 {
		tiles = append(tiles, library.Tile{ID: library.PhotoID(i + 1), Width: 400, Height: 400})
	}
	g.SetTiles(tiles, []Section{})
	return g
}

// drawn are the objects on a photo.
func (g *Grid) drawn(id library.PhotoID) []fyne.CanvasObject { return g.view.cells[id].appendTo(nil) }

// TestSelectedPhotosAreNotVeiled: what lies on a selected photo leaves it to be seen.
func TestSelectedPhotosAreNotVeiled(t *testing.T) {
	g := marked(t)
	g.Select(2, 3)
	g.FocusGained()
	covered := g.drawn(2)[1:] // what is drawn on the ground
	discs := 0
	for _, o := range covered {
		switch o := o.(type) {
		case *canvas.Rectangle:
			if o.FillColor != color.Transparent {
				t.Errorf("a veil of %v lies on the photo", o.FillColor)
			}
		case *canvas.Circle:
			discs++
			if o.Size().Width > 24 {
				t.Errorf("the check is %v wide", o.Size().Width)
			}
		}
	}
	if discs != 1 {
		t.Errorf("%d checks on a selected photo", discs)
	}
	if n := len(g.drawn(4)); n != 1 {
		t.Errorf("%d objects on a photo without marks", n)
	}
}

// TestFocusDiffersFromSelection: the ring of the keyboard has another colour and
// another place than that of the selection, on a photo that has both.
func TestFocusDiffersFromSelection(t *testing.T) {
	g := marked(t)
	g.Select(2)
	m := g.view.cells[2].mark
	if m.focused || slices.Contains(g.drawn(2), fyne.CanvasObject(m.white)) {
		t.Error("the keyboard's ring shows without the keyboard")
	}
	g.FocusGained()
	if !slices.Contains(g.drawn(2), fyne.CanvasObject(m.white)) || !slices.Contains(g.drawn(2), fyne.CanvasObject(m.ring)) {
		t.Fatal("one of the rings is missing")
	}
	if m.white.StrokeColor == m.ring.StrokeColor || m.white.Position().X <= m.ring.Position().X+m.ring.StrokeWidth {
		t.Error("the rings can't be told apart")
	}
}

// TestKeyboardIsSeenBeforeAPhotoIsChosen: who comes by Tab sees where they are, and
// keys act on what they see.
func TestKeyboardIsSeenBeforeAPhotoIsChosen(t *testing.T) {
	g := marked(t)
	if g.Cursor() != noPhoto || g.view.cells[1].mark.focused {
		t.Error("a photo is marked before the grid has the keyboard")
	}
	g.FocusGained()
	if g.Cursor() != 1 || !g.view.cells[1].mark.focused {
		t.Errorf("the keyboard is on photo %d", g.Cursor())
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if got := g.Selected(); !slices.Equal(got, []library.PhotoID{1}) {
		t.Errorf("Space chooses %v", got)
	}
}

// TestHoverOffersACheck: the corner of the photo under the pointer adds it to the
// selection; the rest of it selects it alone.
func TestHoverOffersACheck(t *testing.T) {
	g := marked(t)
	opened := 0
	g.o.OnActivate = func(library.PhotoID) { opened++ }
	at := func(id library.PhotoID, x, y float32) *desktop.MouseEvent {
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position = g.view.cells[id].ground.Position().AddXY(x, y)
		return e
	}
	click := func(e *desktop.MouseEvent) { g.MouseDown(e); g.MouseUp(e) }
	g.MouseMoved(at(2, 60, 60))
	if m := g.view.cells[2].mark; !m.offered || g.view.cells[1].mark.offered || !slices.Contains(g.drawn(2), fyne.CanvasObject(m.disc)) {
		t.Error("the photo under the pointer has no check")
	}
	click(at(1, 60, 60))
	click(at(2, 15, 15))
	if got := g.Selected(); !slices.Equal(got, []library.PhotoID{1, 2}) {
		t.Errorf("a click on the check gives %v", got)
	}
	click(at(2, 15, 15))
	g.DoubleTapped(&fyne.PointEvent{Position: at(2, 15, 15).Position})
	if got := g.Selected(); !slices.Equal(got, []library.PhotoID{1}) || opened != 0 {
		t.Errorf("a second click leaves %v, %d opened", got, opened)
	}
	click(at(2, 60, 60))
	if got := g.Selected(); !slices.Equal(got, []library.PhotoID{2}) {
		t.Errorf("a click beside the check gives %v", got)
	}
	g.MouseOut()
	if g.view.cells[2].mark.offered {
		t.Error("the check stays when the pointer has gone")
	}
}
