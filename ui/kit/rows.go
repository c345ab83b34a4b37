package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Measures of a row of a list in Fyne units.
const (
	RowLow float32 = 26 // one line
	RowPad float32 = 8
)

// WrappedRows counts the rows that text takes in a text field of a width. Fyne keeps the
// number private, but a label wraps in the same way.
func WrappedRows(text string, width float32, wrap fyne.TextWrap) int {
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

// Arrange keeps the rows of what is still there, in the order of the values.
func Arrange[R, V any](rows []R, values []V, rowID func(R) string, id func(V) string, add func(V) R) []R {
	arranged := make([]R, len(values))
	for i, v := range values {
		at := slices.IndexFunc(rows, func(r R) bool { return rowID(r) == id(v) })
		if at >= 0 {
			arranged[i] = rows[at]
		} else {
			arranged[i] = add(v)
		}
	}
	return arranged
}
