// Command blank opens an empty window: what the toolkit and the graphics driver
// take by themselves, the ground that measurements of the real window stand on.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

func main() {
	a := app.NewWithID("io.descry.Blank")
	w := a.NewWindow("Blank")
	w.SetContent(canvas.NewRectangle(theme.Color(theme.ColorNameBackground)))
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
