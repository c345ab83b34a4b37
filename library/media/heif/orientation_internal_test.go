package heif

import (
	"slices"
	"testing"
)

// grid is a tiny picture by rows.
type grid [][]int

func at(w, h int, pixel func(x, y int) int) grid {
	g := make(grid, h)
	for y := range g {
		for x := range w {
			g[y] = append(g[y], pixel(x, y))
		}
	}
	return g
}

func (g grid) flipColumns() grid {
	w := len(g[0])
	return at(w, len(g), func(x, y int) int { return g[y][w-1-x] })
}

func (g grid) flipRows() grid {
	h := len(g)
	return at(len(g[0]), h, func(x, y int) int { return g[h-1-y][x] })
}

func (g grid) turnLeft() grid {
	w := len(g[0])
	return at(len(g), w, func(x, y int) int { return g[x][w-1-y] })
}

// upright shows a stored picture of an EXIF orientation.
func (g grid) upright(orientation int) grid {
	switch orientation {
	case 2:
		return g.flipColumns()
	case 3:
		return g.flipColumns().flipRows()
	case 4:
		return g.flipRows()
	case 5:
		return g.turnLeft().flipRows()
	case 6:
		return g.turnLeft().turnLeft().turnLeft()
	case 7:
		return g.turnLeft().flipColumns()
	case 8:
		return g.turnLeft()
	}
	return g
}

// TestSteps checks the tables against doing one step after the other.
func TestSteps(t *testing.T) {
	stored := grid{{1, 2, 3}, {4, 5, 6}}
	for name, c := range map[string]struct {
		table [9]int
		step  func(grid) grid
	}{
		"turnLeft":    {turnLeft, grid.turnLeft},
		"flipColumns": {flipColumns, grid.flipColumns},
		"flipRows":    {flipRows, grid.flipRows},
	} {
		for o := 1; o <= 8; o++ {
			want := c.step(stored.upright(o))
			got := stored.upright(c.table[o])
			if !slices.EqualFunc(got, want, slices.Equal[[]int]) {
				t.Errorf("%s after %d: table says %d", name, o, c.table[o])
			}
		}
	}
}
