package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// keySink takes the keys that a focused widget has no use for, so that the
// window's keys work wherever the focus is.
type keySink interface {
	typedRune(r rune)
	typedKey(ev *fyne.KeyEvent)
	takeShortcut(s fyne.Shortcut) bool // true when it was one of the window's
}

// button is Fyne's button that also answers to Enter and hands all other keys
// to the window.
type button struct {
	widget.Button
	keys keySink
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

// newMainButton is the one to press.
func newMainButton(keys keySink, text string, tapped func()) *button {
	b := newButton(keys, text, tapped)
	b.Importance = widget.HighImportance
	return b
}

// TypedKey is for Fyne.
func (b *button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace:
		b.Button.TypedKey(ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.keys.typedKey(ev)
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
}

func newSlider(keys keySink, from, to, step float64, changed func(float64)) *slider {
	s := &slider{keys: keys}
	s.Min, s.Max, s.Step, s.OnChanged = from, to, step, changed
	s.ExtendBaseWidget(s)
	return s
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
