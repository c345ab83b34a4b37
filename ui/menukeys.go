package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
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

// macKeys writes keys as a Mac has them, on a Mac: it has another key for Ctrl.
func macKeys(keys string) string {
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		keys = strings.ReplaceAll(keys, "Ctrl+", "⌘")
	}
	return keys
}
func ctrl(keys ...fyne.KeyName) []fyne.Shortcut {
	var shortcuts []fyne.Shortcut
	for _, k := range keys {
		shortcuts = append(shortcuts, &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault})
	}
	return shortcuts
}

// functionKey reports a key that no text field has a use for, so that it is handed on
// to typedKey: F and a number, as Fyne names them.
func functionKey(name fyne.KeyName) bool { return len(name) > 1 && name[0] == 'F' }
