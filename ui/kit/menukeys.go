package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
)

// KeyHint is the key that does what a menu item does. KeyHint travels in the item's shortcut.
// Fyne would draw a real shortcut so pale that it can't be read.
type KeyHint string

// ShortcutName is for Fyne.
func (k KeyHint) ShortcutName() string { return "key " + string(k) }

// MenuItem makes a menu item that names its key.
func MenuItem(label, keys string, do func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, do)
	item.Shortcut = KeyHint(keys)
	return item
}

// HintGap is what stands at least between the longest label and the keys, in Fyne units.
const HintGap float32 = 28

// WithKeys writes the keys of items behind their labels, one below the other.
func WithKeys(items []*fyne.MenuItem) []*fyne.MenuItem {
	size := CurrentTheme().Size(fynetheme.SizeNameText)
	width := func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width }
	space, most := width("x x")-width("xx"), float32(0)
	for _, item := range items {
		most = max(most, width(item.Label))
	}
	shown := make([]*fyne.MenuItem, len(items))
	for i, item := range items {
		drawn := *item
		drawn.Label = VisualOrder(item.Label)
		if hint, ok := item.Shortcut.(KeyHint); ok {
			gap := strings.Repeat(" ", int((most+HintGap-width(item.Label))/space+0.5))
			drawn.Label, drawn.Shortcut = drawn.Label+gap+KeyLabels(string(hint)), nil
		}
		if item.ChildMenu != nil {
			drawn.ChildMenu = fyne.NewMenu(item.ChildMenu.Label, WithKeys(item.ChildMenu.Items)...)
		}
		shown[i] = &drawn
	}
	return shown
}

// Ctrl makes shortcuts of keys with Ctrl, which is Cmd on a Mac.
func Ctrl(keys ...fyne.KeyName) []fyne.Shortcut {
	var shortcuts []fyne.Shortcut
	for _, k := range keys {
		shortcuts = append(shortcuts, &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault})
	}
	return shortcuts
}

// FunctionKey reports a key that no text field uses, and that is therefore handed on to
// typedKey: F and a number, as Fyne names such keys.
func FunctionKey(name fyne.KeyName) bool { return len(name) > 1 && name[0] == 'F' }
