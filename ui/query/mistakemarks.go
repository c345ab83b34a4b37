package query

import (
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library/query"
	"descry/ui/kit"
)

// mistakeMarks lies over the search box and underlines the parts of the text that can't be
// understood. Pointer and keys reach the box through the marks.
type mistakeMarks struct {
	widget.BaseWidget
	box   *searchBox
	parts []query.Span // of the box's text
}

func newMistakeMarks(box *searchBox) *mistakeMarks {
	m := &mistakeMarks{box: box}
	m.ExtendBaseWidget(m)
	return m
}

// show replaces the marks.
func (m *mistakeMarks) show(parts []query.Span) {
	if !slices.Equal(parts, m.parts) {
		m.parts = parts
		m.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (m *mistakeMarks) CreateRenderer() fyne.WidgetRenderer { return &markRenderer{marks: m} }

type markRenderer struct {
	marks *mistakeMarks
	lines []fyne.CanvasObject
}

const markStroke float32 = 2

func (r *markRenderer) Layout(fyne.Size) { r.Refresh() }

// Refresh draws the marks where the text stands by now.
func (r *markRenderer) Refresh() {
	r.lines = nil
	stroke := r.marks.Theme().Color(fynetheme.ColorNameError, fyne.CurrentApp().Settings().ThemeVariant())
	for _, part := range r.marks.parts {
		for _, s := range r.marks.box.stretches(part) {
			line := canvas.NewRectangle(stroke)
			kit.Put(line, s.x, s.y-markStroke, s.width, markStroke)
			r.lines = append(r.lines, line)
		}
	}
	canvas.Refresh(r.marks)
}

func (r *markRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *markRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *markRenderer) Destroy()                     {}

// stretch is where a part of the box's text stands in one row: its left lower corner
// and how far it goes.
type stretch struct{ x, y, width float32 }

// stretches finds a part of the text, row by row. The entry tells the position of its cursor
// only, so stretches moves the cursor to the part and back. A text that scrolls has no
// stretches, since the entry doesn't tell how far the text is scrolled.
func (b *searchBox) stretches(part query.Span) []stretch {
	if b.wrapped > searchRows || part.End > len(b.Text) {
		return nil
	}
	row, column := b.CursorRow, b.CursorColumn
	defer func() { b.CursorRow, b.CursorColumn = row, column }()
	first, last := utf8.RuneCountInString(b.Text[:part.Start]), utf8.RuneCountInString(b.Text[:part.End])
	b.CursorColumn = 0
	var starts []int
	for b.CursorRow = 0; b.CursorRow < b.wrapped; b.CursorRow++ {
		starts = append(starts, b.CursorTextOffset())
	}
	starts = append(starts, utf8.RuneCountInString(b.Text))
	high := fyne.MeasureText("x", b.Theme().Size(fynetheme.SizeNameText), fyne.TextStyle{}).Height
	var list []stretch
	for i := range b.wrapped {
		from, to := max(first, starts[i]), min(last, starts[i+1])
		if from >= to {
			continue
		}
		b.CursorRow, b.CursorColumn = i, from-starts[i]
		left := b.CursorPosition()
		b.CursorColumn = to - starts[i]
		list = append(list, stretch{left.X, left.Y + high, b.CursorPosition().X - left.X})
	}
	return list
}
