package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Measures of a page in Fyne units.
const (
	pageMargin float32 = 20
	pageWidth  float32 = 880 // of its text, at most
)

// scrolled is a column that scrolls and gets no wider than text can be read.
type scrolled struct {
	root   *fyne.Container
	scroll *container.Scroll
	body   *fyne.Container
}

func newScrolled(gap float32, objects ...fyne.CanvasObject) *scrolled {
	s := &scrolled{body: newColumn(gap, objects...)}
	content := newInset(inset{left: pageMargin, right: pageMargin, bottom: pageMargin, most: pageWidth}, s.body)
	s.scroll = container.NewVScroll(content)
	s.root = container.New(s, s.scroll)
	return s
}

// Layout is for Fyne: the text is told its width before the scroll asks how high
// it is.
func (s *scrolled) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s.body.Layout.(*column).width = s.scroll.Content.(*fyne.Container).Layout.(inset).inner(size.Width)
	put(s.scroll, 0, 0, size.Width, size.Height)
	s.scroll.Refresh()
}

// MinSize is for Fyne; what is around it decides.
func (s *scrolled) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// refit places everything anew after something came, went or changed its height.
func (s *scrolled) refit() {
	s.root.Refresh()
	s.scroll.Content.Refresh()
}

// fitted is a column that is as high as what it holds, and scrolls where there is less
// room.
type fitted struct {
	root   *fyne.Container
	scroll *container.Scroll
	body   *fyne.Container
}

func newFitted(body *fyne.Container) *fitted {
	f := &fitted{body: body}
	f.scroll = container.NewVScroll(newInset(fittedInset, body))
	f.root = container.New(f, f.scroll)
	return f
}

// fittedInset lines the text up with a sheet's title and keeps it clear of the bar that
// scrolls.
var fittedInset = inset{left: labelInset / 2, right: labelInset}

func (f *fitted) heightAt(_ []fyne.CanvasObject, width float32) float32 {
	return fittedInset.heightAt([]fyne.CanvasObject{f.body}, width)
}

// Layout is for Fyne: the text is told its width before the scroll asks how high it is.
func (f *fitted) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f.body.Layout.(*column).width = fittedInset.inner(size.Width)
	put(f.scroll, 0, 0, size.Width, size.Height)
	f.scroll.Refresh()
}

// MinSize is for Fyne; the sheet asks for the height in its width.
func (f *fitted) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// refit places everything anew after something changed its height.
func (f *fitted) refit() {
	f.root.Refresh()
	f.scroll.Content.Refresh()
}

// framed gives its second object the height that the first, above it, and the
// third, below it, leave.
type framed struct{}

func newFramed(top, middle, bottom fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: framed{}, Objects: []fyne.CanvasObject{top, middle, bottom}}
}

// Layout is for Fyne.
func (framed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	high := [3]float32{}
	for _, i := range []int{0, 2} {
		if shown(objects[i]) {
			high[i] = heightAt(objects[i], size.Width)
		}
	}
	put(objects[0], 0, 0, size.Width, high[0])
	put(objects[2], 0, size.Height-high[2], size.Width, high[2])
	put(objects[1], 0, high[0], size.Width, max(size.Height-high[0]-high[2], 0))
}

// MinSize is for Fyne; what is around it decides.
func (framed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }
