package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestProseTakesTheRoomItNeeds is about what a column gives to text that wraps.
func TestProseTakesTheRoomItNeeds(t *testing.T) {
	test.NewTempApp(t)
	p, below := NewProse(strings.Repeat("some words ", 40)), NewHint("below")
	grown := 0
	p.OnGrow = func() { grown++ }
	c := NewColumn(4, p, NewInset(Inset{Bottom: 8}, NewProse("")), below)
	c.Objects[1].(*fyne.Container).Objects[0].Hide()
	wide := HeightAt(c, 800)
	narrow := HeightAt(c, 300)
	if narrow <= wide {
		t.Errorf("%v high in 300, %v in 800", narrow, wide)
	}
	c.Resize(fyne.NewSize(300, narrow))
	if end := below.Position().Y + below.Size().Height; end != narrow || below.Position().Y != p.Size().Height+4 {
		t.Errorf("the column ends at %v instead of %v; text is %v high and what follows begins at %v",
			end, narrow, p.Size().Height, below.Position().Y)
	}
	if c.MinSize().Height != narrow || grown != 1 {
		t.Errorf("it asks for %v, and the text grew %d times", c.MinSize().Height, grown)
	}
}
