package tags

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// The caption field grows with its text between these heights. A longer text scrolls with the
// cursor.
const (
	captionRows     = 2
	mostCaptionRows = 14
)

// CaptionField is where the user writes the caption of photos. The field saves when the
// keyboard leaves it, on Ctrl+Enter, and before other photos take the place.
type CaptionField struct {
	widget.Entry
	shell Shell
	save  func(ids []library.PhotoID, text *string)
	grown func()

	ids  []library.PhotoID // photos of the text
	told string            // the user's present caption of the photos
	rows int

	composing kit.Composing
}

var _ desktop.Keyable = (*CaptionField)(nil)

func newCaptionField(shell Shell, save func([]library.PhotoID, *string), grown func()) *CaptionField {
	c := &CaptionField{shell: shell, save: save, grown: grown, rows: captionRows}
	c.MultiLine, c.Wrapping = true, fyne.TextWrapWord
	c.ExtendBaseWidget(c)
	c.SetMinRowsVisible(c.rows)
	c.OnChanged = func(string) { c.grow() }
	return c
}

// show turns to photos and their captions. Unsaved text about the same photos stays.
func (c *CaptionField) show(ids []library.PhotoID, t service.Tagging) {
	same := slices.Equal(ids, c.ids)
	if !same {
		c.flush()
	}
	writing := same && c.changed()
	c.ids, c.told = ids, ""
	if t.Own && !t.Mixed {
		c.told = t.Caption
	}
	c.SetPlaceHolder(captionHint(len(ids), t))
	if !writing && c.Text != c.told {
		c.SetText(c.told)
	}
	c.grow()
}

// wait is for photos whose captions aren't known yet. Text written from now on is for these
// photos.
func (c *CaptionField) wait(ids []library.PhotoID) {
	c.flush()
	c.ids, c.told = ids, c.Text
}

// captionHint is the text in an empty field.
func captionHint(photos int, t service.Tagging) string {
	switch {
	case t.Mixed:
		return message.Text("caption-mixed-hint", nil)
	case !t.Own && strings.TrimSpace(t.Caption) != "":
		return strings.TrimSpace(t.Caption)
	case photos > 1:
		return message.Text("caption-all-hint", nil)
	}
	return message.Text("caption-hint", nil)
}

func (c *CaptionField) changed() bool { return strings.TrimSpace(c.Text) != strings.TrimSpace(c.told) }

// flush saves unsaved text. A field emptied by the user goes back to the file's own caption.
func (c *CaptionField) flush() {
	if len(c.ids) == 0 || !c.changed() {
		return
	}
	text := strings.TrimSpace(c.Text)
	c.told = text
	if text == "" {
		c.save(c.ids, nil)
	} else {
		c.save(c.ids, &text)
	}
}

// takeBack puts back the caption before. The unsaved text can still be saved.
func (c *CaptionField) takeBack() {
	text, ids := strings.TrimSpace(c.Text), c.ids
	if c.changed() && text != "" {
		c.shell.Say(message.Text("caption-not-saved", nil), message.Text("caption-save-button", nil), func() { c.save(ids, &text) })
	}
	c.SetText(c.told)
}

// grow fits the number of rows to the text.
func (c *CaptionField) grow() {
	text := c.Text
	if text == "" {
		text = c.PlaceHolder
	}
	rows := min(max(kit.WrappedRows(text, kit.DetailsWidth-2*kit.DetailsPad, c.Wrapping), captionRows), mostCaptionRows)
	if rows == c.rows {
		return
	}
	c.rows = rows
	c.SetMinRowsVisible(rows)
	c.grown()
}

// AcceptsTab lets Tab move on.
func (c *CaptionField) AcceptsTab() bool { return false }

// FocusLost is for Fyne.
func (c *CaptionField) FocusLost() {
	c.composing.Ends()
	c.Entry.FocusLost()
	c.flush()
}

// TypedKey is for Fyne.
func (c *CaptionField) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case c.composing.Takes(ev):
	case ev.Name == fyne.KeyEscape:
		c.takeBack()
		c.shell.LeaveField()
	case kit.FunctionKey(ev.Name):
		c.shell.TypedKey(ev)
	default:
		c.Entry.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (c *CaptionField) TypedRune(r rune) {
	c.composing.Came(r)
	c.Entry.TypedRune(r)
}

// TypedShortcut is for Fyne. Ctrl+Enter saves. The window's shortcuts come first.
func (c *CaptionField) TypedShortcut(s fyne.Shortcut) {
	if custom, ok := s.(*desktop.CustomShortcut); ok && custom.Modifier == fyne.KeyModifierShortcutDefault &&
		(custom.KeyName == fyne.KeyReturn || custom.KeyName == fyne.KeyEnter) {
		c.flush()
		c.shell.LeaveField()
		return
	}
	if !c.shell.TakeTyped(&c.Entry, s) {
		c.Entry.TypedShortcut(s)
	}
}
