package grid_test

import (
	"context"
	"fmt"
	"image"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/grid"
)

func TestOnlyWhatIsSeenExists(t *testing.T) {
	b := open(t, 1000, 700, grid.Options{})
	b.SetTiles(grid.MadeUp(100_000), nil)
	for _, offset := range []float32{0, 5000, 1e6, b.Furthest(), 40} {
		b.SetScrollOffset(offset)
		if n := len(b.ShownIDs()); n < 10 || n > 90 {
			t.Errorf("at %v there are %d cells", offset, n)
		}
		if b.Objects() > 300 {
			t.Errorf("at %v there are %d objects", offset, b.Objects())
		}
	}
	if b.Spare() > 200 {
		t.Errorf("%d cells are kept for reuse", b.Spare())
	}
}

func TestTilesSharpen(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	b.setFail(3, true)
	b.SetTiles(plain(200), noSections)
	if img, broken := b.Picture(1); img != nil || broken {
		t.Error("a tile is not flat at first")
	}
	x, y, w, h, _ := b.ShownBox(5)
	b.until("thumbnails", b.sharp)
	if x2, y2, w2, h2, _ := b.ShownBox(5); x != x2 || y != y2 || w != w2 || h != h2 {
		t.Error("a tile moved when its thumbnail came")
	}
	if _, broken := b.Picture(3); !broken {
		t.Error("a failed thumbnail leaves no mark")
	}
	if img, _ := b.Picture(1); img == nil || b.Cached(1) == nil {
		t.Error("photo 1 has no picture")
	}
	b.setFail(3, false)
	b.Reload(3)
	b.until("the second try", func() bool { _, broken := b.Picture(3); return !broken })
}

