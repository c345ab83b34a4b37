package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// keySink takes the keys that a focused widget has no use for, so that the
// window's keys work wherever the focus is.
type keySink interface {
	typedRune(r rune)
	typedKey(ev *fyne.KeyEvent)
	takeShortcut(s fyne.Shortcut) bool // true when it was one of the window's
	hints() *tips                      // where an icon tells what it does
}

// button is Fyne's button that also answers to Enter and hands all other keys
// to the window.
type button struct {
	widget.Button
	keys    keySink
	onFocus func(fyne.CanvasObject) // it got the keyboard; may be nil
	hint    string                  // what it does, where only an icon says so
}

func newButton(keys keySink, text string, tapped func()) *button {
	b := &button{keys: keys}
	b.Text, b.OnTapped = text, tapped
	b.ExtendBaseWidget(b)
	return b
}

// newQuietButton has no ground until the pointer is on it.
func newQuietButton(keys keySink, text string, icon fyne.Resource, tapped func()) *button {
	b := newButton(keys, text, tapped)
	b.Icon, b.Importance = icon, widget.LowImportance
	return b
}

// newIconButton has an icon only; hint says what it does when the pointer rests on it.
func newIconButton(keys keySink, icon fyne.Resource, hint string, tapped func()) *button {
	b := newQuietButton(keys, "", icon, tapped)
	b.hint = hint
	return b
}

// MouseIn is for Fyne.
func (b *button) MouseIn(ev *desktop.MouseEvent) {
	b.Button.MouseIn(ev)
	b.keys.hints().enter(b, b.hint)
}

// MouseOut is for Fyne.
func (b *button) MouseOut() {
	b.Button.MouseOut()
	b.keys.hints().leave(b)
}

// Tapped is for Fyne.
func (b *button) Tapped(ev *fyne.PointEvent) {
	b.keys.hints().leave(b)
	b.Button.Tapped(ev)
}

// newDropDown is a quiet button that opens a menu below itself.
func newDropDown(keys keySink, text string, open func(below fyne.CanvasObject)) *button {
	b := newQuietButton(keys, text, fynetheme.MenuDropDownIcon(), nil)
	b.IconPlacement = widget.ButtonIconTrailingText
	b.OnTapped = func() { open(b) }
	return b
}

// newMainButton is the one to press.
func newMainButton(keys keySink, text string, tapped func()) *button {
	b := newButton(keys, text, tapped)
	b.Importance = widget.HighImportance
	return b
}

// FocusGained is for Fyne.
func (b *button) FocusGained() {
	b.Button.FocusGained()
	if b.onFocus != nil {
		b.onFocus(b)
	}
}

// TypedKey is for Fyne.
func (b *button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.press()
	default:
		b.keys.typedKey(ev)
	}
}

// focusKeeper is a keySink on whose buttons the keyboard stays when they are
// pressed with it, or goes on to the next one that is of use.
type focusKeeper interface{ keepFocus() }

// press is a tap with a key. Fyne's own takes the keyboard away.
func (b *button) press() {
	keeper, ok := b.keys.(focusKeeper)
	if !ok {
		b.Tapped(nil)
		return
	}
	if !b.Disabled() {
		b.OnTapped()
		keeper.keepFocus()
	}
}

// TypedRune is for Fyne.
func (b *button) TypedRune(r rune) {
	if r != ' ' {
		b.keys.typedRune(r)
	}
}

// slider is Fyne's slider that hands keys it has no use for to the window.
type slider struct {
	widget.Slider
	keys keySink
	hint string
}

func newSlider(keys keySink, from, to, step float64, changed func(float64)) *slider {
	s := &slider{keys: keys}
	s.Min, s.Max, s.Step, s.OnChanged = from, to, step, changed
	s.ExtendBaseWidget(s)
	return s
}

// MouseIn is for Fyne.
func (s *slider) MouseIn(ev *desktop.MouseEvent) {
	s.Slider.MouseIn(ev)
	s.keys.hints().enter(s, s.hint)
}

// MouseOut is for Fyne.
func (s *slider) MouseOut() {
	s.Slider.MouseOut()
	s.keys.hints().leave(s)
}

// TypedKey is for Fyne.
func (s *slider) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyLeft || ev.Name == fyne.KeyRight {
		s.Slider.TypedKey(ev)
		return
	}
	s.keys.typedKey(ev)
}

// TypedRune is for Fyne.
func (s *slider) TypedRune(r rune) { s.keys.typedRune(r) }

// setEnabled leaves alone what is so already.
func setEnabled(b *button, enabled bool) {
	switch {
	case enabled && b.Disabled():
		b.Enable()
	case !enabled && !b.Disabled():
		b.Disable()
	}
}
