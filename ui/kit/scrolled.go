package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Measures of a page in Fyne units.
const (
	PageMargin float32 = 20
	PageWidth  float32 = 880 // of text, at most
)

// Scrolled is a column that scrolls, no wider than text can be read.
type Scrolled struct {
	Root   *fyne.Container
	Scroll *container.Scroll
	body   *fyne.Container
}

// NewScrolled puts objects below each other, gap Fyne units apart.
func NewScrolled(gap float32, objects ...fyne.CanvasObject) *Scrolled {
	s := &Scrolled{body: NewColumn(gap, objects...)}
	content := NewInset(Inset{Left: PageMargin, Right: PageMargin, Bottom: PageMargin, Most: PageWidth}, s.body)
	s.Scroll = container.NewVScroll(content)
	s.Root = container.New(s, s.Scroll)
	return s
}

// Layout is for Fyne. The text gets its width before the scroll asks for its height.
func (s *Scrolled) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s.body.Layout.(*Column).Width = s.Scroll.Content.(*fyne.Container).Layout.(Inset).Inner(size.Width)
	Put(s.Scroll, 0, 0, size.Width, size.Height)
	s.Scroll.Refresh()
}

// MinSize is for Fyne. The objects around decide.
func (s *Scrolled) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// Refit places everything anew after an object came, went or changed its height.
func (s *Scrolled) Refit() {
	s.Root.Refresh()
	s.Scroll.Content.Refresh()
}

// Fitted is a column that is as high as its content, and scrolls where there is less room.
type Fitted struct {
	Root   *fyne.Container
	Scroll *container.Scroll
	body   *fyne.Container
}

// NewFitted makes a body scroll where there is less room than the body's height.
func NewFitted(body *fyne.Container) *Fitted {
	f := &Fitted{body: body}
	f.Scroll = container.NewVScroll(NewInset(fittedInset, body))
	f.Root = container.New(f, f.Scroll)
	return f
}

// fittedInset lines the text up with a sheet's title and keeps the text clear of the scroll
// bar.
var fittedInset = Inset{Left: LabelInset / 2, Right: LabelInset}

// HeightAt is how high the body is in a width.
func (f *Fitted) HeightAt(_ []fyne.CanvasObject, width float32) float32 {
	return fittedInset.HeightAt([]fyne.CanvasObject{f.body}, width)
}

// Layout is for Fyne. The text gets its width before the scroll asks for its height.
func (f *Fitted) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f.body.Layout.(*Column).Width = fittedInset.Inner(size.Width)
	Put(f.Scroll, 0, 0, size.Width, size.Height)
	f.Scroll.Refresh()
}

// MinSize is for Fyne. The sheet asks for the height in its width.
func (f *Fitted) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// Refit places everything anew after an object changed its height.
func (f *Fitted) Refit() {
	f.Root.Refresh()
	f.Scroll.Content.Refresh()
}

// framed gives its second object the height that the first, above, and the third, below,
// leave.
type framed struct{}

// NewFramed puts three objects below each other. The middle one takes the height that is left.
func NewFramed(top, middle, bottom fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: framed{}, Objects: []fyne.CanvasObject{top, middle, bottom}}
}

// Layout is for Fyne.
func (framed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	high := [3]float32{}
	for _, i := range []int{0, 2} {
		if Shown(objects[i]) {
			high[i] = HeightAt(objects[i], size.Width)
		}
	}
	Put(objects[0], 0, 0, size.Width, high[0])
	Put(objects[2], 0, size.Height-high[2], size.Width, high[2])
	Put(objects[1], 0, high[0], size.Width, max(size.Height-high[0]-high[2], 0))
}

// MinSize is for Fyne. The objects around decide.
func (framed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }
