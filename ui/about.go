package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// licences names what the program is built from, as their licences ask for.
const licences = "Built from free software: Fyne (BSD 3-Clause), ONNX Runtime (MIT), SQLite (public domain) " +
	"and what the source of Descry names besides."

// showAbout tells what runs here.
func (w *Window) showAbout() {
	s := w.status.status
	lines := []fyne.CanvasObject{
		factView(fact{Name: "Version", Value: w.version}),
		factView(fact{Name: "Photos", Value: FormatCount(s.Photos)}),
	}
	if model := modelText(s); model != "" {
		lines = append(lines, factView(fact{Name: "Model", Value: model}))
	}
	facts := container.New(layout.NewCustomPaddedLayout(0, 0, labelInset, labelInset), container.NewVBox(lines...))
	var about *sheet
	about = w.openSheet("Descry", fyne.NewSize(460, 0), newColumn(4, facts, wrapped(licences)),
		newMainButton(w, "Close", func() { w.closeSheet(about) }))
}
