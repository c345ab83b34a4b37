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
	toasts  *fyne.Container // messages while it is in front
	size    fyne.Size
	onClose func()
}

// openSheet shows a sheet of the wanted size, smaller where the window is.
func (w *Window) openSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *sheet {
	row := container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, buttons...)...)
	head := container.New(layout.NewCustomPaddedLayout(4, 8, 4, 4), newHeading(title))
	content := container.NewBorder(head, container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), row), nil, nil, body)
	s := &sheet{size: size}
	s.toasts = w.toasts.push(w.status.root.MinSize().Height + toastMargin)
	ground := container.New(layout.NewCustomPaddedLayout(8, 8, 8, 8), content)
	s.pop = widget.NewModalPopUp(container.New(sheetLayout{w.win.Canvas()}, ground, s.toasts), w.win.Canvas())
	w.sheets = append(w.sheets, s)
	w.fitSheet(s) // before it shows: Fyne puts it in the middle by its size then
	s.pop.Show()
	return s
}

func (w *Window) fitSheet(s *sheet) {
	window := w.win.Canvas().Size()
	s.pop.Resize(fyne.NewSize(min(s.size.Width, window.Width-48), min(s.size.Height, window.Height-48)))
}

// refit places the parts anew when one of them asks for another size.
func (s *sheet) refit() { s.pop.Content.Refresh() }

// closeSheet closes s wherever it stands.
func (w *Window) closeSheet(s *sheet) {
	for i, open := range w.sheets {
		if open != s {
			continue
		}
		w.sheets = append(w.sheets[:i], w.sheets[i+1:]...)
		s.pop.Hide()
		w.toasts.pop(s.toasts)
		if s.onClose != nil {
			s.onClose()
		}
		return
	}
}

// closeTopSheet closes the sheet in front and reports whether there was one.
func (w *Window) closeTopSheet() bool {
	if len(w.sheets) == 0 {
		return false
	}
	w.closeSheet(w.sheets[len(w.sheets)-1])
	return true
}

// sheetLayout gives the content all of a sheet and the messages the whole window,
// in the middle of which the sheet is: what Fyne shows in front takes all clicks, so
// they have to be part of it.
type sheetLayout struct{ canvas fyne.Canvas }

// Layout is for Fyne.
func (l sheetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
	window := l.canvas.Size()
	put(objects[1], (size.Width-window.Width)/2, (size.Height-window.Height)/2, window.Width, window.Height)
}

// MinSize is for Fyne.
func (sheetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
