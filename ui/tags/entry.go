package tags

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// Entry is the text field in which names of tags are typed. The field hands keys for the
// completions to the list.
type Entry struct {
	widget.Entry
	field     *tagField
	composing kit.Composing
}

var _ desktop.Keyable = (*Entry)(nil)

func newEntry(field *tagField, hint string) *Entry {
	e := &Entry{field: field}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	e.OnChanged = func(string) { field.typed() }
	return e
}

// AcceptsTab lets Tab move the focus, unless Tab takes a completion.
func (e *Entry) AcceptsTab() bool { return e.field.open() && e.Text != "" }

// TypedKey is for Fyne.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.composing.Takes(ev):
	case e.field.typedKey(ev):
	case kit.FunctionKey(ev.Name):
		e.field.shell.TypedKey(ev)
	default:
		e.Entry.TypedKey(ev)
	}
}

// TypedRune is for Fyne: a comma ends a name.
func (e *Entry) TypedRune(r rune) {
	e.composing.Came(r)
	if !e.field.typedComma(r) {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut is for Fyne. The window's shortcuts come first.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if !e.field.shell.TakeTyped(&e.Entry, s) {
		e.Entry.TypedShortcut(s)
	}
}

// FocusLost is for Fyne. The keyboard may have gone to a click on the list.
func (e *Entry) FocusLost() {
	e.composing.Ends()
	e.Entry.FocusLost()
	e.field.closeSoon()
}

// setText replaces the text, with the cursor behind it.
func (e *Entry) setText(text string) {
	e.SetText(text)
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}
