// Package viewer shows one photo as large as the window, on a dark ground whatever the theme:
// zoom, pan, the next photo and the one before. Nothing else in the window decodes a whole
// file.
package viewer

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/library"
)

// Dispatcher runs a function on the UI goroutine, soon, without waiting for it:
// fyne.Do in production, a queue that the test empties in tests.
type Dispatcher func(func())

// Options are the sources of pictures and the callbacks of the viewer. The loaders are called
// on several goroutines and should return early when ctx ends. The text of a loader's error is
// shown as it is. Callbacks run on the UI goroutine. All fields may be nil.
type Options struct {
	Thumbnail func(ctx context.Context, id library.PhotoID) (image.Image, error)
	// Picture returns the photo upright with at least minSide pixels on its shorter side if
	// the photo has that many. 0 means all pixels.
	Picture func(ctx context.Context, id library.PhotoID, minSide int) (image.Image, error)
	// Cached returns a thumbnail that is in memory already, or nil, at once.
	Cached func(id library.PhotoID) image.Image
	// Name is the name of the photo for the user: its file name.
	Name     func(ctx context.Context, id library.PhotoID) (string, error)
	Dispatch Dispatcher // nil: fyne.Do

	OnShow    func(id library.PhotoID)                   // another photo is shown
	OnClose   func(id library.PhotoID)                   // Escape, Enter or Close, at this photo
	OnEscape  func() bool                                // Escape; true if Escape closed an object in front of the photo
	OnDetails func(id library.PhotoID)                   // i
	OnSimilar func(id library.PhotoID)                   // s
	OnReveal  func(id library.PhotoID)                   // show in the file manager
	OnMenu    func(id library.PhotoID, at fyne.Position) // secondary click, place on the canvas
	// Icon makes a button that is an icon only. hint says what the button does. A nil Icon
	// makes Fyne's button, which has no hint.
	Icon func(icon fyne.Resource, hint string, tapped func()) fyne.CanvasObject
	// OnShortcut takes all shortcuts. A nil OnShortcut takes the shortcuts registered with the
	// canvas.
	OnShortcut func(fyne.Shortcut)
}

// Viewer is the widget. The methods are for the UI goroutine. Keys that the viewer doesn't use
// are handed to the handlers of the canvas.
type Viewer struct {
	widget.BaseWidget
	o Options

	tiles []library.Tile
	at    int // -1 while no photo is open

	lens     lens
	pictures map[library.PhotoID]*picture // pictures of the photo shown and its neighbours
	thumb    image.Image                  // of the photo shown, or nil
	names    map[library.PhotoID]string
	failures map[order]error
	fetcher  *fetcher
	sheet    *sheet
	bar      *bar
}

// New returns a viewer without a photo. Close must be called to end its loaders.
func New(o Options) *Viewer {
	if o.Dispatch == nil {
		o.Dispatch = fyne.Do
	}
	v := &Viewer{o: o, at: -1, fetcher: newFetcher(o.Dispatch)}
	v.forget()
	v.sheet = newSheet(v)
	v.bar = newBar(v)
	v.ExtendBaseWidget(v)
	return v
}

// Open shows tile number at. The other tiles are its neighbours. The viewer keeps the slice.
// The viewer takes the keyboard if it has been drawn before. The first time Fyne doesn't know
// the viewer's canvas yet, and the caller gives the viewer the keyboard.
func (v *Viewer) Open(tiles []library.Tile, at int) {
	if at < 0 || at >= len(tiles) {
		return
	}
	v.forget()
	v.tiles = tiles
	v.turnTo(at)
	v.takeFocus()
}

// SetTiles replaces the photos while one is shown, which stays. If that photo is gone, the
// nearest takes its place, and without any photo the viewer closes.
func (v *Viewer) SetTiles(tiles []library.Tile) {
	if v.at < 0 {
		return
	}
	id, at := v.Current(), -1
	for i := range tiles {
		if tiles[i].ID == id {
			at = i
			break
		}
	}
	switch {
	case len(tiles) == 0:
		v.leave()
		return
	case at < 0:
		at = min(v.at, len(tiles)-1)
		v.tiles = tiles
		v.turnTo(at)
		return
	}
	v.tiles, v.at = tiles, at
	v.refetch()
	v.bar.update()
}

// Current returns the photo that is shown, or 0.
func (v *Viewer) Current() library.PhotoID {
	if v.at < 0 {
		return 0
	}
	return v.tiles[v.at].ID
}

// Name returns the name of the photo shown, "" while the name is not known.
func (v *Viewer) Name() string { return v.names[v.Current()] }

// Step shows the photo that is by further on, and stops at both ends.
func (v *Viewer) Step(by int) {
	if v.at < 0 {
		return
	}
	if to := min(max(v.at+by, 0), len(v.tiles)-1); to != v.at {
		v.turnTo(to)
	}
}

// Stop cancels all loading and gives back the memory. The viewer shows no photo until the next
// Open. Stop is for a window that hides the viewer.
func (v *Viewer) Stop() {
	v.fetcher.stop()
	v.bar.rest()
	v.forget()
	v.at, v.tiles = -1, nil
	v.draw()
}

// Close is Stop and waits for what is under way.
func (v *Viewer) Close() {
	v.Stop()
	v.fetcher.wait()
}

// leave is what Escape does.
func (v *Viewer) leave() {
	id := v.Current()
	v.Stop()
	if v.o.OnClose != nil {
		v.o.OnClose(id)
	}
}

func (v *Viewer) forget() {
	v.pictures = map[library.PhotoID]*picture{}
	v.names = map[library.PhotoID]string{}
	v.failures = map[order]error{}
	v.thumb = nil
}

// turnTo shows tile i: what is loaded at once, the rest as it comes.
func (v *Viewer) turnTo(i int) {
	v.at = i
	id := v.Current()
	v.thumb = nil
	if v.o.Cached != nil {
		v.thumb = v.o.Cached(id)
	}
	v.measure()
	v.lens.fitted = true
	v.keepNeighbours()
	v.refetch()
	v.draw()
	v.bar.wake()
	if v.o.OnShow != nil {
		v.o.OnShow(id)
	}
}

// MinSize is small, so that the window can be small.
func (v *Viewer) MinSize() fyne.Size { return fyne.NewSize(160, 120) }
