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
	size    fyne.Size
	onClose func()
}

// openSheet shows a sheet of the wanted size, smaller where the window is.
func (w *Window) openSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *sheet {
	row := container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, buttons...)...)
	head := container.New(layout.NewCustomPaddedLayout(4, 8, 4, 4), newHeading(title))
	content := container.NewBorder(head, container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), row), nil, nil, body)
	s := &sheet{size: size}
	s.pop = widget.NewModalPopUp(container.New(layout.NewCustomPaddedLayout(8, 8, 8, 8), content), w.win.Canvas())
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
