package grid_test

import (
	"context"
	"errors"
	"image"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/grid"
)

// bench is a grid in a window with everything it calls recorded.
type bench struct {
	*grid.Grid
	t         testing.TB
	window    fyne.Window
	queue     chan func()
	held      fyne.KeyModifier
	selects   int
	activated []library.PhotoID
	menus     []library.PhotoID
	heights   []float32
	mu        sync.Mutex
	loads     map[library.PhotoID]int
	fail      map[library.PhotoID]bool
}

func open(t testing.TB, width, height float32, o grid.Options) *bench {
	test.NewTempApp(t)
	b := &bench{t: t, queue: make(chan func(), 100000), loads: map[library.PhotoID]int{}, fail: map[library.PhotoID]bool{}}
	o.Dispatch = func(f func()) { b.queue <- f }
	o.Modifiers = func() fyne.KeyModifier { return b.held }
	o.OnSelect = func() { b.selects++ }
	o.OnActivate = func(id library.PhotoID) { b.activated = append(b.activated, id) }
	o.OnMenu = func(id library.PhotoID, _ fyne.Position) { b.menus = append(b.menus, id) }
	o.OnRowHeight = func(h float32) { b.heights = append(b.heights, h) }
	if o.Load == nil {
		o.Load = b.load
	}
	b.Grid = grid.New(o)
	b.window = test.NewTempWindow(t, b.Grid)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(width, height))
	t.Cleanup(b.Close)
	return b
}

func (b *bench) load(ctx context.Context, id library.PhotoID) (image.Image, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.loads[id]++
	if b.fail[id] {
		return nil, errors.New("this folder is offline")
	}
	return image.NewYCbCr(image.Rect(0, 0, 256, 192), image.YCbCrSubsampleRatio420), nil
}

// setFail makes loading a photo fail, or not.
func (b *bench) setFail(id library.PhotoID, fail bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail[id] = fail
}

// loadsOf is how often a photo was loaded.
func (b *bench) loadsOf(id library.PhotoID) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.loads[id]
}

// until runs what the grid dispatches until done.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case f := <-b.queue:
			f()
		case <-deadline:
			b.t.Fatalf("waited in vain for %s", what)
		}
	}
}

func (b *bench) sharp() bool {
	for _, id := range b.ShownIDs() {
		if img, broken := b.Picture(id); img == nil && !broken {
			return false
		}
	}
	return true
}

func (b *bench) middle(id library.PhotoID) fyne.Position {
	b.t.Helper()
	x, y, w, h, ok := b.ShownBox(id)
	if !ok {
		b.t.Fatalf("photo %d is not on screen", id)
	}
	return fyne.NewPos(x+w/2, y+h/2)
}

func (b *bench) click(id library.PhotoID, held fyne.KeyModifier) {
	b.t.Helper()
	b.clickAt(b.middle(id), held)
}

func (b *bench) clickAt(at fyne.Position, held fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held}
	e.Position, e.AbsolutePosition = at, at
	b.MouseDown(e)
	b.MouseUp(e)
}

func (b *bench) key(name fyne.KeyName, held fyne.KeyModifier) {
	b.held = held
	b.TypedKey(&fyne.KeyEvent{Name: name})
	b.held = 0
}

func (b *bench) wheel(notches float32, held fyne.KeyModifier, at fyne.Position) {
	b.held = held
	e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, notches*25)}
	e.Position = at
	b.Scrolled(e)
	b.held = 0
}

func plain(n int) []library.Tile {
	tiles := make([]library.Tile, n)
	for i := range tiles {
		tiles[i] = library.Tile{ID: library.PhotoID(i + 1), Width: 4, Height: 3, Colour: [3]uint8{0x80, 0x80, 0x80}}
	}
	return tiles
}

var noSections = []grid.Section{}
