package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// Composing tells which keys in a text field belong to an input method. While letters are being
// put together there, the toolkit hands the field each key all the same: Backspace would take
// away a letter of the text as well, Enter would end the typing and Escape leave the field.
//
// An input method shows itself by a key of a letter that no letter comes of. A letter comes before
// the next key where no input method is at work. The zero Composing is ready to use.
type Composing struct {
	awaited bool // the letter of the last key
	keys    int  // that the input method holds
}

// Takes notes a key, and reports whether the input method takes it. A field hands Takes each key
// first, and does nothing with what is taken.
func (c *Composing) Takes(ev *fyne.KeyEvent) bool {
	if c.awaited {
		c.keys++
	}
	c.awaited = len(ev.Name) == 1 && (c.keys == 0 || !strings.Contains(turnsPage, string(ev.Name)))
	if c.awaited || c.keys == 0 {
		return false
	}
	switch ev.Name {
	case fyne.KeyBackspace:
		c.keys--
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		c.keys = 0
	case fyne.KeySpace, fyne.KeyTab, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight,
		fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyDelete:
	default:
		return false
	}
	return true
}

// turnsPage are keys that turn to other suggestions of an input method.
const turnsPage = "-=,.[]"

// Came notes a letter that has come to the field.
func (c *Composing) Came(r rune) {
	c.keys = 0
	// Of the key that begins a syllable of Hangul comes the syllable before it.
	c.awaited = c.awaited && unicode.Is(unicode.Hangul, r)
}

// Ends is for a field that lost the keyboard.
func (c *Composing) Ends() { *c = Composing{} }
