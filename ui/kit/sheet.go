package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Sheet is a panel in front of the window: a title, a body and buttons below. Escape closes
// the sheet in front.
type Sheet struct {
	Pop     *widget.PopUp
	frame   *sheetFrame
	Toasts  *fyne.Container // messages while the sheet is in front
	Tips    *fyne.Container // hints meanwhile
	size    fyne.Size
	window  fyne.Canvas
	OnClose func() // called after the sheet was closed; may be nil
}

// SheetMargin is what the window keeps around a sheet on all sides.
const SheetMargin float32 = 24

// NewSheet makes a sheet of a size, smaller where the window is. Without a height the sheet is
// as high as its content, and grows with it. Messages and hints appear in the layers toasts
// and tips while the sheet is in front.
func NewSheet(window fyne.Canvas, title string, size fyne.Size, body fyne.CanvasObject, buttons []fyne.CanvasObject, toasts, tips *fyne.Container) *Sheet {
	row := container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, buttons...)...)
	s := &Sheet{size: size, window: window, frame: &sheetFrame{fitted: size.Height == 0}, Toasts: toasts, Tips: tips}
	content := &fyne.Container{Layout: s.frame, Objects: []fyne.CanvasObject{NewHeading(title), body, row}}
	s.Pop = widget.NewModalPopUp(container.New(sheetLayout{s.window}, content, s.Toasts, s.Tips), s.window)
	return s
}

// Show opens the sheet. The size must be known before, since Fyne centres the sheet by the
// size.
func (s *Sheet) Show() {
	s.Fit()
	s.Pop.Show()
}

// Fit gives the sheet its size in the present window.
func (s *Sheet) Fit() {
	window := s.window.Size()
	width, high := min(s.size.Width, window.Width-2*SheetMargin), s.size.Height
	if s.frame.fitted {
		high = s.frame.HeightAt(s.content().Objects, width)
	}
	s.frame.width, s.frame.most = width, window.Height-2*SheetMargin
	s.Pop.Resize(fyne.NewSize(width, min(high, s.frame.most)))
}

func (s *Sheet) content() *fyne.Container {
	return s.Pop.Content.(*fyne.Container).Objects[0].(*fyne.Container)
}

// Refit places the parts anew after one of them has another size.
func (s *Sheet) Refit() {
	s.Fit()
	s.Pop.Content.Refresh()
	for _, o := range s.window.Overlays().List() {
		o.Refresh() // centres the sheet again
	}
}

// Measures of a sheet in Fyne units.
const (
	sheetPad float32 = 8  // around everything
	sheetGap float32 = 12 // between title, body and buttons
)

// sheetFrame puts title, body and buttons below each other. The body gets the height that the
// others leave. A fitted frame is as high as the body needs in its width, and never lower than
// once before, since the sheet would jump with changes of its content.
type sheetFrame struct {
	fitted bool
	width  float32 // last given
	most   float32 // height of the window, 0 not known
	high   float32 // greatest height so far
}

// HeightAt is how high a fitted sheet is in a width.
func (f *sheetFrame) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	inner := max(width-2*sheetPad, 0)
	high := 2*sheetPad + 2*sheetGap
	for _, o := range objects {
		high += HeightAt(o, inner)
	}
	f.high = max(f.high, high)
	return f.high
}

// Layout is for Fyne.
func (f *sheetFrame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, body, row := objects[0], objects[1], objects[2]
	inner := size.Width - 2*sheetPad
	Put(title, sheetPad+sheetPad/2, sheetPad+sheetPad/2, inner-sheetPad, title.MinSize().Height)
	top := title.Position().Y + title.Size().Height + sheetPad
	low := row.MinSize().Height
	Put(row, sheetPad, size.Height-sheetPad-low, inner, low)
	Put(body, sheetPad, top, inner, max(size.Height-sheetPad-low-sheetPad-top, 0))
}

// MinSize is for Fyne, which calls MinSize when an object in the sheet has grown.
func (f *sheetFrame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 2*sheetPad+2*sheetGap)
	for _, o := range objects {
		asked := o.MinSize()
		size.Width, size.Height = max(size.Width, asked.Width+2*sheetPad), size.Height+asked.Height
	}
	if f.fitted {
		size.Height = f.HeightAt(objects, max(f.width, size.Width))
	}
	if f.most > 0 {
		size.Height = min(size.Height, f.most)
	}
	return size
}

// sheetLayout gives the content the whole sheet, and floating layers the whole window, with
// the sheet in the middle. Fyne's object in front takes all clicks, so the layers have to be
// part of the sheet.
type sheetLayout struct{ canvas fyne.Canvas }

// Layout is for Fyne.
func (l sheetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Put(objects[0], 0, 0, size.Width, size.Height)
	window := l.canvas.Size()
	for _, layer := range objects[1:] {
		Put(layer, (size.Width-window.Width)/2, (size.Height-window.Height)/2, window.Width, window.Height)
	}
}

// MinSize is for Fyne.
func (sheetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
