package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// ChipView is a chip of the query. A click on the chip puts its text back into the box, its ×
// removes the chip.
type ChipView struct {
	ChipFace
	keys    KeySink
	Edit    func()
	remove  func()
	Partial bool // only some of several photos have the tag
}

var (
	_ fyne.Tappable      = (*ChipView)(nil)
	_ fyne.Focusable     = (*ChipView)(nil)
	_ desktop.Cursorable = (*ChipView)(nil)
	_ fyne.Accessible    = (*ChipView)(nil)
)

// NewChipView makes a chip that calls edit when pressed, and remove at its cross.
func NewChipView(keys KeySink, label string, edit, remove func()) *ChipView {
	v := &ChipView{keys: keys, Edit: edit, remove: remove}
	v.Label, v.cross = NewChipLabel(label), true
	v.ExtendBaseWidget(v)
	return v
}

// WithPicture makes room for a small picture, which may be set later.
func (v *ChipView) WithPicture() {
	v.Picture = canvas.NewImageFromImage(nil)
	v.Picture.FillMode, v.Picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
}

// Tapped edits the chip, or removes it at the ×.
func (v *ChipView) Tapped(ev *fyne.PointEvent) {
	if ev.Position.X >= v.Size().Width-chipCross {
		v.remove()
		return
	}
	v.Edit()
}

// Cursor is for Fyne.
func (v *ChipView) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained is for Fyne.
func (v *ChipView) FocusGained() { v.setFocused(true) }

// FocusLost is for Fyne.
func (v *ChipView) FocusLost() { v.setFocused(false) }

func (v *ChipView) setFocused(focused bool) {
	v.focused = focused
	v.Refresh()
}

// TypedKey is for Fyne: Enter edits, Delete and Backspace remove.
func (v *ChipView) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		v.Edit()
	case fyne.KeyDelete, fyne.KeyBackspace:
		v.remove()
	default:
		v.keys.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (v *ChipView) TypedRune(r rune) {
	if r != ' ' {
		v.keys.TypedRune(r)
	}
}

// AccessibilityLabel reads the chip to a screen reader.
func (v *ChipView) AccessibilityLabel() string { return v.Label.Text }

// AccessibilityRole tells what a chip is.
func (v *ChipView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
