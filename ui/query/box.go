package query

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// searchRows is how many rows the box shows before the text scrolls. A paragraph fits, and the
// photos stay in view.
const searchRows = 5

// longRoom is the width from which on the empty box says the long text.
const longRoom float32 = 440

func placeHolder(width float32) string {
	if width < longRoom {
		return message.Text("search-placeholder", nil)
	}
	return message.Text("search-placeholder-long", nil)
}

// searchBox is where the user describes a photo. The box grows with the text, Enter searches
// and Shift+Enter breaks the line.
type searchBox struct {
	widget.Entry
	onTyped  func() // each change by the user
	onSubmit func()
	onStart  func()                       // Backspace in front of the text
	onRecall func(text string)            // a query of the history
	onCursor func()                       // the cursor may have moved
	offering func() bool                  // completions are on offer
	onLost   func()                       // the keyboard
	onOffer  func(ev *fyne.KeyEvent) bool // a list of completions takes the key
	query    func() string                // the whole query, what is not in the box included
	onEscape func()
	onLeave  func() // ↓ below the last row
	onGrow   func() // its height has changed
	keys     kit.KeySink
	shortcut func(fyne.Shortcut) bool // the window's own, true when taken
	history  *history
	cross    *kit.Button   // empties the box; there while the query is not empty
	onWhole  func(bool)    // the whole query is selected, chips included, or no longer
	onGone   func()        // the whole query is being deleted or written over
	onUndone func()        // the entry has taken a change back
	onUndo   func()        // there was none
	marks    *mistakeMarks // over the box

	composing kit.Composing

	shift   bool
	rows    int  // that are to be seen
	wrapped int  // that the text takes
	setting bool // text is being set by the program
	whole   bool // the whole query is selected
}

var (
	_ fyne.Focusable  = (*searchBox)(nil)
	_ desktop.Keyable = (*searchBox)(nil)
)

func newSearchBox(h *history) *searchBox {
	b := &searchBox{history: h, rows: 1, wrapped: 1}
	b.MultiLine, b.Wrapping = true, fyne.TextWrapWord
	b.cross = kit.NewIconButton(nil, fynetheme.CancelIcon(), message.Text("search-clear-tip", nil), nil)
	b.cross.Hide()
	b.ActionItem = b.cross // an entry takes it before it is first drawn only
	b.ExtendBaseWidget(b)
	b.SetPlaceHolder(message.Text("search-placeholder", nil))
	b.SetMinRowsVisible(1)
	b.OnChanged = b.changed
	b.marks = newMistakeMarks(b)
	return b
}

// showCross shows the × while there is something to clear.
func (b *searchBox) showCross() { kit.SetVisible(b.cross, b.query() != "") }

// AcceptsTab lets Tab move on, unless it takes a completion.
func (b *searchBox) AcceptsTab() bool { return b.offering != nil && b.offering() }

// set replaces the text without taking it for typing.
func (b *searchBox) set(text string) {
	b.setting = true
	b.SetText(text)
	b.setting = false
	b.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the cursor goes behind the text
}

// cursor is where the cursor stands, in bytes of the text.
func (b *searchBox) cursor() int {
	at := min(max(b.CursorTextOffset(), 0), utf8.RuneCountInString(b.Text))
	return len(string([]rune(b.Text)[:at]))
}

// put replaces the text and leaves the cursor at a place in it, in bytes.
func (b *searchBox) put(text string, cursor int) {
	b.set(text)
	for range utf8.RuneCountInString(text[min(cursor, len(text)):]) {
		b.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
}

// takeFocus gives the box the keyboard.
func (b *searchBox) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
}

func (b *searchBox) changed(text string) {
	b.grow()
	b.marks.show(nil)
	if !b.setting && b.onTyped != nil {
		b.onTyped()
	}
}

// Resize is for Fyne; another width may wrap the text into other rows.
func (b *searchBox) Resize(size fyne.Size) {
	b.Entry.Resize(size)
	if hint := placeHolder(size.Width); hint != b.PlaceHolder {
		b.SetPlaceHolder(hint)
	}
	b.grow()
}

