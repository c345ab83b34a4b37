package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// pathEntry is a text field of a form, for a path or the like: Enter confirms,
// Escape closes.
type pathEntry struct {
	widget.Entry
	w         *Window
	completes bool                    // folders are on offer while a path is typed
	shift     bool                    // is held
	onFocus   func(fyne.CanvasObject) // it got the keyboard; may be nil
	onKey     func(*fyne.KeyEvent)    // takes ↑ and ↓; may be nil
}

var _ desktop.Keyable = (*pathEntry)(nil)

func newPathEntry(w *Window, confirm func()) *pathEntry {
	e := &pathEntry{w: w}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder("Type or paste a path")
	e.OnSubmitted = func(string) { confirm() }
	return e
}

// newFolderEntry is a pathEntry that completes the names of folders.
func newFolderEntry(w *Window, confirm func()) *pathEntry {
	e := newPathEntry(w, confirm)
	e.completes = true
	return e
}

// SetText replaces the text; what the program sets is not completed.
func (e *pathEntry) SetText(text string) {
	e.Entry.SetText(text)
	e.endOffers()
}

// AcceptsTab lets Tab move on, unless it takes a folder on offer, and Shift+Tab always.
func (e *pathEntry) AcceptsTab() bool {
	return e.completes && !e.shift && e.w.folderOffers.wantsTab(e)
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
	if e.completes {
		e.w.folderOffers.look(e)
	}
}

// TypedKey is for Fyne.
func (e *pathEntry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.completes && e.w.folderOffers.typedKey(e, ev):
	case ev.Name == fyne.KeyEscape:
		e.w.escape()
	case e.onKey != nil && (ev.Name == fyne.KeyUp || ev.Name == fyne.KeyDown):
		e.onKey(ev)
	default:
		before := e.Text
		e.Entry.TypedKey(ev)
		switch {
		case e.completes && e.Text != before:
			e.w.folderOffers.look(e)
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
	if e.completes && e.w.folderOffers.entry == e {
		e.w.folderOffers.close()
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
	if e.completes && e.w.folderOffers.entry == e {
		e.w.folderOffers.closeSoon()
	}
}

// TypedShortcut is for Fyne.
func (e *pathEntry) TypedShortcut(s fyne.Shortcut) {
	before := e.Text
	if !e.w.takeTyped(&e.Entry, s) {
		e.Entry.TypedShortcut(s)
	}
	if e.Text != before { // a whole path was pasted, say
		e.endOffers()
	}
}
