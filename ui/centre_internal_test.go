package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
)

// stacked are the parts of the search above the photos that are to be seen, in order.
func (r *rig) stacked() (parts []fyne.CanvasObject) {
	top := r.centre.Objects[0].(*fyne.Container)
	for _, o := range top.Objects {
		if kit.Shown(o) {
			parts = append(parts, o)
		}
	}
	return append(parts, r.centre.Objects[1])
}

// When the details open, the box gets narrower and a description wraps into another row
// while the parts are being placed: each begins where the one above it ends all the same.
func TestPartsMoveWithTheBox(t *testing.T) {
	b, a := answering(twoGood)
	b.state = State{Width: 1280, Height: 800, SidebarShown: true}
	r := newRig(t, b)
	r.search(t, a, "a flower seen up close, orange petals, green leaves, without people")
	for _, shown := range []bool{true, false, true} {
		rows := r.box.rows
		r.TypedRune('i')
		if r.details.Root().Visible() != shown || r.box.rows == rows {
			t.Fatalf("details visible %v, the box has %d rows", !shown, r.box.rows)
		}
		end := float32(0)
		for i, o := range r.stacked() {
			if o.Position().Y != end || o.MinSize().Height > o.Size().Height {
				t.Errorf("details %v: part %d at %v is %v high and needs %v; the one above ends at %v",
					shown, i, o.Position().Y, o.Size().Height, o.MinSize().Height, end)
			}
			end = o.Position().Y + o.Size().Height
		}
	}
}
