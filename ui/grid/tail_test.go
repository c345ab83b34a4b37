package grid_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"descry/ui/grid"
)

// tail makes an object to stand below the photos.
func tail() *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(0, 32))
	return r
}

func TestTailStandsBelowTheLastRow(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	b.SetTiles(plain(200), noSections)
	end := b.Furthest()
	row := tail()
	b.SetTail(row)
	if got := b.Furthest() - end; got < 32 || got > 64 {
		t.Errorf("the tail adds %g to the content", got)
	}
	if b.Draws(row) {
		t.Error("the tail is drawn at the top")
	}
	b.SetScrollOffset(b.Furthest())
	_, y, _, h, ok := b.ShownBox(b.Tiles()[199].ID)
	if !ok || row.Position().Y < y+h || row.Position().Y+32 > 600 || row.Size().Width < 800 || !b.Draws(row) {
		t.Errorf("the tail is at %v, %v wide, below a row that ends at %g", row.Position(), row.Size().Width, y+h)
	}
	b.SetScrollOffset(0)
	b.SetFocused(b.Tiles()[199].ID)
	if row.Position().Y+32 > 600 || !b.Draws(row) {
		t.Errorf("with the keyboard on the last photo the tail is at %v", row.Position())
	}
	row.Hide()
	b.SetTail(row)
	if b.Draws(row) || b.Furthest() != end {
		t.Error("a hidden tail takes room")
	}
	row.Show()
	b.SetTiles(nil, nil)
	if b.Draws(row) {
		t.Error("a tail without photos")
	}
}

// More photos at the end move none of those before the last row, whatever is chosen.
func TestGrowingMovesNothing(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	all := plain(400)
	b.SetTiles(all[:200], noSections)
	b.Select(all[198].ID)
	b.SetScrollOffset(b.Furthest() - 200)
	offset := b.ScrollOffset()
	type place struct{ x, y float32 }
	before := map[int64]place{}
	shown := b.ShownIDs()
	for _, id := range shown[:len(shown)-10] {
		x, y, _, _, _ := b.ShownBox(id)
		before[int64(id)] = place{x, y}
	}
	b.Grow(all, noSections)
	if b.ScrollOffset() != offset || b.Count() != 400 {
		t.Errorf("scrolled from %g to %g, %d photos", offset, b.ScrollOffset(), b.Count())
	}
	for _, id := range shown[:len(shown)-10] {
		if x, y, _, _, _ := b.ShownBox(id); before[int64(id)] != (place{x, y}) {
			t.Errorf("photo %d moved from %v to %g, %g", id, before[int64(id)], x, y)
		}
	}
	if got := b.Selected(); len(got) != 1 || got[0] != all[198].ID || b.Focused() != all[198].ID {
		t.Errorf("selected %v", got)
	}
	b.SelectAll()
	if b.SelectedCount() != 400 {
		t.Errorf("%d photos can be selected", b.SelectedCount())
	}
}

func TestEndIsToldBeforeItIsReached(t *testing.T) {
	ends := 0
	b := open(t, 900, 600, grid.Options{OnEnd: func() { ends++ }})
	b.SetTiles(plain(400), noSections)
	b.drain()
	if ends != 0 {
		t.Fatal("the end is told at the top")
	}
	b.SetScrollOffset(b.Furthest() - 1500)
	b.drain()
	if ends != 0 {
		t.Error("the end is told from afar")
	}
	b.SetScrollOffset(b.Furthest() - 500)
	b.drain()
	if ends == 0 {
		t.Error("the end is not told a screen before it")
	}
	ends = 0
	b.SetTiles(plain(3), noSections)
	b.drain()
	if ends == 0 {
		t.Error("the end is not told where all is on screen")
	}
}

// A heading that is half scrolled out is cut off by its upper edge, title and count
// alike: Fyne leaves out what lies outside by its size.
func TestHeadingsHaveTheSizeOfTheirText(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	b.SetTiles(plain(40), []grid.Section{{Title: "Best matches"}})
	for i, o := range b.HeadingTexts() {
		if o.Text == "" || o.Size() != o.MinSize() {
			t.Errorf("text %d, %q: %v, want %v", i, o.Text, o.Size(), o.MinSize())
		}
	}
}

// drain does what was to be done soon.
func (b *bench) drain() {
	for len(b.queue) > 0 {
		(<-b.queue)()
	}
}
