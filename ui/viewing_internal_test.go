package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestViewerOpensStepsAndReturns(t *testing.T) {
	r := newRig(t, oneFolder())
	r.toggleDetails()
	r.grid.Select(3, 2)
	r.view(3)
	if !r.viewer.Visible() || r.centre.Visible() || r.status.root.Visible() {
		t.Fatal("the viewer does not take the place of the rest")
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.viewer) {
		t.Fatal("the viewer does not have the keyboard")
	}
	r.until(t, "details of the photo viewed", func() bool { return r.details.photo.ID == 3 })
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if r.viewer.Visible() || r.grid.SelectedCount() != 2 {
		t.Errorf("back with %d selected, want the 2 of before", r.grid.SelectedCount())
	}

	r.view(3)
	r.viewer.TypedKey(key(fyne.KeyRight))
	r.until(t, "details of the next photo", func() bool { return r.details.photo.ID == 2 })
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
	r.waitKind(t, searching)
	if r.zones.viewing || r.nav.at.Text != likeText(2) {
		t.Errorf("viewing %v, at %+v", r.zones.viewing, r.nav.at)
	}
	r.view(1)
	r.viewer.TypedRune('/')
	if r.zones.viewing || r.win.Canvas().Focused() != fyne.Focusable(r.box) {
		t.Error("/ in the viewer does not lead to the search box")
	}
}

func TestViewerKeysOfTheGridDoNothing(t *testing.T) {
	r := newRig(t, oneFolder())
	height := r.grid.RowHeight()
	r.view(2)
	r.takeShortcut(ctrl(fyne.KeyPlus)[0])
	r.takeShortcut(ctrl(fyne.KeyB)[0])
	if r.grid.RowHeight() != height || !r.zones.side.shown() {
		t.Error("keys of the photos act behind the viewer")
	}
	r.copySelectedPaths()
	r.until(t, "the path of the photo viewed", func() bool {
		return r.app.Clipboard().Content() == "/home/ann/Pictures/2.jpg"
	})
	r.escape()
	if r.zones.viewing {
		t.Error("Escape without focus does not leave the viewer")
	}
}
