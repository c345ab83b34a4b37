package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
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

// CreateRenderer is for Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{c.Check.CreateRenderer()}
	r.outline()
	return r
}

// checkRenderer draws the outline of an empty box in the colour of secondary text: Fyne's own,
// that of text fields, is hardly seen around so small a ground.
type checkRenderer struct{ fyne.WidgetRenderer }

// Refresh is for Fyne, which takes its own colour again.
func (r *checkRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.outline()
}

func (r *checkRenderer) outline() {
	for _, o := range r.Objects() {
		img, ok := o.(*canvas.Image)
		if !ok {
			continue
		}
		if res, ok := img.Resource.(*fynetheme.ThemedResource); ok && res.ColorName == fynetheme.ColorNameInputBorder {
			res.ColorName = theme.ColorNameMuted
			img.Refresh()
		}
	}
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
