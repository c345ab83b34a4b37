package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/ui/kit"
)

// Narrow is how wide a search needs to be: the box and its menu fit.
const Narrow float32 = 364

// newCentre puts the parts together: the search above the photos, and in front of both the list of
// completions.
func newCentre(s *Search, above, empty fyne.CanvasObject) *fyne.Container {
	chips := kit.NewInset(kit.Inset{Left: 12, Right: 12, Bottom: 2}, s.bar.root)
	top := kit.NewColumn(0, s.row.root)
	for _, part := range []fyne.CanvasObject{chips, above, s.result.root} {
		beside := &fyne.Container{Layout: &s.beside, Objects: []fyne.CanvasObject{part}}
		s.besides = append(s.besides, beside)
		top.Add(beside)
	}
	photos := container.NewStack(s.grid, s.stale, s.arrivals.root, empty)
	return &fyne.Container{Layout: &centre{completion: s.completion}, Objects: []fyne.CanvasObject{top, photos, s.completion.list.Root}}
}

// KeepFree leaves a width free at the right of all that is between the search box and the photos,
// for a panel that floats there.
func (s *Search) KeepFree(width float32) {
	if s.beside.free == width {
		return
	}
	s.beside.free = width
	for _, part := range s.besides {
		kit.Relayout(part)
	}
	kit.Relayout(s.root)
}

// besidePanel gives its one object the width that a panel at the right leaves.
type besidePanel struct{ free float32 }

// HeightAt is how high the object gets beside the panel.
func (b *besidePanel) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	if !kit.Shown(objects[0]) {
		return 0
	}
	return kit.HeightAt(objects[0], max(width-b.free, 0))
}

// Layout is for Fyne.
func (b *besidePanel) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, 0, max(size.Width-b.free, 0), size.Height)
}

// MinSize is for Fyne; the column of the parts asks for the height.
func (b *besidePanel) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// centre gives the search the height it needs in the width there is.
type centre struct {
	completion *completion
	placing    bool // its parts are being placed
	again      bool // and one of them has grown or shrunk by that
}

// centrePasses is how often the parts are placed at most. The box knows the number of rows of its
// text once the box has its width, and nothing else depends on that number.
const centrePasses = 3

// Layout is for Fyne. A part that asks for Layout while being placed is heard afterwards;
// otherwise the parts below would go to their places of before.
func (c *centre) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if c.placing {
		c.again = true
		return
	}
	c.placing = true
	defer func() { c.placing = false }()
	top := objects[0].(*fyne.Container)
	for pass := range centrePasses {
		c.again = false
		high := min(kit.HeightAt(top, size.Width), size.Height)
		kit.Put(top, 0, 0, size.Width, high)
		if pass > 0 {
			kit.Relayout(top) // its size may be the same
		}
		kit.Put(objects[1], 0, high, size.Width, size.Height-high)
		if !c.again {
			break
		}
	}
	c.completion.place(size)
}

// MinSize is for Fyne; the shell says how small it may get.
func (c *centre) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(Narrow, 0) }
