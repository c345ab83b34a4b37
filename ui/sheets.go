package ui

import (
	"fyne.io/fyne/v2"

	"descry/ui/kit"
)

// openSheet shows a sheet of the wanted size, or a smaller one where the window is smaller.
// Without a height the sheet is as high as its content, and grows with the content.
func (w *Window) openSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	s := kit.NewSheet(w.win.Canvas(), title, size, body, buttons,
		w.toasts.push(w.status.root.MinSize().Height+toastMargin), w.tips.Push())
	w.sheets = append(w.sheets, s)
	s.Show()
	return s
}

// fitSheets follows the window's size.
func (w *Window) fitSheets() {
	for _, s := range w.sheets {
		s.Fit()
	}
}

// closeSheet closes s, whether or not another sheet is in front of it.
func (w *Window) closeSheet(s *kit.Sheet) {
	for i, open := range w.sheets {
		if open != s {
			continue
		}
		w.sheets = append(w.sheets[:i], w.sheets[i+1:]...)
		w.folderOffers.Close()
		s.Pop.Hide()
		w.toasts.pop(s.Toasts)
		w.tips.Pop(s.Tips)
		if s.OnClose != nil {
			s.OnClose()
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
