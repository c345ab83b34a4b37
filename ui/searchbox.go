package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// searchRows is how far the box grows before it scrolls: a paragraph fits, the
// photos stay in view.
const searchRows = 5

// searchBox is where the owner describes a photo. It grows with its text, Enter
// searches and Shift+Enter breaks the line.
type searchBox struct {
	widget.Entry
	onTyped  func(text string) // each change by the owner
	onSubmit func(text string)
	onEscape func()
	onLeave  func() // ↓ below the last row
	onGrow   func() // its height has changed
	keys     keySink
	shortcut func(fyne.Shortcut) bool // the window's own, true when taken
	history  *history

	shift   bool
	rows    int
	setting bool // text is being set by the program
}

var (
	_ fyne.Focusable  = (*searchBox)(nil)
	_ desktop.Keyable = (*searchBox)(nil)
)

func newSearchBox(h *history) *searchBox {
	b := &searchBox{history: h, rows: 1}
	b.MultiLine, b.Wrapping = true, fyne.TextWrapWord
	b.ExtendBaseWidget(b)
	b.SetPlaceHolder("Describe a photo…")
	b.SetMinRowsVisible(1)
	b.OnChanged = b.changed
	return b
}

// AcceptsTab lets Tab move on: nobody describes photos with tabs.
func (b *searchBox) AcceptsTab() bool { return false }

// set replaces the text without taking it for typing.
func (b *searchBox) set(text string) {
	b.setting = true
	b.SetText(text)
	b.setting = false
	b.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the cursor goes behind the text
}

func (b *searchBox) changed(text string) {
	b.grow()
	if !b.setting && b.onTyped != nil {
		b.onTyped(text)
	}
}

// Resize is for Fyne; another width may wrap the text into other rows.
func (b *searchBox) Resize(size fyne.Size) {
	b.Entry.Resize(size)
	b.grow()
}

// grow fits the number of rows to the text.
func (b *searchBox) grow() {
	rows := min(wrappedRows(b.Text, b.Size().Width, b.Wrapping), searchRows)
	if rows == b.rows {
		return
	}
	b.rows = rows
	b.SetMinRowsVisible(rows)
	if b.onGrow != nil {
		b.onGrow()
	}
}

// KeyDown is for Fyne.
func (b *searchBox) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		b.shift = true
	}
	b.Entry.KeyDown(ev)
}

// KeyUp is for Fyne.
func (b *searchBox) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		b.shift = false
	}
	b.Entry.KeyUp(ev)
}

// FocusLost is for Fyne; a key released elsewhere is not heard of.
func (b *searchBox) FocusLost() {
	b.shift = false
	b.Entry.FocusLost()
}

// TypedKey is for Fyne.
func (b *searchBox) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if b.shift {
			b.Entry.TypedKey(ev)
		} else {
			b.onSubmit(b.Text)
		}
	case fyne.KeyEscape:
		b.onEscape()
	case fyne.KeyUp:
		b.up(ev)
	case fyne.KeyDown:
		b.down(ev)
	case fyne.KeyF6, fyne.KeyF9, fyne.KeyF11:
		b.keys.typedKey(ev)
	default:
		b.Entry.TypedKey(ev)
	}
}

// up walks back in history from an empty box, otherwise it moves the cursor.
func (b *searchBox) up(ev *fyne.KeyEvent) {
	if b.Text != "" && !b.history.walking(b.Text) {
		b.Entry.TypedKey(ev)
		return
	}
	if text, ok := b.history.older(); ok {
		b.recall(text)
	}
}

// down walks forward in history, moves the cursor, or goes on to the photos.
func (b *searchBox) down(ev *fyne.KeyEvent) {
	if b.history.walking(b.Text) {
		if text, ok := b.history.newer(); ok {
			b.recall(text)
		}
		return
	}
	row := b.CursorRow
	b.Entry.TypedKey(ev)
	if b.CursorRow == row && !b.shift {
		b.onLeave()
	}
}

func (b *searchBox) recall(text string) {
	b.set(text)
	b.onTyped(text)
}

// TypedShortcut is for Fyne; the window's shortcuts come first.
func (b *searchBox) TypedShortcut(s fyne.Shortcut) {
	if b.shortcut == nil || !b.shortcut(s) {
		b.Entry.TypedShortcut(s)
	}
}
