package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Check is Fyne's check box that also answers to Enter and hands all other keys to
// the page.
type Check struct {
	widget.Check
	keys KeySink
}

// NewCheck makes a check box that isn't ticked.
func NewCheck(keys KeySink, text string, changed func(bool)) *Check {
	c := &Check{keys: keys}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is for Fyne.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !c.Disabled() {
			c.SetChecked(!c.Checked)
		}
	default:
		c.keys.TypedKey(ev)
	}
}

// TypedRune is for Fyne. A space has already come as a key.
func (c *Check) TypedRune(r rune) {
	if r != ' ' {
		c.keys.TypedRune(r)
	}
}

// Put ticks or unticks the box without calling changed.
func (c *Check) Put(checked bool) {
	if c.Checked != checked {
		c.Checked = checked
		c.Refresh()
	}
}
