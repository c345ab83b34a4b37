package ui

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/query"
	"descry/ui/viewer"
)

func (w *Window) newViewer(dispatch func(func())) *viewer.Viewer {
	return viewer.New(viewer.Options{
		Thumbnail: func(ctx context.Context, id library.PhotoID) (image.Image, error) {
			return w.backend.LargeThumbnail(ctx, id, false) // the sharpest thumbnail that is in the cache
		},
		Picture: w.backend.Picture, Cached: w.grid.Cached, Dispatch: dispatch,
		Name: func(ctx context.Context, id library.PhotoID) (string, error) {
			return query.PhotoName(ctx, w.backend, id), nil
		},
		OnShow:  w.viewed,
		OnClose: w.leaveViewer,
		Icon: func(icon fyne.Resource, hint string, tapped func()) fyne.CanvasObject {
			return kit.NewIconButton(w, icon, hint, tapped)
		},
		OnEscape:  func() bool { return w.sinkPanels() || w.leaveFullScreen() },
		OnDetails: func(library.PhotoID) { w.toggleDetails() },
		OnSimilar: func(id library.PhotoID) { w.search.SimilarTo(id) },
		OnReveal:  func(id library.PhotoID) { w.withPath(id, w.reveal) },
		OnMenu:    w.viewerMenu,
	})
}

// viewed follows the viewer to a photo.
func (w *Window) viewed(id library.PhotoID) {
	w.selectionChanged()
	if w.page == nil {
		w.search.Viewed(id)
	}
}

// view opens the viewer on a photo of the listing.
func (w *Window) view(id library.PhotoID) {
	at := w.grid.Index(id)
	if at < 0 {
		return
	}
	w.viewTiles(w.grid.Tiles(), at)
}

// viewTiles opens the viewer on tiles, which need not be the photos of the grid.
func (w *Window) viewTiles(tiles []library.Tile, at int) {
	w.opened = tiles[at].ID
	w.zones.viewing = true
	w.details.SetViewing(true)
	w.rearrange()
	w.viewer.Open(tiles, at)
	w.win.Canvas().Focus(w.viewer) // a viewer that was never drawn doesn't know its canvas
}

// leaveViewer returns to the photos. The photo that was viewed last has the keyboard. The
// selection stays unless the user went on to another photo.
func (w *Window) leaveViewer(id library.PhotoID) {
	if !w.zones.viewing {
		return
	}
	w.viewer.Stop()
	w.zones.viewing = false
	w.details.SetViewing(false)
	w.rearrange()
	if w.page != nil { // the viewer was opened from a page
		w.learn.Seen(id, id != w.opened)
		return
	}
	if id != w.opened {
		w.grid.SetFocused(id)
	}
	w.selectionChanged()
	w.win.Canvas().Focus(w.grid)
}

// renewViewer gives the viewer the photos that are listed now. Where the viewed photo is no
// longer among them, a message says so, since the next photo in its place is easily taken for
// it.
func (w *Window) renewViewer(tiles []library.Tile) {
	id := w.viewer.Current()
	gone := !slices.ContainsFunc(tiles, func(t library.Tile) bool { return t.ID == id })
	name := w.viewer.Name()
	w.viewer.SetTiles(tiles)
	if !gone {
		return
	}
	w.toasts.say(goneText(name, w.zones.viewing), "", nil)
}

// goneText says that the photo of a name, "" for one without, is no longer there, and whether
// the next one is in its place.
func goneText(name string, next bool) string {
	named := message.Params{"Photo": name}
	switch {
	case name == "" && next:
		return message.Text("viewer-unnamed-gone-next", nil)
	case name == "":
		return message.Text("viewer-unnamed-gone", nil)
	case next:
		return message.Text("viewer-photo-gone-next", named)
	}
	return message.Text("viewer-photo-gone", named)
}

// viewerMenu is the context menu of the photo in the viewer.
func (w *Window) viewerMenu(id library.PhotoID, at fyne.Position) {
	items := w.onePhotoMenu(id)[1:] // without the first item, which opens the viewer
	w.popUp(at, items...)
}
