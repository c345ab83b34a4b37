package query

import (
	"testing"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
)

// stacked are the parts of the search above the photos that are to be seen, in order.
func (r *rig) stacked() (parts []fyne.CanvasObject) {
	top := r.root.Objects[0].(*fyne.Container)
	for _, o := range top.Objects {
		if kit.Shown(o) {
			parts = append(parts, o)
		}
	}
	return append(parts, r.root.Objects[1])
}

// When details open beside it, the box gets narrower and a description wraps into another row
// while the parts are being placed: each begins where the one above it ends all the same.
func TestPartsMoveWithTheBox(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "a flower seen up close, orange petals, green leaves, without people")
	for _, width := range []float32{780, 1060, 780} {
		rows := r.box.rows
		r.win.Resize(fyne.NewSize(width, 770))
		if r.box.rows == rows {
			t.Fatalf("the box has %d rows in a width of %v as well", rows, width)
		}
		end := float32(0)
		for i, o := range r.stacked() {
			if o.Position().Y != end || o.MinSize().Height > o.Size().Height {
				t.Errorf("width %v: part %d at %v is %v high and needs %v; the one above ends at %v",
					width, i, o.Position().Y, o.Size().Height, o.MinSize().Height, end)
			}
			end = o.Position().Y + o.Size().Height
		}
	}
}
