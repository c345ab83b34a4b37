package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// wrappedRows counts the rows that text takes in a text field of a width. Fyne
// keeps that number to itself, but a label wraps in the same way.
func wrappedRows(text string, width float32, wrap fyne.TextWrap) int {
	if text == "" || width <= 0 {
		return 1
	}
	one := widget.NewLabel("x").MinSize().Height
	two := widget.NewLabel("x\nx").MinSize().Height
	ruler := widget.NewLabel(text)
	ruler.Wrapping = wrap
	ruler.Resize(fyne.NewSize(width, one))
	return max(1+int((ruler.MinSize().Height-one)/(two-one)+0.5), 1)
}
