package query

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/library"
)

// growing is a folder whose photos the test changes; clock is what the window takes
// for the time.
type growing struct {
	*rig
	mu    sync.Mutex
	tiles []library.Tile
	at    time.Time
}

func newGrowing(t *testing.T) *growing {
	t.Helper()
	g := &growing{at: thursday, tiles: numbered(400, 1)}
	b := threePhotos()
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		g.mu.Lock()
		defer g.mu.Unlock()
		return g.tiles, nil
	}
	g.rig = newRig(t, b)
	g.arrivals.now = func() time.Time { return g.at }
	return g
}

// numbered are the tiles of photos, newest first.
func numbered(from, to library.PhotoID) []library.Tile {
	var ids []library.PhotoID
	for id := from; id >= to; id-- {
		ids = append(ids, id)
	}
	return tilesOf(ids...)
}

// list has the library hold tiles and waits until the window has heard of it.
func (g *growing) list(t *testing.T, tiles []library.Tile) {
	t.Helper()
	g.mu.Lock()
	g.tiles = tiles
	g.mu.Unlock()
	g.nav.libraryChanged()
	g.until(t, "the new listing", func() bool { return len(g.nav.shown.Tiles) == len(tiles) && !g.nav.renewing })
}

// Nothing moves under a pointer that is at work: what is new waits behind a chip until
// the pointer rests or leaves, or the chip is clicked.
func TestPhotosKeepStillUnderThePointer(t *testing.T) {
	g := newGrowing(t)
	g.list(t, numbered(403, 1))
	if g.grid.Count() != 403 || g.arrivals.root.Visible() {
		t.Errorf("at the top, with the pointer elsewhere, %d photos are shown", g.grid.Count())
	}
	g.grid.MouseMoved(&desktop.MouseEvent{})
	g.list(t, numbered(415, 1))
	if g.grid.Count() != 403 || !g.arrivals.root.Visible() || g.arrivals.chip.Text != "Show 12 new photos" {
		t.Fatalf("under the pointer %d photos are shown, the chip says %q", g.grid.Count(), g.arrivals.chip.Text)
	}
	g.at = g.at.Add(restingFor / 2)
	g.grid.MouseMoved(&desktop.MouseEvent{})
	g.at = g.at.Add(restingFor / 2)
	g.clock.Elapse(restingFor)
	g.until(t, "a look", func() bool { return !g.queue.Pump() })
	if g.grid.Count() != 403 {
		t.Error("they moved while the pointer did")
	}
	g.list(t, numbered(403, 1)[1:]) // one is gone, which must not go on being shown
	if g.grid.Count() != 402 || g.arrivals.root.Visible() {
		t.Errorf("%d photos are shown after one went", g.grid.Count())
	}
	g.list(t, numbered(420, 1))
	g.at = g.at.Add(restingFor)
	g.clock.Elapse(restingFor)
	g.until(t, "the photos below a resting pointer", func() bool { return g.grid.Count() == 420 && !g.arrivals.root.Visible() })

	g.grid.MouseMoved(&desktop.MouseEvent{})
	g.list(t, numbered(421, 1))
	g.grid.MouseOut()
	if g.grid.Count() != 421 {
		t.Error("they wait although the pointer is gone")
	}
	g.grid.MouseMoved(&desktop.MouseEvent{})
	g.list(t, numbered(430, 1))
	test.Tap(g.arrivals.chip)
	if g.grid.Count() != 430 || g.arrivals.root.Visible() {
		t.Error("the chip does nothing")
	}
}

// Where the user has scrolled to, photos come in only where they move nothing.
func TestPhotosKeepStillWhereOneScrolled(t *testing.T) {
	g := newGrowing(t)
	g.grid.SetScrollOffset(2000)
	below := append(numbered(400, 1), library.Tile{ID: 900, Width: 300, Height: 200})
	g.list(t, below)
	if g.grid.Count() != 401 || g.arrivals.root.Visible() || g.grid.ScrollOffset() != 2000 {
		t.Errorf("%d photos, at %v", g.grid.Count(), g.grid.ScrollOffset())
	}
	among := slices.Insert(slices.Clone(below), 39, library.Tile{ID: 901, Width: 300, Height: 200, Date: 361 * 86400})
	g.list(t, among) // before the photos on screen, in their month
	if g.grid.Count() != 401 || !g.arrivals.root.Visible() {
		t.Errorf("%d photos with one come in above in the same month", g.grid.Count())
	}
	g.clock.Elapse(time.Hour)
	g.until(t, "nothing", func() bool { return !g.queue.Pump() })
	if g.grid.Count() != 401 {
		t.Error("they moved by themselves")
	}
	g.grid.SetScrollOffset(0)
	g.until(t, "the photos at the top", func() bool { return g.grid.Count() == 402 })

	g.grid.SetScrollOffset(2000)
	g.list(t, slices.Insert(slices.Clone(among), 39, library.Tile{ID: 902, Width: 300, Height: 200, Date: 361 * 86400}))
	if !g.arrivals.root.Visible() {
		t.Error("the second time they move")
	}
	g.nav.browse(library.Scope{Folder: 1}, library.NewestFirst, 0)
	if g.arrivals.root.Visible() {
		t.Error("what is new of another place is offered")
	}
	g.until(t, "the folder", func() bool { return g.grid.Count() == 403 })
}
