package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// fieldKeys is the window to a text field: what is typed there is undone first, and Escape
// means what it means elsewhere.
type fieldKeys interface {
	takeTyped(e *widget.Entry, s fyne.Shortcut) bool // true when it was one of the window's
	escape()
}

// pathEntry is a text field of a form, for a path or the like: Enter confirms,
// Escape closes.
type pathEntry struct {
	widget.Entry
	keys    fieldKeys
	offers  *folderOffers           // complete the names of folders while a path is typed; nil for none
	shift   bool                    // is held
	onFocus func(fyne.CanvasObject) // it got the keyboard; may be nil
	onKey   func(*fyne.KeyEvent)    // takes ↑ and ↓; may be nil
}

var _ desktop.Keyable = (*pathEntry)(nil)

func newPathEntry(keys fieldKeys, confirm func()) *pathEntry {
	e := &pathEntry{keys: keys}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder("Type or paste a path")
	e.OnSubmitted = func(string) { confirm() }
	return e
}

// newFolderEntry is a pathEntry that completes the names of folders with offers.
func newFolderEntry(keys fieldKeys, offers *folderOffers, confirm func()) *pathEntry {
	e := newPathEntry(keys, confirm)
	e.offers = offers
	return e
}

// SetText replaces the text; what the program sets is not completed.
func (e *pathEntry) SetText(text string) {
	e.Entry.SetText(text)
	e.endOffers()
}

// AcceptsTab lets Tab move on, unless it takes a folder on offer, and Shift+Tab always.
func (e *pathEntry) AcceptsTab() bool {
	return e.offers != nil && !e.shift && e.offers.wantsTab(e)
}

// KeyDown is for Fyne.
func (e *pathEntry) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
	e.Entry.KeyDown(ev)
}

// KeyUp is for Fyne.
func (e *pathEntry) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
	e.Entry.KeyUp(ev)
}

// TypedRune is for Fyne.
func (e *pathEntry) TypedRune(r rune) {
	e.Entry.TypedRune(r)
	if e.offers != nil {
		e.offers.look(e)
	}
}

// TypedKey is for Fyne.
func (e *pathEntry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.offers != nil && e.offers.typedKey(e, ev):
	case ev.Name == fyne.KeyEscape:
		e.keys.escape()
	case e.onKey != nil && (ev.Name == fyne.KeyUp || ev.Name == fyne.KeyDown):
		e.onKey(ev)
	default:
		before := e.Text
		e.Entry.TypedKey(ev)
		switch {
		case e.offers != nil && e.Text != before:
			e.offers.look(e)
		case !e.atEnd():
			e.endOffers()
		}
	}
}

// atEnd reports that the cursor stands behind the text, of which nothing is selected.
func (e *pathEntry) atEnd() bool {
	return e.SelectedText() == "" && e.CursorTextOffset() >= len([]rune(e.Text))
}

// endOffers puts away what is on offer for this field.
func (e *pathEntry) endOffers() {
	if e.offers != nil && e.offers.entry == e {
		e.offers.close()
	}
}

// FocusGained is for Fyne.
func (e *pathEntry) FocusGained() {
	e.Entry.FocusGained()
	if e.onFocus != nil {
		e.onFocus(e)
	}
}

// FocusLost is for Fyne; the keyboard may have gone to a click on what is on offer. A
// key released elsewhere is not heard of.
func (e *pathEntry) FocusLost() {
	e.shift = false
	e.Entry.FocusLost()
	if e.offers != nil && e.offers.entry == e {
		e.offers.closeSoon()
	}
}

// TypedShortcut is for Fyne.
func (e *pathEntry) TypedShortcut(s fyne.Shortcut) {
	before := e.Text
	if !e.keys.takeTyped(&e.Entry, s) {
		e.Entry.TypedShortcut(s)
	}
	if e.Text != before { // a whole path was pasted, say
		e.endOffers()
	}
}
