package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// KeySink takes the keys that a focused widget doesn't use, so that the window's keys work
// wherever the focus is.
type KeySink interface {
	TypedRune(r rune)                  // a letter that the widget doesn't use
	TypedKey(ev *fyne.KeyEvent)        // a key that the widget doesn't use
	TakeShortcut(s fyne.Shortcut) bool // true for a shortcut of the window
	Hints() *Tips                      // hints at icons
}

// Button is Fyne's button that also answers to Enter and hands all other keys to the window.
type Button struct {
	widget.Button
	Keys    KeySink
	OnFocus func(fyne.CanvasObject) // the button got the keyboard; may be nil
	Hint    string                  // what the button does, for a button with only an icon
}

// NewButton makes a button with a ground.
func NewButton(keys KeySink, text string, tapped func()) *Button {
	b := &Button{Keys: keys}
	b.Text, b.OnTapped = VisualOrder(text), tapped
	b.ExtendBaseWidget(b)
	return b
}

// SetText replaces the text.
func (b *Button) SetText(text string) { b.Button.SetText(VisualOrder(text)) }

// NewQuietButton makes a button without a ground until the pointer is on it.
func NewQuietButton(keys KeySink, text string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(keys, text, tapped)
	b.Icon, b.Importance = icon, widget.LowImportance
	return b
}

// NewIconButton makes a button with only an icon. hint says what the button does when the
// pointer rests on it.
func NewIconButton(keys KeySink, icon fyne.Resource, hint string, tapped func()) *Button {
	b := NewQuietButton(keys, "", icon, tapped)
	b.Hint = hint
	return b
}

// MouseIn is for Fyne.
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	b.Button.MouseIn(ev)
	b.Keys.Hints().Enter(b, b.Hint)
}

// MouseOut is for Fyne.
func (b *Button) MouseOut() {
	b.Button.MouseOut()
	b.Keys.Hints().Leave(b)
}

// Tapped is for Fyne.
func (b *Button) Tapped(ev *fyne.PointEvent) {
	b.Keys.Hints().Leave(b)
	b.Button.Tapped(ev)
}

// NewDropDown is a quiet button that opens a menu below itself.
func NewDropDown(keys KeySink, text string, open func(below fyne.CanvasObject)) *Button {
	b := NewQuietButton(keys, text, fynetheme.MenuDropDownIcon(), nil)
	b.IconPlacement = widget.ButtonIconTrailingText
	b.OnTapped = func() { open(b) }
	return b
}

// NewMainButton makes the most important button of a group.
func NewMainButton(keys KeySink, text string, tapped func()) *Button {
	b := NewButton(keys, text, tapped)
	b.Importance = widget.HighImportance
	return b
}

// FocusGained is for Fyne.
func (b *Button) FocusGained() {
	b.Button.FocusGained()
	if b.OnFocus != nil {
		b.OnFocus(b)
	}
}

// TypedKey is for Fyne.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.press()
	default:
		b.Keys.TypedKey(ev)
	}
}

// FocusKeeper is a KeySink whose buttons keep the keyboard when pressed with a key, or hand
// the keyboard on to the next usable one.
type FocusKeeper interface{ KeepFocus() }

// press is a tap with a key. Fyne's own takes the keyboard away.
func (b *Button) press() {
	keeper, ok := b.Keys.(FocusKeeper)
	if !ok {
		b.Tapped(nil)
		return
	}
	if !b.Disabled() {
		b.OnTapped()
		keeper.KeepFocus()
	}
}

// TypedRune is for Fyne.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		b.Keys.TypedRune(r)
	}
}

// Slider is Fyne's slider that hands keys it doesn't use to the window.
type Slider struct {
	widget.Slider
	Keys KeySink
	Hint string
}

// NewSlider makes a slider with values from, to and between them in steps.
func NewSlider(keys KeySink, from, to, step float64, changed func(float64)) *Slider {
	s := &Slider{Keys: keys}
	s.Min, s.Max, s.Step, s.OnChanged = from, to, step, changed
	s.ExtendBaseWidget(s)
	return s
}

// MouseIn is for Fyne.
func (s *Slider) MouseIn(ev *desktop.MouseEvent) {
	s.Slider.MouseIn(ev)
	s.Keys.Hints().Enter(s, s.Hint)
}

// MouseOut is for Fyne.
func (s *Slider) MouseOut() {
	s.Slider.MouseOut()
	s.Keys.Hints().Leave(s)
}

// TypedKey is for Fyne.
func (s *Slider) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyLeft || ev.Name == fyne.KeyRight {
		s.Slider.TypedKey(ev)
		return
	}
	s.Keys.TypedKey(ev)
}

// TypedRune is for Fyne.
func (s *Slider) TypedRune(r rune) { s.Keys.TypedRune(r) }

// SetEnabled enables or disables a button, and does nothing without a change.
func SetEnabled(b *Button, enabled bool) {
	switch {
	case enabled && b.Disabled():
		b.Enable()
	case !enabled && !b.Disabled():
		b.Disable()
	}
}
