package kittest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
)

// Rows are the texts of the rows of Fyne's lists in view within root, from the top. The texts
// of a row are joined by " | ".
func Rows(root fyne.CanvasObject) []string {
	var said []string
	for _, row := range rows(root) {
		said = append(said, strings.Join(Said(row), " | "))
	}
	return said
}

// PressInRow presses the button that says text in the row at an index.
func PressInRow(t *testing.T, root fyne.CanvasObject, row int, text string) {
	t.Helper()
	list := rows(root)
	if row >= len(list) {
		t.Fatalf("there are %d rows: %q", len(list), Rows(root))
	}
	test.Tap(Button(t, list[row], text))
}

// ChooseRow clicks on the row at an index.
func ChooseRow(t *testing.T, root fyne.CanvasObject, row int) {
	t.Helper()
	list := rows(root)
	if row >= len(list) {
		t.Fatalf("there are %d rows: %q", len(list), Rows(root))
	}
	tapped, ok := list[row].(fyne.Tappable)
	if !ok {
		t.Fatalf("a row is a %T", list[row])
	}
	tapped.Tapped(&fyne.PointEvent{})
}

// rows are the rows in view, from the top. Fyne doesn't export the type of a row.
func rows(root fyne.CanvasObject) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, o := range Visible(root) {
		if fmt.Sprintf("%T", o) == "*widget.listItem" {
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(a, b fyne.CanvasObject) int { return cmp.Compare(a.Position().Y, b.Position().Y) })
	return list
}

// Said are the texts in view within root, in their order.
func Said(root fyne.CanvasObject) []string {
	var said []string
	if !root.Visible() {
		return nil
	}
	add := func(text string) {
		if text != "" {
			said = append(said, text)
		}
	}
	switch o := root.(type) {
	case *kit.Line:
		add(o.Text)
	case *kit.Prose:
		add(o.Words.Text)
	case *kit.Button:
		add(o.Text)
	case *canvas.Text:
		add(o.Text)
	case *fyne.Container:
		for _, part := range o.Objects {
			said = append(said, Said(part)...)
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			said = append(said, Said(part)...)
		}
	}
	return said
}

// IconButton is the first button in view within root whose hint says text. The test fails
// without one.
func IconButton(t *testing.T, root fyne.CanvasObject, hint string) *kit.Button {
	t.Helper()
	for _, o := range Visible(root) {
		if b, ok := o.(*kit.Button); ok && b.Hint == hint {
			return b
		}
	}
	t.Fatalf("no button with the hint %q", hint)
	return nil
}
