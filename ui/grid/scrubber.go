package grid

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// shortestThumb keeps the thumb large enough to grab, in Fyne units.
const shortestThumb = 40

// scrubber is the strip at the right edge: a scroll bar that tells the month while dragged and
// shows the years under the pointer.
type scrubber struct {
	widget.BaseWidget
	g        *Grid
	years    []yearMark
	hovered  bool
	dragging bool
	grabbed  float64 // where in the thumb the pointer grabbed
	drawing  *scrubberRenderer
}

// yearMark is where in the content a year begins.
type yearMark struct {
	label string
	y     float64
}

func newScrubber(g *Grid) *scrubber {
	s := &scrubber{g: g}
	s.ExtendBaseWidget(s)
	return s
}

// layout puts the strip at the grid's edge.
func (s *scrubber) layout() {
	size := s.g.Size()
	s.Move(fyne.NewPos(size.Width-stripWidth, 0))
	s.Resize(fyne.NewSize(stripWidth, size.Height))
}

// mark finds where the years begin.
func (s *scrubber) mark() {
	s.years = s.years[:0]
	a, year := s.g.arr, 0
	for _, sec := range a.sections {
		if sec.Month.IsZero() || sec.Month.Year() == year {
			continue
		}
		year = sec.Month.Year()
		s.years = append(s.years, yearMark{label: sec.Month.Format("2006"), y: a.rows[a.rowOf(sec.First)].y})
	}
}

// needed tells whether the content is higher than the viewport.
func (s *scrubber) needed() bool { return s.g.furthest() > 0 }

// thumb returns the thumb's top and length in the strip.
func (s *scrubber) thumb() (top, length float64) {
	height := float64(s.g.Size().Height)
	length = math.Min(math.Max(height*height/math.Max(s.g.contentHeight(), 1), shortestThumb), height)
	if s.needed() {
		top = (height - length) * s.g.offset / s.g.furthest()
	}
	return top, length
}

// dragTo scrolls so that the thumb's top is at y.
func (s *scrubber) dragTo(y float64) {
	_, length := s.thumb()
	if track := float64(s.g.Size().Height) - length; track > 0 {
		s.g.SetScrollOffset(float32(math.Min(math.Max(y/track, 0), 1) * s.g.furthest()))
	}
}

// label is the heading of what is at the top of the viewport.
func (s *scrubber) label() string {
	if k := s.g.arr.sectionAt(s.g.offset); k >= 0 {
		return s.g.arr.sections[k].Title
	}
	return ""
}

// MouseDown grabs the thumb. A press elsewhere on the strip moves the thumb there first.
func (s *scrubber) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary || !s.needed() {
		return
	}
	s.dragging = true
	top, length := s.thumb()
	y := float64(e.Position.Y)
	if y < top || y > top+length {
		s.dragTo(y - length/2)
		top, _ = s.thumb()
	}
	s.grabbed = y - top
	s.follow()
}

// MouseUp lets go.
func (s *scrubber) MouseUp(*desktop.MouseEvent) { s.DragEnd() }

// Dragged moves the thumb with the pointer.
func (s *scrubber) Dragged(e *fyne.DragEvent) {
	if s.dragging {
		s.dragTo(float64(e.Position.Y) - s.grabbed)
	}
}

// DragEnd lets go.
func (s *scrubber) DragEnd() { s.dragging = false; s.follow() }

// MouseIn shows the years.
func (s *scrubber) MouseIn(*desktop.MouseEvent) { s.hovered = true; s.follow() }

// MouseMoved is of no interest.
func (s *scrubber) MouseMoved(*desktop.MouseEvent) {}

// MouseOut hides the years.
func (s *scrubber) MouseOut() { s.hovered = false; s.follow() }

// follow draws the strip's present state.
func (s *scrubber) follow() {
	if s.drawing != nil {
		s.drawing.draw()
	}
}

// CreateRenderer is for Fyne.
func (s *scrubber) CreateRenderer() fyne.WidgetRenderer {
	s.drawing = newScrubberRenderer(s)
	s.drawing.draw()
	return s.drawing
}

var (
	_ desktop.Mouseable = (*scrubber)(nil)
	_ desktop.Hoverable = (*scrubber)(nil)
	_ fyne.Draggable    = (*scrubber)(nil)
)
