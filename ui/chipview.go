package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// chipView is a chip of the query: a click on it puts its text back into the box,
// its × removes it.
type chipView struct {
	chipFace
	keys    keySink
	edit    func()
	remove  func()
	partial bool // only some of several photos have it
}

var (
	_ fyne.Tappable      = (*chipView)(nil)
	_ fyne.Focusable     = (*chipView)(nil)
	_ desktop.Cursorable = (*chipView)(nil)
	_ fyne.Accessible    = (*chipView)(nil)
)

func newChipView(keys keySink, label string, edit, remove func()) *chipView {
	v := &chipView{keys: keys, edit: edit, remove: remove}
	v.label, v.cross = newChipLabel(label), true
	v.ExtendBaseWidget(v)
	return v
}

// withPicture makes room for a small picture, to be set when it is there.
func (v *chipView) withPicture() {
	v.picture = canvas.NewImageFromImage(nil)
	v.picture.FillMode, v.picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
}

// Tapped edits the chip, or removes it at the ×.
func (v *chipView) Tapped(ev *fyne.PointEvent) {
	if ev.Position.X >= v.Size().Width-chipCross {
		v.remove()
		return
	}
	v.edit()
}

// Cursor is for Fyne.
func (v *chipView) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained is for Fyne.
func (v *chipView) FocusGained() { v.setFocused(true) }

// FocusLost is for Fyne.
func (v *chipView) FocusLost() { v.setFocused(false) }

func (v *chipView) setFocused(focused bool) {
	v.focused = focused
	v.Refresh()
}

// TypedKey is for Fyne: Enter edits, Delete and Backspace remove.
func (v *chipView) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		v.edit()
	case fyne.KeyDelete, fyne.KeyBackspace:
		v.remove()
	default:
		v.keys.typedKey(ev)
	}
}

// TypedRune is for Fyne.
func (v *chipView) TypedRune(r rune) {
	if r != ' ' {
		v.keys.typedRune(r)
	}
}

// AccessibilityLabel reads the chip to a screen reader.
func (v *chipView) AccessibilityLabel() string { return v.label.text }

// AccessibilityRole tells what a chip is.
func (v *chipView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
