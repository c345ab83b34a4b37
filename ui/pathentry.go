package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// pathEntry is a text field of a form, for a path or the like: Enter confirms,
// Escape closes.
type pathEntry struct {
	widget.Entry
	w       *Window
	onFocus func(fyne.CanvasObject) // it got the keyboard; may be nil
	onKey   func(*fyne.KeyEvent)    // takes ↑ and ↓; may be nil
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
	switch {
	case ev.Name == fyne.KeyEscape:
		e.w.escape()
	case e.onKey != nil && (ev.Name == fyne.KeyUp || ev.Name == fyne.KeyDown):
		e.onKey(ev)
	default:
		e.Entry.TypedKey(ev)
	}
}

// FocusGained is for Fyne.
func (e *pathEntry) FocusGained() {
	e.Entry.FocusGained()
	if e.onFocus != nil {
		e.onFocus(e)
	}
}

// TypedShortcut is for Fyne.
func (e *pathEntry) TypedShortcut(s fyne.Shortcut) {
	if !e.w.takeTyped(&e.Entry, s) {
		e.Entry.TypedShortcut(s)
	}
}
