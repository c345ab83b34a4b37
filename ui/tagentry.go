package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// tagEntry is the text field of a tagField, to which it hands the keys that are
// for the completions.
type tagEntry struct {
	widget.Entry
	field *tagField
}

var _ desktop.Keyable = (*tagEntry)(nil)

func newTagEntry(field *tagField, hint string) *tagEntry {
	e := &tagEntry{field: field}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	e.OnChanged = func(string) { field.typed() }
	return e
}

// AcceptsTab lets Tab move on, unless it takes a completion.
func (e *tagEntry) AcceptsTab() bool { return e.field.open() && e.Text != "" }

// TypedKey is for Fyne.
func (e *tagEntry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.field.typedKey(ev):
	case kit.FunctionKey(ev.Name):
		e.field.w.TypedKey(ev)
	default:
		e.Entry.TypedKey(ev)
	}
}

// TypedRune is for Fyne: a comma ends a name.
func (e *tagEntry) TypedRune(r rune) {
	if !e.field.typedComma(r) {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut is for Fyne; the window's shortcuts come first.
func (e *tagEntry) TypedShortcut(s fyne.Shortcut) {
	if !e.field.w.TakeTyped(&e.Entry, s) {
		e.Entry.TypedShortcut(s)
	}
}

// FocusLost is for Fyne; the keyboard may have gone to a click on the list.
func (e *tagEntry) FocusLost() {
	e.Entry.FocusLost()
	e.field.closeSoon()
}

// setText replaces the text, with the cursor behind it.
func (e *tagEntry) setText(text string) {
	e.SetText(text)
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}
