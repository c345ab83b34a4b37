package kit

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
)

// FieldKeys is the window for a text field: text typed into the field is undone first, and
// Escape has its usual meaning.
type FieldKeys interface {
	TakeTyped(e *widget.Entry, s fyne.Shortcut) bool // true for a shortcut of the window
	Escape()                                         // as with the focus elsewhere
}

// PathEntry is a text field of a form, for a path or the like. Enter confirms, Escape closes.
type PathEntry struct {
	widget.Entry
	keys      FieldKeys
	composing Composing
	Offers    *FolderOffers           // complete the names of folders in a path; may be nil
	shift     bool                    // is held
	OnFocus   func(fyne.CanvasObject) // the field got the keyboard; may be nil
	OnKey     func(*fyne.KeyEvent)    // takes ↑ and ↓; may be nil
}

var _ desktop.Keyable = (*PathEntry)(nil)

// NewPathEntry makes an empty field. Enter calls confirm.
func NewPathEntry(keys FieldKeys, confirm func()) *PathEntry {
	e := &PathEntry{keys: keys}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(message.Text("path-hint", nil))
	e.OnSubmitted = func(string) { confirm() }
	return e
}

// NewFolderEntry is a PathEntry that completes the names of folders with offers.
func NewFolderEntry(keys FieldKeys, offers *FolderOffers, confirm func()) *PathEntry {
	e := NewPathEntry(keys, confirm)
	e.Offers = offers
	return e
}

// SetText replaces the text. Text set by the program is not completed.
func (e *PathEntry) SetText(text string) {
	e.Entry.SetText(text)
	e.endOffers()
}

// AcceptsTab lets Tab move the focus, unless Tab takes a folder on offer. Shift+Tab always
// moves the focus.
func (e *PathEntry) AcceptsTab() bool {
	return e.Offers != nil && !e.shift && e.Offers.wantsTab(e)
}

// KeyDown is for Fyne.
func (e *PathEntry) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
	e.Entry.KeyDown(ev)
}

// KeyUp is for Fyne.
func (e *PathEntry) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
	e.Entry.KeyUp(ev)
}

// TypedRune is for Fyne.
func (e *PathEntry) TypedRune(r rune) {
	e.composing.Came(r)
	e.Entry.TypedRune(r)
	if e.Offers != nil {
		e.Offers.look(e)
	}
}

// TypedKey is for Fyne.
func (e *PathEntry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.composing.Takes(ev):
	case e.Offers != nil && e.Offers.typedKey(e, ev):
	case ev.Name == fyne.KeyEscape:
		e.keys.Escape()
	case e.OnKey != nil && (ev.Name == fyne.KeyUp || ev.Name == fyne.KeyDown):
		e.OnKey(ev)
	default:
		before := e.Text
		e.Entry.TypedKey(ev)
		switch {
		case e.Offers != nil && e.Text != before:
			e.Offers.look(e)
		case !e.AtEnd():
			e.endOffers()
		}
	}
}

// AtEnd reports that the cursor stands behind the text and no text is selected.
func (e *PathEntry) AtEnd() bool {
	return e.SelectedText() == "" && e.CursorTextOffset() >= len([]rune(e.Text))
}

// endOffers hides the offers for this field.
func (e *PathEntry) endOffers() {
	if e.Offers != nil && e.Offers.entry == e {
		e.Offers.Close()
	}
}

// FocusGained is for Fyne.
func (e *PathEntry) FocusGained() {
	e.Entry.FocusGained()
	if e.OnFocus != nil {
		e.OnFocus(e)
	}
}

// FocusLost is for Fyne. The keyboard may have gone to a click on an offer. The release of a
// key elsewhere is not reported, so keys held down are forgotten.
func (e *PathEntry) FocusLost() {
	e.shift = false
	e.composing.Ends()
	e.Entry.FocusLost()
	if e.Offers != nil && e.Offers.entry == e {
		e.Offers.closeSoon()
	}
}

// TypedShortcut is for Fyne.
func (e *PathEntry) TypedShortcut(s fyne.Shortcut) {
	before := e.Text
	if !e.keys.TakeTyped(&e.Entry, s) {
		e.Entry.TypedShortcut(s)
	}
	if e.Text != before { // a whole path was pasted, say
		e.endOffers()
	}
}

// CleanPath makes an absolute path of a typed or pasted text: with quotes, a tilde, or a file
// address as file managers copy it.
func CleanPath(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if u, err := url.Parse(text); err == nil && u.Scheme == "file" {
		text = u.Path
		if runtime.GOOS == "windows" {
			text = strings.TrimPrefix(text, "/")
		}
	}
	if text == "" {
		return ""
	}
	if home, err := os.UserHomeDir(); err == nil && (text == "~" || strings.HasPrefix(text, "~/")) {
		text = filepath.Join(home, text[1:])
	}
	if abs, err := filepath.Abs(text); err == nil {
		return abs
	}
	return text
}

// PathRequest is a request to the user for a path.
type PathRequest struct {
	Title, About, Confirm string                                       // title, text and button of the sheet
	Start                 string                                       // what stands in the field at first
	File                  bool                                         // the chooser is for a file, not a folder
	Chosen                func(path string) string                     // makes a path of the chooser's answer; nil for the answer itself
	Do                    func(ctx context.Context, path string) error // is called off the goroutine of the widgets
	Done                  func(path string)                            // Do has succeeded and the sheet is closed
}

// TypingPause is how long typing must rest before the text is answered: longer than the gap
// between two keys of a fast typist, short enough to feel immediate.
const TypingPause = 200 * time.Millisecond
