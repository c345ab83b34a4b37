package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// licences names what the program is built from, as their licences ask for.
const licences = "Built with Fyne (BSD), ONNX Runtime (MIT), SQLite (public domain), go-sqlite3 (MIT) " +
	"and libheif, dav1d, libwebp as WebAssembly; the full texts come with the program."

// showAbout tells what runs here.
func (w *Window) showAbout() {
	s := w.status.status
	lines := []fyne.CanvasObject{
		factView(fact{"Version", w.version}),
		factView(fact{"Photos", formatCount(s.Photos)}),
	}
	if model := modelText(s); model != "" {
		lines = append(lines, factView(fact{"Model", model}))
	}
	lines = append(lines, wrapped(licences))
	var about *sheet
	about = w.openSheet("Descry", fyne.NewSize(460, 320), container.NewVBox(lines...),
		newMainButton(w, "Close", func() { w.closeSheet(about) }))
}