func TestFailedThumbnailIsNotAskedForAgainAndAgain(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	b.setFail(1, true)
	b.SetTiles(plain(12), noSections)
	b.until("thumbnails", b.sharp)
	for range 20 {
		b.Refresh()
	}
	if n := b.loadsOf(1); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestSmallTilesUseHalvedThumbnails(t *testing.T) {
	b := open(t, 900, 600, grid.Options{RowHeight: 80})
	b.SetTiles(plain(100), noSections)
	b.until("thumbnails", b.sharp)
	if img, _ := b.Picture(1); img.Bounds().Dx() != 128 {
		t.Errorf("a tile of 107 units draws %v", img.Bounds().Size())
	}
	b.SetRowHeight(300)
	b.until("thumbnails", b.sharp)
	if img, _ := b.Picture(1); img.Bounds().Dx() != 256 {
		t.Errorf("a tile of 400 units draws %v", img.Bounds().Size())
	}
}

func TestHeadings(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	tiles := plain(9)
	for i := range tiles {
		tiles[i].Date = time.Date(2023, time.Month(12-i/4), 5, 0, 0, 0, 0, time.UTC).Unix()
	}
	b.SetTiles(tiles, nil)
	if got := fmt.Sprint(b.Headings()); got != "[December 2023 4 November 2023 4 October 2023 1]" {
		t.Errorf("months: %s", got)
	}
	for i := range tiles[5:] { // as a listing has them: last, by the date of the file
		tiles[5+i].Dating = library.Undated
	}
	b.SetTiles(tiles, nil)
	if got := fmt.Sprint(b.Headings()); got != "[December 2023 4 November 2023 1 No date 4]" {
		t.Errorf("with undated ones: %s", got)
	}
	byYear := slices.Clone(tiles)
	for i := range byYear[4:6] { // as a listing has them: the begin of the year is the last of it
		byYear[4+i].Dating, byYear[4+i].Date = library.DatedByYear, time.Date(2023-i, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	}
	b.SetTiles(byYear, nil)
	if got := fmt.Sprint(b.Headings()); got != "[December 2023 4 2023 1 2022 1 No date 3]" {
		t.Errorf("with photos of which the year is known: %s", got)
	}
	b.SetTiles(tiles, noSections)
	if got := b.Headings(); len(got) != 0 {
		t.Errorf("no sections asked for, got %v", got)
	}
	b.SetTiles(plain(1826), []grid.Section{{Title: "November 2026"}})
	if got := fmt.Sprint(b.Headings()); got != "[November 2026 1,826]" {
		t.Errorf("many: %s", got)
	}
	b.SetTiles(tiles, []grid.Section{{Title: "Good matches"}, {Title: "Maybe", First: 6}})
	if got := fmt.Sprint(b.Headings()); got != "[Good matches 6 Maybe 3]" {
		t.Errorf("given sections: %s", got)
	}
}

// Photos arrive above and below: what one looks at stays, and so does the choice.
func TestNewTilesKeepPlaceAndSelection(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	tiles := grid.MadeUp(5000)
	b.SetTiles(tiles, nil)
	b.SetScrollOffset(30000)
	ids := b.ShownIDs()
	b.click(ids[len(ids)/2], 0)
	b.click(ids[len(ids)/2+2], fyne.KeyModifierShift)
	chosen, focus := b.Selected(), b.Focused()
	_, before, _, _, _ := b.ShownBox(focus)

	newer := grid.MadeUp(700)
	for i := range newer {
		newer[i].ID += 1_000_000
		newer[i].Date += 400 * 24 * 3600
	}
	b.SetTiles(slices.Concat(newer, tiles), nil)
	if _, after, _, _, ok := b.ShownBox(focus); !ok || after != before {
		t.Errorf("the focused photo went from %v to %v", before, after)
	}
	if !slices.Equal(b.Selected(), chosen) || b.Focused() != focus {
		t.Errorf("selection went from %v to %v", chosen, b.Selected())
	}
	selects := b.selects
	b.SetTiles(newer, nil)
	if len(b.Selected()) != 0 || b.Focused() != 0 || b.selects != selects+1 {
		t.Errorf("photos that are gone are still chosen: %v, told %d times", b.Selected(), b.selects-selects)
	}
}

func TestNewTilesAtTheTopStayAtTheTop(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	tiles := plain(400)
	b.SetTiles(tiles[100:], noSections)
	b.SetTiles(tiles, noSections)
	if b.ScrollOffset() != 0 || b.ShownIDs()[0] != 1 {
		t.Errorf("offset %v, first photo %d", b.ScrollOffset(), b.ShownIDs()[0])
	}
}

func TestResizingKeepsPlace(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	b.SetTiles(grid.MadeUp(5000), nil)
	b.SetScrollOffset(50000)
	b.window.Resize(fyne.NewSize(700, 600))
	first := b.ShownIDs()
	b.window.Resize(fyne.NewSize(1200, 600))
	if !slices.Contains(b.ShownIDs(), first[len(first)/3]) {
		t.Errorf("what was on screen is gone: %v, then %v", first, b.ShownIDs())
	}
}

func TestScrollOffsetBeforeTheFirstSize(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	g := grid.New(grid.Options{})
	defer g.Close()
	g.SetTiles(plain(5000), noSections)
	g.SetScrollOffset(12345)
	b.window.SetContent(g)
	b.window.Resize(fyne.NewSize(900, 601))
	if g.ScrollOffset() != 12345 {
		t.Errorf("offset %v", g.ScrollOffset())
	}
	g.SetScrollOffset(1e9)
	if g.ScrollOffset() != g.Furthest() {
		t.Errorf("offset %v beyond the end at %v", g.ScrollOffset(), g.Furthest())
	}
}

func TestWheel(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	b.SetTiles(plain(3000), noSections)
	b.wheel(-3, 0, fyne.NewPos(100, 100))
	if b.ScrollOffset() < 75 {
		t.Errorf("three notches scrolled to %v", b.ScrollOffset())
	}
	b.SetScrollOffset(20000)
	held := b.ShownIDs()[len(b.ShownIDs())/2]
	at := b.middle(held)
	b.wheel(1, fyne.KeyModifierShortcutDefault, at)
	if len(b.heights) != 1 || b.heights[0] <= grid.DefaultRowHeight || b.RowHeight() != b.heights[0] {
		t.Errorf("Ctrl and the wheel gave row heights %v", b.heights)
	}
	if got := b.middle(held); got.Y < at.Y-1 || got.Y > at.Y+1 {
		t.Errorf("the photo under the pointer went from %v to %v", at, got)
	}
	for range 40 {
		b.wheel(1, fyne.KeyModifierShortcutDefault, at)
	}
	if b.RowHeight() != grid.MaxRowHeight {
		t.Errorf("row height grew to %v", b.RowHeight())
	}
	for range 40 {
		b.wheel(-1, fyne.KeyModifierShortcutDefault, at)
	}
	if b.RowHeight() != grid.MinRowHeight {
		t.Errorf("row height shrank to %v", b.RowHeight())
	}
}

func TestClose(t *testing.T) {
	begun := make(chan struct{}, 100)
	b := open(t, 900, 600, grid.Options{Load: func(ctx context.Context, _ library.PhotoID) (image.Image, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	b.SetTiles(plain(50), noSections)
	<-begun
	b.Close() // would hang if it didn't cancel
	b.SetTiles(plain(60), nil)
}

func TestWithoutLoaderAndTiles(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	g := grid.New(grid.Options{})
	b.window.SetContent(g)
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	g.SelectAll()
	g.SetFocused(3)
	g.ScrollTo(2)
	g.SetTiles(plain(3), nil)
	if g.Count() != 3 || g.Index(3) != 2 || g.Index(9) != -1 {
		t.Errorf("count %d, index of photo 3: %d", g.Count(), g.Index(3))
	}
	g.Close()
}

// Moves tells what would move on screen before it does.
func TestMoves(t *testing.T) {
	b := open(t, 900, 600, grid.Options{})
	tiles := plain(400)
	b.SetTiles(tiles[100:], noSections)
	last := append(slices.Clone(tiles[100:]), library.Tile{ID: 9999, Width: 4, Height: 3})
	for name, c := range map[string]struct {
		offset float32
		tiles  []library.Tile
		want   bool
	}{
		"the same":                    {0, tiles[100:], false},
		"one at the end":              {0, last, false},
		"one at the top":              {0, tiles[99:], true},
		"one gone":                    {0, tiles[101:], true},
		"a row above, scrolled":       {3000, slices.Concat(tiles[:rowLength(b)], tiles[100:]), false},
		"one above, scrolled":         {3000, tiles[99:], true},
		"one that isn't seen is gone": {3000, tiles[100:399], false},
	} {
		b.SetScrollOffset(c.offset)
		if got := b.Moves(c.tiles, noSections); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// rowLength is how many photos stand in the first row.
func rowLength(b *bench) int {
	ids := b.ShownIDs()
	_, top, _, _, _ := b.ShownBox(ids[0])
	return slices.IndexFunc(ids, func(id library.PhotoID) bool { _, y, _, _, _ := b.ShownBox(id); return y != top })
}
