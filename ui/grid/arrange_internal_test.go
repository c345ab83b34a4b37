package grid

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"descry/library"
)

// madeUp is a made-up library of n photos over years, with the proportions
// that cameras and phones give and a few that they don't.
func madeUp(n int, seed uint64) []library.Tile {
	r := rand.New(rand.NewPCG(seed, 1))
	shapes := [][2]int32{{4000, 3000}, {3000, 4000}, {6000, 4000}, {4000, 6000}, {1920, 1080}, {1080, 1920}, {3000, 3000}}
	odd := [][2]int32{{20000, 1000}, {300, 9000}, {0, 0}, {1, 1}, {12000, 3000}}
	tiles := make([]library.Tile, n)
	taken := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC).Unix()
	for i := range tiles {
		shape := shapes[r.IntN(len(shapes))]
		if r.IntN(50) == 0 {
			shape = odd[r.IntN(len(odd))]
		}
		taken -= int64(r.IntN(7200))
		tiles[i] = library.Tile{
			ID: library.PhotoID(i + 1), Date: taken, Width: shape[0], Height: shape[1],
			Colour: [3]uint8{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32())},
		}
	}
	return tiles
}

func TestArrangement(t *testing.T) {
	for _, width := range []float64{120, 300, 780, 1240, 3800.5} {
		for _, target := range []float64{80, 144, 400} {
			for _, n := range []int{0, 1, 5, 500, 3000} {
				name := fmt.Sprintf("%d tiles, %v wide, rows of %v", n, width, target)
				t.Run(name, func(t *testing.T) {
					tiles := madeUp(n, uint64(n))
					a := arrange(tiles, months(tiles, monthTitle), width, target)
					checkRows(t, a)
					checkOverlap(t, a)
				})
			}
		}
	}
}

// checkRows wants every tile exactly once and in order, full rows as wide as the
// viewport, proportions kept.
func checkRows(t *testing.T, a *arrangement) {
	t.Helper()
	next := 0
	for k := range a.rows {
		r := &a.rows[k]
		if r.first != next || r.count < 1 {
			t.Fatalf("row %d has tiles %d+%d, want it to begin with %d", k, r.first, r.count, next)
		}
		next += r.count
		right := 0.0
		a.each(r, func(i int, b box) {
			if i > r.first && math.Abs(b.x-right-gap) > 1 {
				t.Errorf("tile %d is %v from its neighbour", i, b.x-right)
			}
			right = b.x + b.width
			checkAspect(t, a, i, b)
		})
		lastOfSection := next == len(a.tiles) || sectionStart(a, next)
		if math.Abs(right-a.width) > 1 && !(lastOfSection && right < a.width) {
			t.Errorf("row %d ends at %v of %v", k, right, a.width)
		}
		if limit := 3 * a.target; r.height > limit || r.height < 1 {
			t.Errorf("row %d is %v high, target %v", k, r.height, a.target)
		}
	}
	if next != len(a.tiles) {
		t.Errorf("%d tiles laid out of %d", next, len(a.tiles))
	}
}

func sectionStart(a *arrangement, i int) bool {
	for _, s := range a.sections {
		if s.First == i {
			return true
		}
	}
	return false
}

// checkAspect allows for rounding each side to whole units; photos beyond what a
// row can take are exempt.
func checkAspect(t *testing.T, a *arrangement, i int, b box) {
	t.Helper()
	tile := a.tiles[i]
	if tile.Width == 0 {
		return
	}
	aspect := float64(tile.Width) / float64(tile.Height)
	if aspect < narrowest || aspect > a.widest {
		return
	}
	if low, high := (b.width-1)/(b.height+0.5), (b.width+1)/(b.height-0.5); aspect < low || aspect > high {
		t.Errorf("tile %d of aspect %.3f became %v × %v", i, aspect, b.width, b.height)
	}
}

// checkOverlap wants rows and headings one below the other.
func checkOverlap(t *testing.T, a *arrangement) {
	t.Helper()
	y, head := 0.0, 0
	for k, r := range a.rows {
		for head < len(a.heads) && a.sections[a.heads[head].section].First == r.first {
			if a.heads[head].y < y {
				t.Fatalf("heading %d at %v is over what ends at %v", head, a.heads[head].y, y)
			}
			y = a.heads[head].y + headHeight
			head++
		}
		if r.y < y {
			t.Fatalf("row %d at %v is over what ends at %v", k, r.y, y)
		}
		y = r.y + r.height
	}
	if head != len(a.heads) || a.height < y {
		t.Errorf("%d of %d headings met; height %v, last row ends at %v", head, len(a.heads), a.height, y)
	}
}

func TestArrangementLookups(t *testing.T) {
	tiles := madeUp(2000, 3)
	a := arrange(tiles, months(tiles, monthTitle), 1000, 144)
	for i := range tiles {
		b := a.place(i)
		if got := a.at(b.x+b.width/2, b.y+b.height/2); got != i {
			t.Fatalf("tile %d is found as %d at its own middle", i, got)
		}
	}
	if got := a.at(-3, 60); got != -1 {
		t.Errorf("left of the photos is tile %d", got)
	}
	if got := a.at(5, a.height+10); got != -1 {
		t.Errorf("below the photos is tile %d", got)
	}
	if a.rowOf(-1) != -1 || a.rowOf(len(tiles)) != -1 {
		t.Error("a tile that isn't there has a row")
	}
	if s := a.sectionAt(a.height + 100); s != len(a.sections)-1 {
		t.Errorf("the end is in section %d of %d", s, len(a.sections))
	}
	if s := arrange(nil, nil, 100, 100).sectionAt(0); s != -1 {
		t.Errorf("nothing is in section %d", s)
	}
}

func TestMonths(t *testing.T) {
	day := func(year int, month time.Month, d int) library.Tile {
		return library.Tile{Date: time.Date(year, month, d, 23, 59, 59, 0, time.UTC).Unix()}
	}
	tiles := []library.Tile{day(2024, 3, 31), day(2024, 3, 1), day(2024, 2, 29), day(1969, 12, 31), day(2024, 2, 1)}
	var got []string
	for _, s := range months(tiles, monthTitle) {
		got = append(got, fmt.Sprintf("%s@%d", s.Title, s.First))
	}
	want := "[March 2024@0 February 2024@2 December 1969@3 February 2024@4]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTidy(t *testing.T) {
	s := func(firsts ...int) (sections []Section) {
		for _, f := range firsts {
			sections = append(sections, Section{Title: fmt.Sprint(f), First: f})
		}
		return sections
	}
	tests := []struct {
		given []Section
		tiles int
		want  string
	}{
		{nil, 0, "[]"},
		{nil, 3, "[:0]"},
		{s(0, 2), 3, "[0:0 2:2]"},
		{s(1), 3, "[:0 1:1]"},
		{s(-4, 2), 3, "[-4:0 2:2]"},
		{s(0, 0, 3, 9), 3, "[0:0]"},
		{s(0, 2, 1), 3, "[0:0 2:2]"},
		{s(0), 0, "[]"},
	}
	for _, tt := range tests {
		got := []string{}
		for _, s := range tidy(tt.given, tt.tiles) {
			got = append(got, fmt.Sprintf("%s:%d", s.Title, s.First))
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%v of %d tiles: got %v, want %s", tt.given, tt.tiles, got, tt.want)
		}
	}
}

func BenchmarkArrange100k(b *testing.B) {
	tiles := madeUp(100_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		arrange(tiles, months(tiles, monthTitle), 1240, 144)
	}
}
