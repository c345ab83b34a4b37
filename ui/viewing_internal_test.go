package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/query/querytest"
)

func TestViewerOpensStepsAndReturns(t *testing.T) {
	r := newRig(t, oneFolder())
	r.toggleDetails()
	r.grid.Select(3, 2)
	r.view(3)
	if !r.viewer.Visible() || r.search.Root().Visible() || r.status.root.Visible() {
		t.Fatal("the viewer does not take the place of the rest")
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.viewer) {
		t.Fatal("the viewer does not have the keyboard")
	}
	r.until(t, "details of the photo viewed", func() bool { return r.details.Photo() == 3 })
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if r.viewer.Visible() || r.grid.SelectedCount() != 2 {
		t.Errorf("back with %d selected, want the 2 of before", r.grid.SelectedCount())
	}

	r.view(3)
	r.viewer.TypedKey(key(fyne.KeyRight))
	r.until(t, "details of the next photo", func() bool { return r.details.Photo() == 2 })
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if got := r.grid.Selected(); len(got) != 1 || got[0] != 2 {
		t.Errorf("back with %v selected, want the photo viewed last", got)
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Error("the photos do not have the keyboard again")
	}
}

func TestSimilarFromTheViewer(t *testing.T) {
	r := newRig(t, oneFolder())
	r.view(2)
	r.viewer.TypedRune('s')
	r.waitSearching(t)
	if r.zones.viewing || r.search.At().Text != querytest.LikeText(2) {
		t.Errorf("viewing %v, at %+v", r.zones.viewing, r.search.At())
	}
	r.view(1)
	r.viewer.TypedRune('/')
	if r.zones.viewing || r.win.Canvas().Focused() != r.search.Box() {
		t.Error("/ in the viewer does not lead to the search box")
	}
}

func TestViewerKeysOfTheGridDoNothing(t *testing.T) {
	r := newRig(t, oneFolder())
	height := r.grid.RowHeight()
	r.view(2)
	r.TakeShortcut(kit.Ctrl(fyne.KeyPlus)[0])
	r.TakeShortcut(kit.Ctrl(fyne.KeyB)[0])
	if r.grid.RowHeight() != height || !r.zones.side.shown() {
		t.Error("keys of the photos act behind the viewer")
	}
	r.copySelectedPaths()
	r.until(t, "the path of the photo viewed", func() bool {
		return r.app.Clipboard().Content() == "/home/ann/Pictures/2.jpg"
	})
	r.Escape()
	if r.zones.viewing {
		t.Error("Escape without focus does not leave the viewer")
	}
}

// TestPhotoIsNotShownTwice: with the viewer open the details leave the preview out, but
// for a heat map to lie on.
func TestPhotoIsNotShownTwice(t *testing.T) {
	b, a := answering(twoGood)
	b.heat = func(context.Context, library.PhotoID, string) (service.Heat, error) {
		return service.Heat{Columns: 1, Rows: 1, Values: []float32{1}}, nil
	}
	r := explained(t, b, a)
	if len(r.detailsPictures()) == 0 {
		t.Fatal("no preview beside the photos")
	}
	r.view(2)
	if len(r.detailsPictures()) > 0 {
		t.Error("the photo is shown twice")
	}
	r.until(t, "its details", func() bool { return r.b.count("Why") >= 2 && r.saysWhy() })
	if len(r.detailsPictures()) > 0 {
		t.Error("the photo is shown twice when its details are there")
	}
	r.tapPart(t, "dog")
	r.until(t, "the heat map", func() bool { return len(r.detailsPictures()) == 2 })
	if len(r.detailsPictures()) == 0 {
		t.Error("the heat map lies on nothing")
	}
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if len(r.detailsPictures()) == 0 {
		t.Error("no preview when the viewer is left")
	}
}

// TestViewerTellsOfPhotosThatWent: the next photo in the place of a deleted one is not
// shown in silence.
func TestViewerTellsOfPhotosThatWent(t *testing.T) {
	b := oneFolder()
	there := []library.PhotoID{3, 2, 1}
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		return tilesOf(there...), nil
	}
	leave := func(ids ...library.PhotoID) {
		b.mu.Lock()
		there = ids
		notify := b.notify
		b.mu.Unlock()
		notify(service.Event{Kind: service.PhotosChanged})
	}
	r := newRig(t, b)
	r.view(2)
	r.until(t, "the name", func() bool { return r.viewer.Name() == "2.jpg" })
	leave(2, 1)
	r.until(t, "the change", func() bool { return r.grid.Count() == 2 })
	if r.said() != "" {
		t.Errorf("of another photo it is said: %q", r.said())
	}
	leave(1)
	r.until(t, "the deletion", func() bool { return r.viewer.Current() == 1 })
	if got := r.said(); got != "2.jpg is no longer here. This is the next one." {
		t.Errorf("it says %q", got)
	}
	r.until(t, "the name", func() bool { return r.viewer.Name() == "1.jpg" })
	leave()
	r.until(t, "the viewer to close", func() bool { return !r.zones.viewing })
	if got := r.said(); got != "1.jpg is no longer here." {
		t.Errorf("of the last it says %q", got)
	}
}

// TestPlaceIsCopiedAsMapsTakeIt and shown as people read it.
func TestPlaceIsCopiedAsMapsTakeIt(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true}
	photo := b.OnPhoto
	b.OnPhoto = func(id library.PhotoID) (library.Photo, error) {
		p, err := photo(id)
		p.GPS = &library.Position{Latitude: 51.025, Longitude: 7.59194}
		return p, err
	}
	r := newRig(t, b)
	r.grid.Select(2)
	r.until(t, "the details", func() bool { return r.details.Photo() == 2 })
	found := false
	walk(r.details.Root(), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Hint == "Copy the coordinates" {
			found = true
			test.Tap(b)
		}
	})
	if got := r.app.Clipboard().Content(); !found || got != "51.02500, 7.59194" {
		t.Errorf("copied %q", got)
	}
	found = false
	walk(r.details.Root(), func(o fyne.CanvasObject) {
		if q, ok := o.(*kit.Quotation); ok && q.Text == "51.0250° N, 7.5919° E" {
			found = true
		}
	})
	if !found {
		t.Error("the place isn't shown as people read it")
	}
}
