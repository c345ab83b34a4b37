package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// Measures of a chip in Fyne units.
const (
	chipHigh  float32 = 26
	chipWide  float32 = 320 // at most; a longer label is shortened
	chipPad   float32 = 10
	chipCross float32 = 24 // with room to hit it
	crossIcon float32 = 12
	chipImage float32 = 18
)

// chipFace is how a chip looks. By itself it is the quiet kind, which only tells
// how something said in plain words was understood.
type chipFace struct {
	widget.BaseWidget
	label   *line
	picture *canvas.Image // nil without
	cross   bool          // it can be removed
	quiet   bool          // outlined only
	plain   bool          // no ground at all: nothing to press
	faulty  bool          // there is a mistake in it
	marked  bool          // it is selected with all the rest
	focused bool
}

// newPlainChip is text among chips that is none.
func newPlainChip(label string) *chipFace {
	f := newQuietChip(label)
	f.plain = true
	return f
}

func newQuietChip(label string) *chipFace {
	f := &chipFace{label: newChipLabel(label)}
	f.label.colour = theme.ColorNameMuted
	f.ExtendBaseWidget(f)
	return f
}

func newChipLabel(text string) *line {
	l := newLine(text)
	l.size = fynetheme.SizeNameCaptionText
	return l
}

// setPicture shows which photo the chip stands for.
func (f *chipFace) setPicture(img image.Image) {
	f.picture.Image = img
	f.picture.Refresh()
}

// MinSize is as wide as the label asks for, within limits.
func (f *chipFace) MinSize() fyne.Size {
	width := f.labelStart() + textWidth(f.label) + 2 + f.tail()
	return fyne.NewSize(min(width, chipWide), chipHigh)
}

func (f *chipFace) labelStart() float32 {
	if f.picture == nil {
		return chipPad
	}
	return chipImage + 10
}

func (f *chipFace) tail() float32 {
	if f.cross {
		return chipCross
	}
	return chipPad
}

// CreateRenderer is for Fyne.
func (f *chipFace) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{face: f, ground: canvas.NewRectangle(nil), objects: []fyne.CanvasObject{}}
	r.ground.CornerRadius = chipHigh / 2
	r.objects = append(r.objects, r.ground, f.label)
	if f.picture != nil {
		r.objects = append(r.objects, f.picture)
	}
	if f.cross {
		r.cross = widget.NewIcon(fynetheme.CancelIcon())
		r.objects = append(r.objects, r.cross)
	}
	r.paint()
	return r
}

type chipRenderer struct {
	face    *chipFace
	ground  *canvas.Rectangle
	cross   *widget.Icon
	objects []fyne.CanvasObject
}

func (r *chipRenderer) paint() {
	th, variant := r.face.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor, r.ground.StrokeWidth = th.Color(theme.ColorNameChip, variant), 0
	switch {
	case r.face.plain:
		r.ground.FillColor = nil
	case r.face.faulty:
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNameError, variant), 2
	case r.face.marked:
		r.ground.FillColor = th.Color(fynetheme.ColorNameSelection, variant)
	case r.face.focused:
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNamePrimary, variant), 2
	case r.face.quiet, !r.face.cross:
		r.ground.FillColor = nil
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNameInputBorder, variant), 1
	}
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	left, right := r.face.labelStart(), size.Width-r.face.tail()
	high := r.face.label.MinSize().Height
	put(r.face.label, left, (size.Height-high)/2, max(right-left, 0), high)
	if p := r.face.picture; p != nil {
		put(p, 5, (size.Height-chipImage)/2, chipImage, chipImage)
	}
	if r.cross != nil {
		put(r.cross, right+(chipCross-crossIcon)/2-2, (size.Height-crossIcon)/2, crossIcon, crossIcon)
	}
}

func (r *chipRenderer) Refresh() {
	r.paint()
	for _, o := range r.objects {
		o.Refresh()
	}
	r.Layout(r.face.Size())
}

func (r *chipRenderer) MinSize() fyne.Size           { return r.face.MinSize() }
func (r *chipRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *chipRenderer) Destroy()                     {}
