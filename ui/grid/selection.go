package grid

import "descry/library"

// selection is which photos are chosen, by id, and where the keyboard is, by index. Both ends
// of a range survive new tiles because remap follows them.
type selection struct {
	tiles  []library.Tile
	chosen map[library.PhotoID]struct{}
	focus  int // the tile that keys act on, or -1
	anchor int // the fixed end of a range, or -1
}

func newSelection() selection {
	return selection{chosen: map[library.PhotoID]struct{}{}, focus: -1, anchor: -1}
}

func (s *selection) has(i int) bool {
	_, ok := s.chosen[s.tiles[i].ID]
	return ok
}

// valid reports whether i is a tile.
func (s *selection) valid(i int) bool { return i >= 0 && i < len(s.tiles) }

// only chooses tile i alone.
func (s *selection) only(i int) {
	clear(s.chosen)
	s.chosen[s.tiles[i].ID] = struct{}{}
	s.focus, s.anchor = i, i
}

// toggle adds or removes tile i, which begins the next range.
func (s *selection) toggle(i int) {
	if id := s.tiles[i].ID; s.has(i) {
		delete(s.chosen, id)
	} else {
		s.chosen[id] = struct{}{}
	}
	s.focus, s.anchor = i, i
}

// extend chooses from the anchor to tile i. keep adds the range to the tiles chosen already.
func (s *selection) extend(i int, keep bool) {
	if !s.valid(s.anchor) {
		s.anchor = max(s.focus, 0)
	}
	if !keep {
		clear(s.chosen)
	}
	for k := min(s.anchor, i); k <= max(s.anchor, i); k++ {
		s.chosen[s.tiles[k].ID] = struct{}{}
	}
	s.focus = i
}

func (s *selection) all() {
	for _, t := range s.tiles {
		s.chosen[t.ID] = struct{}{}
	}
}

// none forgets the choice but not the place.
func (s *selection) none() { clear(s.chosen) }

// ids returns the chosen photos in the order of the tiles.
func (s *selection) ids() []library.PhotoID {
	if len(s.chosen) == 0 {
		return nil
	}
	ids := make([]library.PhotoID, 0, len(s.chosen))
	for _, t := range s.tiles {
		if _, ok := s.chosen[t.ID]; ok {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// remap follows the photos into new tiles. Photos that are gone are no longer chosen, and the
// places move along. lost reports whether a chosen photo was lost.
func (s *selection) remap(tiles []library.Tile) (lost bool) {
	var focused, anchored library.PhotoID
	if s.valid(s.focus) {
		focused = s.tiles[s.focus].ID
	}
	if s.valid(s.anchor) {
		anchored = s.tiles[s.anchor].ID
	}
	s.tiles, s.focus, s.anchor = tiles, -1, -1
	kept := make(map[library.PhotoID]struct{}, len(s.chosen))
	for i, t := range tiles {
		if t.ID == focused {
			s.focus = i
		}
		if t.ID == anchored {
			s.anchor = i
		}
		if len(s.chosen) > 0 {
			if _, ok := s.chosen[t.ID]; ok {
				kept[t.ID] = struct{}{}
			}
		}
	}
	lost = len(kept) < len(s.chosen)
	s.chosen = kept
	return lost
}

// bandMode is what a rubber band does with the tiles it touches.
type bandMode int

const (
	bandReplaces bandMode = iota
	bandAdds              // Shift
	bandToggles           // Ctrl
)

// band applies a rubber band over touched tiles to the selection before the band, so that
// tiles the band leaves again return to their former state.
func (s *selection) band(before map[library.PhotoID]struct{}, touched []int, mode bandMode) {
	clear(s.chosen)
	if mode != bandReplaces {
		for id := range before {
			s.chosen[id] = struct{}{}
		}
	}
	for _, i := range touched {
		id := s.tiles[i].ID
		if _, was := before[id]; was && mode == bandToggles {
			delete(s.chosen, id)
			continue
		}
		s.chosen[id] = struct{}{}
	}
	if len(touched) > 0 {
		s.focus = touched[len(touched)-1]
		s.anchor = touched[0]
	}
}