// grow fits the number of rows to the text.
func (b *searchBox) grow() {
	b.wrapped = kit.WrappedRows(b.Text, b.Size().Width-b.cross.MinSize().Width, b.Wrapping)
	rows := min(b.wrapped, searchRows)
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

// FocusLost is for Fyne. It resets shift, since the box doesn't hear of a key released elsewhere.
func (b *searchBox) FocusLost() {
	b.shift = false
	b.composing.Ends()
	b.setWhole(false)
	b.Entry.FocusLost()
	if b.onLost != nil {
		b.onLost()
	}
}

// MouseDown is for Fyne.
func (b *searchBox) MouseDown(ev *desktop.MouseEvent) {
	b.setWhole(false)
	b.Entry.MouseDown(ev)
}

// setWhole notes that the whole query is selected, chips included, or no longer.
func (b *searchBox) setWhole(whole bool) {
	if b.whole != whole {
		b.whole = whole
		b.onWhole(whole)
	}
}

// writeOver is for what is typed over the whole query: the chips go with the text.
func (b *searchBox) writeOver() {
	if b.whole {
		b.setWhole(false)
		b.onGone()
	}
}

// TypedRune is for Fyne.
func (b *searchBox) TypedRune(r rune) {
	b.composing.Came(r)
	b.writeOver()
	b.Entry.TypedRune(r)
}

// TypedKey is for Fyne.
func (b *searchBox) TypedKey(ev *fyne.KeyEvent) {
	if b.composing.Takes(ev) {
		return
	}
	if whole := b.whole; whole && (ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyDelete) {
		b.writeOver()
		if b.Text == "" { // the entry has no change to tell of
			b.onTyped()
			return
		}
	} else if givesUp[ev.Name] {
		b.setWhole(false)
	}
	if b.onOffer == nil || !b.onOffer(ev) {
		b.typed(ev)
	}
	if b.onCursor != nil {
		b.onCursor()
	}
}

func (b *searchBox) typed(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if b.shift {
			b.Entry.TypedKey(ev)
		} else {
			b.onSubmit()
		}
	case fyne.KeyEscape:
		b.onEscape()
	case fyne.KeyUp:
		b.up(ev)
	case fyne.KeyDown:
		b.down(ev)
	case fyne.KeyBackspace:
		if b.atStart() {
			b.onStart()
		} else {
			b.Entry.TypedKey(ev)
		}
	default:
		if kit.FunctionKey(ev.Name) {
			b.keys.TypedKey(ev)
		} else {
			b.Entry.TypedKey(ev)
		}
	}
}

// atStart reports that there is nothing to delete in front of the cursor.
func (b *searchBox) atStart() bool { return b.SelectedText() == "" && b.cursor() == 0 }

// up walks back in history from an empty query, otherwise it moves the cursor.
func (b *searchBox) up(ev *fyne.KeyEvent) {
	if text := b.query(); text != "" && !b.history.walking(text) {
		b.Entry.TypedKey(ev)
		return
	}
	if text, ok := b.history.older(); ok {
		b.recall(text)
	}
}

// down walks forward in history, moves the cursor, or goes on to the photos.
func (b *searchBox) down(ev *fyne.KeyEvent) {
	if b.history.walking(b.query()) {
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
	b.onRecall(text)
	b.history.recalled = b.query()
}

// givesUp are the keys that give up a selection. A key that writes is none of them: the key
// comes before its letter, which replaces the selection.
var givesUp = map[fyne.KeyName]bool{
	fyne.KeyLeft: true, fyne.KeyRight: true, fyne.KeyUp: true, fyne.KeyDown: true, fyne.KeyHome: true, fyne.KeyEnd: true,
	fyne.KeyPageUp: true, fyne.KeyPageDown: true, fyne.KeyReturn: true, fyne.KeyEnter: true, fyne.KeyEscape: true, fyne.KeyTab: true,
}

// TypedShortcut is for Fyne. The window's shortcuts come first. Copying, cutting and pasting
// with all of the text selected is done with the whole query, chips included.
func (b *searchBox) TypedShortcut(s fyne.Shortcut) {
	if b.shortcut != nil && b.shortcut(s) {
		return
	}
	query := b.query()
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		b.Entry.TypedShortcut(s)
		b.setWhole(true)
		return
	case *fyne.ShortcutCopy:
		if b.whole {
			s.Clipboard.SetContent(query)
			return
		}
	case *fyne.ShortcutCut:
		if b.whole {
			b.writeOver()
			b.Entry.TypedShortcut(s)
			s.Clipboard.SetContent(query)
			return
		}
	case *fyne.ShortcutPaste:
		b.writeOver()
	case *fyne.ShortcutUndo:
		b.Entry.TypedShortcut(s)
		b.onUndone()
		if b.query() == query { // nothing was typed that could be taken back
			b.onUndo()
		}
		return
	}
	b.Entry.TypedShortcut(s)
}
