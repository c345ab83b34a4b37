package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// check is Fyne's check box that also answers to Enter and hands all other keys to
// the page.
type check struct {
	widget.Check
	keys keySink
}

func newCheck(keys keySink, text string, changed func(bool)) *check {
	c := &check{keys: keys}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is for Fyne.
func (c *check) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !c.Disabled() {
			c.SetChecked(!c.Checked)
		}
	default:
		c.keys.typedKey(ev)
	}
}

// TypedRune is for Fyne; the space has been a key already.
func (c *check) TypedRune(r rune) {
	if r != ' ' {
		c.keys.typedRune(r)
	}
}

// put ticks it or not without telling of it.
func (c *check) put(checked bool) {
	if c.Checked != checked {
		c.Checked = checked
		c.Refresh()
	}
}
