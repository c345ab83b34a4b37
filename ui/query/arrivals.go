package query

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// restingFor is how long the pointer lies still over the photos before the photos may move.
// After that time nobody is about to click.
const restingFor = 10 * time.Second

// arrivals keep the photos still while the user looks at the photos. Photos that indexing
// brings in would move the grid every other second. A listing that would move anything on
// screen waits for a click on a chip above the photos, or until the user is back at the top
// and the pointer rests.
type arrivals struct {
	root  *fyne.Container
	chip  *kit.Button
	grid  interface{ ScrollOffset() float32 }
	now   func() time.Time
	after func(time.Duration, func()) (stop func())
	take  func(listing) // shows one that has waited

	waiting *listing  // the newest, nil when none is
	moved   time.Time // when the pointer last moved over the photos; zero while it is elsewhere
	stop    func()    // the timer, nil when none runs
}

func newArrivals(keys kit.KeySink, now func() time.Time, after func(time.Duration, func()) func(), take func(listing)) *arrivals {
	a := &arrivals{now: now, after: after, take: take}
	a.chip = kit.NewButton(keys, "", a.show)
	a.chip.Importance = widget.HighImportance
	a.root = &fyne.Container{Layout: &atTop{}, Objects: []fyne.CanvasObject{a.chip}}
	a.root.Hide()
	return a
}

// keepsStill reports that what is on screen must not move.
func (a *arrivals) keepsStill() bool { return a.grid.ScrollOffset() > 0 || a.attended() }

// attended reports that the pointer moved over the photos a short while ago.
func (a *arrivals) attended() bool { return !a.moved.IsZero() && a.now().Sub(a.moved) < restingFor }

// pointer follows the pointer over the photos.
func (a *arrivals) pointer(over bool) {
	if a.moved = (time.Time{}); over {
		a.moved = a.now()
		return
	}
	a.look()
}

// wait keeps a listing with n photos more until look shows the listing.
func (a *arrivals) wait(l listing, n int) {
	a.waiting = &l
	if text := message.Count("search-show-new", n, nil); text != a.chip.Text {
		a.chip.SetText(text)
	}
	kit.SetVisible(a.root, true)
	kit.Relayout(a.root)
	a.look()
}

// look shows the waiting listing if the photos may move, and otherwise sets the timer.
func (a *arrivals) look() {
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
	switch {
	case a.waiting == nil:
	case !a.keepsStill():
		a.show()
	case a.grid.ScrollOffset() == 0:
		a.stop = a.after(restingFor, a.look)
	}
}

// show shows the waiting listing.
func (a *arrivals) show() {
	if l := a.waiting; l != nil {
		a.clear()
		a.take(*l)
	}
}

// clear drops the waiting listing, since another place is shown.
func (a *arrivals) clear() {
	a.waiting = nil
	kit.SetVisible(a.root, false)
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
}

// atTop centres one object near the top, as large as it needs to be.
type atTop struct{}

// Layout is for Fyne.
func (*atTop) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	need := objects[0].MinSize()
	kit.Put(objects[0], (size.Width-need.Width)/2, 8, need.Width, need.Height)
}

// MinSize is for Fyne.
func (*atTop) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// PointerOver follows the pointer over the photos, and off them.
func (s *Search) PointerOver(over bool) { s.arrivals.pointer(over) }

// Scrolled follows the photos to where they are scrolled to.
func (s *Search) Scrolled(offset float32) {
	s.shell.Remember()
	if offset == 0 {
		s.arrivals.look()
	}
}
