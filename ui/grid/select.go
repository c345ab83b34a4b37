package grid

import (
	"maps"

	"descry/library"
)

// Selected returns the chosen photos in the order of the tiles.
func (g *Grid) Selected() []library.PhotoID { return g.sel.ids() }

// SelectedCount returns how many photos are chosen.
func (g *Grid) SelectedCount() int { return len(g.sel.chosen) }

// Focused returns the photo that the keyboard was put on, or 0.
func (g *Grid) Focused() library.PhotoID {
	if !g.sel.valid(g.sel.focus) {
		return noPhoto
	}
	return g.sel.tiles[g.sel.focus].ID
}

// Cursor returns the photo that keys act on, or 0. Cursor is Focused, and until there is one
// the first photo on screen while the grid has the keyboard, so that a user who comes by Tab
// sees the place.
func (g *Grid) Cursor() library.PhotoID {
	if i := g.cursor(); i >= 0 {
		return g.sel.tiles[i].ID
	}
	return noPhoto
}

// cursor is the tile of Cursor, or -1.
func (g *Grid) cursor() int {
	switch {
	case g.sel.valid(g.sel.focus):
		return g.sel.focus
	case g.keyed && len(g.sel.tiles) > 0:
		return g.firstShown()
	}
	return -1
}

// Select chooses these photos and no others. Photos that aren't among the tiles are left out.
// The keyboard goes to the first of the chosen.
func (g *Grid) Select(ids ...library.PhotoID) {
	g.change(func(s *selection) {
		wanted := make(map[library.PhotoID]struct{}, len(ids))
		for _, id := range ids {
			wanted[id] = struct{}{}
		}
		clear(s.chosen)
		first := -1
		for i, t := range s.tiles {
			if _, ok := wanted[t.ID]; ok {
				s.chosen[t.ID] = struct{}{}
				if first < 0 {
					first = i
				}
			}
		}
		if first >= 0 {
			s.focus, s.anchor = first, first
		}
	})
}

// SelectAll chooses every photo.
func (g *Grid) SelectAll() { g.change((*selection).all) }

// SelectNone chooses no photo. The keyboard stays where it is.
func (g *Grid) SelectNone() { g.change((*selection).none) }

// SetFocused moves the keyboard to a photo, chooses the photo alone and brings it into view,
// as when the viewer closes on another photo than it opened with.
func (g *Grid) SetFocused(id library.PhotoID) {
	if i := g.Index(id); i >= 0 {
		g.change(func(s *selection) { s.only(i) })
		g.ScrollTo(i)
	}
}

// change alters the selection, shows the selection and calls the callbacks if it is another.
func (g *Grid) change(f func(*selection)) {
	before, focus := maps.Clone(g.sel.chosen), g.Focused()
	f(&g.sel)
	g.update()
	if !maps.Equal(before, g.sel.chosen) && g.o.OnSelect != nil {
		g.o.OnSelect()
	}
	if now := g.Focused(); now != focus && g.o.OnFocus != nil {
		g.o.OnFocus(now)
	}
}
