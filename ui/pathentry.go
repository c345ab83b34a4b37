package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// pathEntry is a text field for a path: Enter confirms, Escape closes.
type pathEntry struct {
	widget.Entry
	w *Window
}

func newPathEntry(w *Window, confirm func()) *pathEntry {
	e := &pathEntry{w: w}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder("Type or paste a path")
	e.OnSubmitted = func(string) { confirm() }
	return e
}

// TypedKey is for Fyne.
func (e *pathEntry) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		e.w.escape()
		return
	}
	e.Entry.TypedKey(ev)
}

// TypedShortcut is for Fyne.
func (e *pathEntry) TypedShortcut(s fyne.Shortcut) {
	if !e.w.takeShortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}
