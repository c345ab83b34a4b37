package grid

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// yearsApart is the least distance between two years on the strip.
const yearsApart = 32

// scrubberRenderer draws the thumb and, over the photos to its left, the labels.
type scrubberRenderer struct {
	s       *scrubber
	thumb   *canvas.Rectangle
	here    *tag
	years   []*tag
	objects []fyne.CanvasObject
}

func newScrubberRenderer(s *scrubber) *scrubberRenderer {
	r := &scrubberRenderer{s: s, thumb: canvas.NewRectangle(nil), here: newTag()}
	r.thumb.CornerRadius = 3
	return r
}

func (r *scrubberRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *scrubberRenderer) MinSize() fyne.Size           { return fyne.NewSize(stripWidth, shortestThumb) }
func (r *scrubberRenderer) Destroy()                     {}
func (r *scrubberRenderer) Layout(fyne.Size)             { r.draw() }
func (r *scrubberRenderer) Refresh()                     { r.draw() }

// draw lists the visible objects and places them.
func (r *scrubberRenderer) draw() {
	r.objects = r.objects[:0]
	if !r.s.needed() {
		return
	}
	active := r.s.hovered || r.s.dragging
	r.drawThumb(active)
	if !active {
		return
	}
	top, length := r.s.thumb()
	middle := top + length/2
	label := r.s.label()
	if !r.s.dragging {
		label = ""
	}
	r.drawYears(middle, label != "")
	if label != "" {
		r.here.set(r.s.g, label, middle, true)
		r.objects = append(r.objects, r.here.ground, r.here.text)
	}
}

func (r *scrubberRenderer) drawThumb(active bool) {
	top, length := r.s.thumb()
	width := 4.0
	if active {
		width = 8
	}
	r.thumb.FillColor = r.s.g.colour(fynetheme.ColorNameScrollBar)
	r.thumb.Move(fyne.NewPos(float32(stripWidth-width-3), float32(math.Round(top))))
	r.thumb.Resize(fyne.NewSize(float32(width), float32(math.Round(length))))
	r.thumb.Refresh()
	r.objects = append(r.objects, r.thumb)
}

// drawYears shows the years that have room, and none under the month's label.
func (r *scrubberRenderer) drawYears(middle float64, labelled bool) {
	if len(r.s.years) < 2 {
		return
	}
	height, used, last := float64(r.s.g.Size().Height), 0, math.Inf(-1)
	_, length := r.s.thumb()
	for _, mark := range r.s.years {
		y := length/2 + (height-length)*math.Min(mark.y/r.s.g.furthest(), 1)
		if y-last < yearsApart || (labelled && math.Abs(y-middle) < yearsApart) {
			continue
		}
		last = y
		if used == len(r.years) {
			r.years = append(r.years, newTag())
		}
		t := r.years[used]
		used++
		t.set(r.s.g, mark.label, y, false)
		r.objects = append(r.objects, t.ground, t.text)
	}
}

// tag is a label on a plate, readable over any photo.
type tag struct {
	ground *canvas.Rectangle
	text   *canvas.Text
}

func newTag() *tag {
	t := &tag{ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	t.ground.CornerRadius = 6
	return t
}

// set centres the tag at height y, left of the strip.
func (t *tag) set(g *Grid, label string, y float64, strong bool) {
	t.text.Text = label
	t.text.TextSize = g.measure(fynetheme.SizeNameCaptionText)
	t.text.Color = g.colour(fynetheme.ColorNameForeground)
	t.ground.FillColor = fade(g.colour(fynetheme.ColorNameMenuBackground), 0xe6)
	if strong {
		t.text.TextSize = g.measure(fynetheme.SizeNameText)
		t.text.Color = g.colour(fynetheme.ColorNameForegroundOnPrimary)
		t.ground.FillColor = g.colour(fynetheme.ColorNamePrimary)
	}
	text := t.text.MinSize()
	size := text.AddWidthHeight(16, 4)
	top := math.Min(math.Max(y-float64(size.Height)/2, 0), float64(g.Size().Height-size.Height))
	pos := fyne.NewPos(-size.Width-4, float32(math.Round(top)))
	t.ground.Move(pos)
	t.ground.Resize(size)
	t.text.Move(pos.AddXY(8, 2))
	t.text.Resize(text)
	t.ground.Refresh()
}
