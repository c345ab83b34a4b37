package kit

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
	ChipHigh  float32 = 26
	chipWide  float32 = 320 // at most; longer labels are shortened
	chipPad   float32 = 10
	chipCross float32 = 24 // with room to hit the cross
	crossIcon float32 = 12
	chipImage float32 = 18
)

// ChipFace is the look of a chip. The zero ChipFace is the quiet kind, which only tells how
// plain words were understood.
type ChipFace struct {
	widget.BaseWidget
	Label   *Line
	Picture *canvas.Image // nil without
	cross   bool          // the chip has a cross to be removed
	Quiet   bool          // outlined only
	Plain   bool          // without a ground: can't be pressed
	Faulty  bool          // the chip has a mistake
	Marked  bool          // the chip is selected with all the rest
	focused bool
}

// NewPlainChip is plain text among chips.
func NewPlainChip(label string) *ChipFace {
	f := NewQuietChip(label)
	f.Plain = true
	return f
}

// NewQuietChip makes a chip in secondary colours.
func NewQuietChip(label string) *ChipFace {
	f := &ChipFace{Label: NewChipLabel(label)}
	f.Label.Colour = theme.ColorNameMuted
	f.ExtendBaseWidget(f)
	return f
}

// NewChipLabel makes the text of a chip.
func NewChipLabel(text string) *Line {
	l := NewLine(text)
	l.TextSize = fynetheme.SizeNameCaptionText
	return l
}

// SetPicture shows which photo the chip stands for.
func (f *ChipFace) SetPicture(img image.Image) {
	f.Picture.Image = img
	f.Picture.Refresh()
}

// MinSize is as wide as the label, within limits.
func (f *ChipFace) MinSize() fyne.Size {
	width := f.labelStart() + LineWidth(f.Label) + 2 + f.tail()
	return fyne.NewSize(min(width, chipWide), ChipHigh)
}

func (f *ChipFace) labelStart() float32 {
	if f.Picture == nil {
		return chipPad
	}
	return chipImage + 10
}

func (f *ChipFace) tail() float32 {
	if f.cross {
		return chipCross
	}
	return chipPad
}

// CreateRenderer is for Fyne.
func (f *ChipFace) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{face: f, ground: canvas.NewRectangle(nil), objects: []fyne.CanvasObject{}}
	r.ground.CornerRadius = ChipHigh / 2
	r.objects = append(r.objects, r.ground, f.Label)
	if f.Picture != nil {
		r.objects = append(r.objects, f.Picture)
	}
	if f.cross {
		r.cross = widget.NewIcon(fynetheme.CancelIcon())
		r.objects = append(r.objects, r.cross)
	}
	r.paint()
	return r
}

type chipRenderer struct {
	face    *ChipFace
	ground  *canvas.Rectangle
	cross   *widget.Icon
	objects []fyne.CanvasObject
}

func (r *chipRenderer) paint() {
	th, variant := r.face.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor, r.ground.StrokeWidth = th.Color(theme.ColorNameChip, variant), 0
	switch {
	case r.face.Plain:
		r.ground.FillColor = nil
	case r.face.Faulty:
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNameError, variant), 2
	case r.face.Marked:
		r.ground.FillColor = th.Color(fynetheme.ColorNameSelection, variant)
	case r.face.focused:
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNamePrimary, variant), 2
	case r.face.Quiet, !r.face.cross:
		r.ground.FillColor = nil
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(fynetheme.ColorNameInputBorder, variant), 1
	}
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	left, right := r.face.labelStart(), size.Width-r.face.tail()
	high := r.face.Label.MinSize().Height
	Put(r.face.Label, left, (size.Height-high)/2, max(right-left, 0), high)
	if p := r.face.Picture; p != nil {
		Put(p, 5, (size.Height-chipImage)/2, chipImage, chipImage)
	}
	if r.cross != nil {
		Put(r.cross, right+(chipCross-crossIcon)/2-2, (size.Height-crossIcon)/2, crossIcon, crossIcon)
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
