package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/ui/kit"
)

// exampleColumn is the room for an example of the search language.
const exampleColumn float32 = 262

// languageHelp explains the search language by example, on one screen.
func languageHelp() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, e := range message.QueryHelp() {
		example := kit.NewLine(e.Example)
		example.TextSize, example.Style.Monospace = fynetheme.SizeNameCaptionText, true
		rows = append(rows, container.New(&keyColumn{first: exampleColumn}, example, kit.NewProse(e.Meaning)))
	}
	return kit.NewInset(kit.Inset{Top: 4, Bottom: 12, Left: 4, Right: 12}, kit.NewColumn(2, rows...))
}
