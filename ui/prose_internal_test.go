package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestProseTakesTheRoomItNeeds is about what a column gives to text that wraps.
func TestProseTakesTheRoomItNeeds(t *testing.T) {
	test.NewTempApp(t)
	p, below := newProse(strings.Repeat("some words ", 40)), newHint("below")
	grown := 0
	p.onGrow = func() { grown++ }
	c := newColumn(4, p, newInset(inset{bottom: 8}, newProse("")), below)
	c.Objects[1].(*fyne.Container).Objects[0].Hide()
	wide := heightAt(c, 800)
	narrow := heightAt(c, 300)
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
