package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// keyHint is the key that does what a menu item does. It rides along in the item's
// shortcut; Fyne would draw one so pale that it can't be read.
type keyHint string

// ShortcutName is for Fyne.
func (k keyHint) ShortcutName() string { return "key " + string(k) }

// keyed makes a menu item that names its key.
func keyed(label, keys string, do func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, do)
	item.Shortcut = keyHint(keys)
	return item
}

// hintGap is what stands at least between the longest label and the keys, in Fyne units.
const hintGap float32 = 28

// withKeys writes the keys of items behind their labels, one below the other.
func withKeys(items []*fyne.MenuItem) []*fyne.MenuItem {
	size := current().Size(fynetheme.SizeNameText)
	width := func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width }
	space, most := width("x x")-width("xx"), float32(0)
	for _, item := range items {
		most = max(most, width(item.Label))
	}
	shown := make([]*fyne.MenuItem, len(items))
	for i, item := range items {
		drawn := *item
		if hint, ok := item.Shortcut.(keyHint); ok {
			gap := strings.Repeat(" ", int((most+hintGap-width(item.Label))/space+0.5))
			drawn.Label, drawn.Shortcut = item.Label+gap+macKeys(string(hint)), nil
		}
		if item.ChildMenu != nil {
			drawn.ChildMenu = fyne.NewMenu(item.ChildMenu.Label, withKeys(item.ChildMenu.Items)...)
		}
		shown[i] = &drawn
	}
	return shown
}

// dropDown opens a menu below a control.
func (w *Window) dropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	menu := widget.NewPopUpMenu(fyne.NewMenu("", withKeys(items)...), w.win.Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, below.Size().Height+2), below)
}

// popUp opens a menu at a place in the window.
func (w *Window) popUp(at fyne.Position, items ...*fyne.MenuItem) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", withKeys(items)...), w.win.Canvas(), at)
}

// macKeys writes keys as a Mac has them, on a Mac: it has another key for Ctrl.
func macKeys(keys string) string {
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		keys = strings.ReplaceAll(keys, "Ctrl+", "⌘")
	}
	return keys
}
