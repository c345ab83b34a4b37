package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// sheet is a panel in front of the window: a title, a body and buttons below.
// Escape closes the one in front.
type sheet struct {
	pop     *widget.PopUp
	frame   *sheetFrame
	toasts  *fyne.Container // messages while it is in front
	tips    *fyne.Container // hints meanwhile
	size    fyne.Size
	window  fyne.Canvas
	onClose func() // it has been closed; may be nil
}

// sheetMargin is what the window keeps around a sheet on all sides.
const sheetMargin float32 = 24

// newSheet makes a sheet of the wanted size, smaller where the window is. Without a height
// it is as high as what it holds, and grows with that. Messages and hints appear in the
// layers toasts and tips while it is in front.
func newSheet(window fyne.Canvas, title string, size fyne.Size, body fyne.CanvasObject, buttons []fyne.CanvasObject, toasts, tips *fyne.Container) *sheet {
	row := container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, buttons...)...)
	s := &sheet{size: size, window: window, frame: &sheetFrame{fitted: size.Height == 0}, toasts: toasts, tips: tips}
	content := &fyne.Container{Layout: s.frame, Objects: []fyne.CanvasObject{newHeading(title), body, row}}
	s.pop = widget.NewModalPopUp(container.New(sheetLayout{s.window}, content, s.toasts, s.tips), s.window)
	return s
}

// show opens it. Its size is known before: Fyne puts it in the middle by that.
func (s *sheet) show() {
	s.fit()
	s.pop.Show()
}

// fit gives the sheet its size in the window as it is now.
func (s *sheet) fit() {
	window := s.window.Size()
	width, high := min(s.size.Width, window.Width-2*sheetMargin), s.size.Height
	if s.frame.fitted {
		high = s.frame.heightAt(s.content().Objects, width)
	}
	s.frame.width, s.frame.most = width, window.Height-2*sheetMargin
	s.pop.Resize(fyne.NewSize(width, min(high, s.frame.most)))
}

func (s *sheet) content() *fyne.Container {
	return s.pop.Content.(*fyne.Container).Objects[0].(*fyne.Container)
}

// refit places the parts anew when one of them asks for another size.
func (s *sheet) refit() {
	s.fit()
	s.pop.Content.Refresh()
	for _, o := range s.window.Overlays().List() {
		o.Refresh() // puts it in the middle again
	}
}

// Measures of a sheet in Fyne units.
const (
	sheetPad float32 = 8  // around everything
	sheetGap float32 = 12 // between title, body and buttons
)

// sheetFrame puts title, body and buttons below each other; the body has what the
// others leave. A fitted one asks for what the body needs in its width, and never for
// less than it once had: what comes and goes in it would have it jump.
type sheetFrame struct {
	fitted bool
	width  float32 // last given
	most   float32 // height of the window, 0 not known
	high   float32 // largest so far
}

// heightAt is how high a fitted sheet is in a width.
func (f *sheetFrame) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	inner := max(width-2*sheetPad, 0)
	high := 2*sheetPad + 2*sheetGap
	for _, o := range objects {
		high += heightAt(o, inner)
	}
	f.high = max(f.high, high)
	return f.high
}

// Layout is for Fyne.
func (f *sheetFrame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, body, row := objects[0], objects[1], objects[2]
	inner := size.Width - 2*sheetPad
	put(title, sheetPad+sheetPad/2, sheetPad+sheetPad/2, inner-sheetPad, title.MinSize().Height)
	top := title.Position().Y + title.Size().Height + sheetPad
	low := row.MinSize().Height
	put(row, sheetPad, size.Height-sheetPad-low, inner, low)
	put(body, sheetPad, top, inner, max(size.Height-sheetPad-low-sheetPad-top, 0))
}

// MinSize is for Fyne, which asks when something in the sheet has grown.
func (f *sheetFrame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 2*sheetPad+2*sheetGap)
	for _, o := range objects {
		asked := o.MinSize()
		size.Width, size.Height = max(size.Width, asked.Width+2*sheetPad), size.Height+asked.Height
	}
	if f.fitted {
		size.Height = f.heightAt(objects, max(f.width, size.Width))
	}
	if f.most > 0 {
		size.Height = min(size.Height, f.most)
	}
	return size
}

// sheetLayout gives the content all of a sheet and what floats the whole window,
// in the middle of which the sheet is: what Fyne shows in front takes all clicks, so
// they have to be part of it.
type sheetLayout struct{ canvas fyne.Canvas }

// Layout is for Fyne.
func (l sheetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
	window := l.canvas.Size()
	for _, layer := range objects[1:] {
		put(layer, (size.Width-window.Width)/2, (size.Height-window.Height)/2, window.Width, window.Height)
	}
}

// MinSize is for Fyne.
func (sheetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
