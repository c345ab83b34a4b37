package grid

import (
	"fmt"
	"maps"
	"testing"

	"descry/library"
)

func numbered(ids ...int) []library.Tile {
	tiles := make([]library.Tile, len(ids))
	for i, id := range ids {
		tiles[i] = library.Tile{ID: library.PhotoID(id), Width: 3, Height: 2}
	}
	return tiles
}

func TestSelection(t *testing.T) {
	only := func(i int) func(*selection) { return func(s *selection) { s.only(i) } }
	toggle := func(i int) func(*selection) { return func(s *selection) { s.toggle(i) } }
	extend := func(i int) func(*selection) { return func(s *selection) { s.extend(i, false) } }
	add := func(i int) func(*selection) { return func(s *selection) { s.extend(i, true) } }
	tests := []struct {
		name  string
		steps []func(*selection)
		want  string // ids are index + 1
		focus int
	}{
		{"click", []func(*selection){only(2)}, "[3]", 2},
		{"click elsewhere", []func(*selection){only(2), only(5)}, "[6]", 5},
		{"range", []func(*selection){only(2), extend(5)}, "[3 4 5 6]", 5},
		{"range backwards", []func(*selection){only(5), extend(2)}, "[3 4 5 6]", 2},
		{"range shrinks", []func(*selection){only(2), extend(8), extend(4)}, "[3 4 5]", 4},
		{"range turns over", []func(*selection){only(4), extend(6), extend(3)}, "[4 5]", 3},
		{"range from nothing", []func(*selection){extend(2)}, "[1 2 3]", 2},
		{"ctrl adds", []func(*selection){only(1), toggle(4)}, "[2 5]", 4},
		{"ctrl removes", []func(*selection){only(1), toggle(4), toggle(1)}, "[5]", 1},
		{"range from ctrl", []func(*selection){only(0), toggle(4), add(6)}, "[1 5 6 7]", 6},
		{"range replaces", []func(*selection){only(0), toggle(4), extend(6)}, "[5 6 7]", 6},
		{"all", []func(*selection){only(3), (*selection).all}, "[1 2 3 4 5 6 7 8 9 10]", 3},
		{"none", []func(*selection){only(3), (*selection).none}, "[]", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSelection()
			s.tiles = numbered(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
			for _, step := range tt.steps {
				step(&s)
			}
			if got := fmt.Sprint(s.ids()); got != tt.want || s.focus != tt.focus {
				t.Errorf("got %s with focus %d, want %s with focus %d", got, s.focus, tt.want, tt.focus)
			}
		})
	}
}

func TestSelectionFollowsPhotos(t *testing.T) {
	s := newSelection()
	s.tiles = numbered(1, 2, 3, 4, 5)
	s.only(1)
	s.extend(3, false)
	if lost := s.remap(numbered(9, 8, 1, 2, 3, 4, 5)); lost {
		t.Error("new photos cost chosen ones")
	}
	if got := fmt.Sprint(s.ids()); got != "[2 3 4]" || s.focus != 5 || s.anchor != 3 {
		t.Errorf("got %s, focus %d, anchor %d", got, s.focus, s.anchor)
	}
	if lost := s.remap(numbered(9, 2, 5)); !lost {
		t.Error("the loss of chosen photos went unnoticed")
	}
	if got := fmt.Sprint(s.ids()); got != "[2]" || s.focus != -1 || s.anchor != 1 {
		t.Errorf("got %s, focus %d, anchor %d", got, s.focus, s.anchor)
	}
	s.extend(2, false) // the other end is known still
	if got := fmt.Sprint(s.ids()); got != "[2 5]" {
		t.Errorf("range after the loss: %s", got)
	}
}

func TestRubberBand(t *testing.T) {
	tests := []struct {
		name    string
		mode    bandMode
		touched []int
		want    string
	}{
		{"replaces", bandReplaces, []int{3, 4}, "[4 5]"},
		{"replaces with nothing", bandReplaces, nil, "[]"},
		{"adds", bandAdds, []int{1, 3}, "[1 2 4]"},
		{"toggles", bandToggles, []int{0, 3}, "[2 4]"},
		{"leaves again", bandToggles, nil, "[1 2]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSelection()
			s.tiles = numbered(1, 2, 3, 4, 5)
			s.only(0)
			s.toggle(1)
			before := maps.Clone(s.chosen)
			s.band(before, []int{2, 3, 4}, tt.mode) // on the way
			s.band(before, tt.touched, tt.mode)
			if got := fmt.Sprint(s.ids()); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
