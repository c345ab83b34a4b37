package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedShortcut handles Ctrl+A and Ctrl with the keys that move, which reach a widget as
// shortcuts. All other shortcuts are passed on.
func (g *Grid) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all {
		g.SelectAll()
		return
	}
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier&fyne.KeyModifierAlt == 0 {
		if to, moves := g.target(c.KeyName); moves {
			if to >= 0 {
				g.moveTo(to, c.Modifier)
			}
			return
		}
		if at := g.cursor(); c.KeyName == fyne.KeySpace && at >= 0 {
			g.change(func(s *selection) { s.toggle(at) })
			return
		}
	}
	if g.o.OnShortcut != nil {
		g.o.OnShortcut(s)
		return
	}
	if c, ok := g.canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// TypedRune passes letters on. A space has already come as a key.
func (g *Grid) TypedRune(r rune) {
	if r == ' ' {
		return
	}
	if c := g.canvas(); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

func (g *Grid) passKey(e *fyne.KeyEvent) {
	if c := g.canvas(); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

var (
	_ fyne.Focusable    = (*Grid)(nil)
	_ fyne.Shortcutable = (*Grid)(nil)
)
