// Package grid shows any number of photos in justified rows that keep each photo's
// proportions. Only what is on screen exists as objects. Thumbnails are loaded when their tile
// comes into view, and sharper pictures when the tile stays there and needs one. Pictures are
// forgotten by bytes.
package grid

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/library"
)

// Limits of the row height in Fyne units.
const (
	MinRowHeight     float32 = 80
	MaxRowHeight     float32 = 400
	DefaultRowHeight float32 = 144 // four or five photos in a row of a small window
)

// noPhoto is no photo's id.
const noPhoto library.PhotoID = 0

// Dispatcher runs a function on the UI goroutine, soon, without waiting for it:
// fyne.Do in production, a queue that the test empties in tests.
type Dispatcher func(func())

// Loader returns the thumbnail of a photo. A Loader is called on several goroutines at once
// and should return early when ctx ends. YCbCr takes the least memory.
type Loader func(ctx context.Context, id library.PhotoID) (image.Image, error)

// Options are the sources and callbacks of a grid. Callbacks run on the UI goroutine and may
// be nil.
type Options struct {
	Load Loader // nil: tiles stay in their flat colour
	// LoadLarge returns a sharper picture of a photo, of up to 1,024 pixels, for tiles that
	// need more than Load gives. Nil stands for no sharper pictures. An error leaves the shown
	// picture.
	LoadLarge  Loader
	Dispatch   Dispatcher // nil: fyne.Do
	Workers    int        // loads at a time; 0: 4, since one of them may be waiting for a slow disk
	CacheBytes int64      // of decoded thumbnails; 0: 32 MB, some 500 of them as YCbCr, eight screens
	RowHeight  float32    // 0: DefaultRowHeight
	// MonthTitle is the heading of a month. Nil writes "March 2024".
	MonthTitle func(month time.Time) string
	// Badge is a word or two on a photo, "" for none. Nil stands for no badges. Badge is
	// called whenever the photo is drawn anew.
	Badge func(id library.PhotoID) string
	// Dim says that a photo stands back behind the others. Nil stands for no such photo. Dim
	// is called like Badge.
	Dim func(id library.PhotoID) bool
	// Modifiers tells which keys are held. Nil asks the desktop driver.
	Modifiers func() fyne.KeyModifier

	OnSelect    func()                   // the selection changed: see Selected
	OnFocus     func(id library.PhotoID) // the keyboard's photo changed; 0: none
	OnActivate  func(id library.PhotoID) // double click or Enter
	OnEnter     func(id library.PhotoID) // Enter, instead of OnActivate
	OnRowHeight func(height float32)     // changed by Ctrl and the wheel
	OnScroll    func(offset float32)
	OnPointer   func(over bool) // the pointer moved over the photos, or left them
	OnEnd       func()          // the last row is on screen, or will be after scrolling by one
	OnFilled    func()          // once: every tile on screen has its picture, or never will
	// OnShortcut takes the shortcuts that the grid doesn't use. Nil hands them to the
	// shortcuts registered with the canvas, which Fyne doesn't call while the grid has the
	// focus.
	OnShortcut func(fyne.Shortcut)
	// OnMenu opens the context menu of the selection at a place on the canvas. id is the photo
	// under the pointer and part of the selection, 0 for the ground.
	OnMenu func(id library.PhotoID, at fyne.Position)
}

// Grid is the widget. The methods are for the UI goroutine, except for those of the loader
// that the grid starts. Keys and shortcuts that the grid doesn't use are handed to the
// handlers of the canvas, as if nothing had the focus.
type Grid struct {
	widget.BaseWidget
	o Options

	arr       *arrangement
	given     []Section // as passed to SetTiles
	sized     bool      // arr is for a size that the grid really had
	laid      fyne.Size // size that the renderer was last told
	rowHeight float64
	scale     float64 // device pixels per unit
	offset    float64 // of the viewport's top in the content
	drift     float64 // direction of the last scrolling, which way to load ahead
	goal      float64 // column that Up and Down keep to; NaN: the focused tile's own

	sel     selection
	keyed   bool            // has the keyboard
	hovered library.PhotoID // under the pointer, or noPhoto
	press   press
	band    *band
	glide   *fyne.Animation
	failed  map[library.PhotoID]time.Time
	blunt   map[library.PhotoID]time.Time // photos that had no sharper picture
	ease    time.Duration
	filled  bool              // OnFilled was called
	tail    fyne.CanvasObject // below the last row; nil for none
	ending  bool              // OnEnd is about to be called

	cache     *cache
	loader    *loader
	sharpener *loader // of sharper pictures; nil without
	view      view
	scrubber  *scrubber
}

// New returns an empty grid. Close must be called to end its loaders.
func New(o Options) *Grid {
	o = o.withDefaults()
	g := &Grid{
		o: o, scale: 1, rowHeight: clampHeight(float64(o.RowHeight)), goal: noGoal,
		arr: arrange(nil, nil, 1, 1), sel: newSelection(),
		failed: map[library.PhotoID]time.Time{}, blunt: map[library.PhotoID]time.Time{}, ease: ease, cache: newCache(o.CacheBytes),
	}
	g.view = newView(g)
	g.scrubber = newScrubber(g)
	if o.Load != nil {
		g.loader = newLoader(func(ctx context.Context, w want) (image.Image, error) { return o.Load(ctx, w.id) }, o.Workers, o.Dispatch, g.deliver)
	}
	if o.LoadLarge != nil {
		g.sharpener = newLoader(g.loadSharp, sharpeners, o.Dispatch, g.sharpened)
	}
	g.ExtendBaseWidget(g)
	return g
}

func (o Options) withDefaults() Options {
	if o.Dispatch == nil {
		o.Dispatch = fyne.Do
	}
	if o.Workers <= 0 {
		o.Workers = 4
	}
	if o.CacheBytes <= 0 {
		o.CacheBytes = 32 << 20
	}
	if o.RowHeight <= 0 {
		o.RowHeight = DefaultRowHeight
	}
	if o.MonthTitle == nil {
		o.MonthTitle = monthTitle
	}
	if o.Modifiers == nil {
		o.Modifiers = heldModifiers
	}
	return o
}

// Close cancels what is being loaded and waits for its end. The grid shows flat colours
// afterwards.
func (g *Grid) Close() {
	g.stopGlide()
	g.endBand()
	g.press.cancel()
	if g.loader != nil {
		g.loader.close()
	}
	if g.sharpener != nil {
		g.sharpener.close()
	}
}

// Count returns the number of tiles.
func (g *Grid) Count() int { return len(g.arr.tiles) }

// Tiles returns the tiles in their order. The caller must not change the slice.
func (g *Grid) Tiles() []library.Tile { return g.arr.tiles }

// Index returns the place of a photo among the tiles, or -1.
func (g *Grid) Index(id library.PhotoID) int {
	for i := range g.arr.tiles {
		if g.arr.tiles[i].ID == id {
			return i
		}
	}
	return -1
}

// Cached returns the sharpest picture of a photo that is in memory, else nil.
func (g *Grid) Cached(id library.PhotoID) image.Image {
	img, _ := g.cache.get(id)
	return img
}

// MinSize is small, so that the window can be small.
func (g *Grid) MinSize() fyne.Size { return fyne.NewSize(160, 120) }

// AccessibilityLabel names the grid for a screen reader.
func (g *Grid) AccessibilityLabel() string { return message.Text("grid-name", nil) }

// AccessibilityRole tells what the grid is.
func (g *Grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

var _ fyne.Accessible = (*Grid)(nil)
