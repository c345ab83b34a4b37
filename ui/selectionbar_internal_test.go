package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
)

// photosTop is where the photos begin.
func (r *rig) photosTop() float32 { return r.centre.Objects[1].Position().Y }

func TestSelectionBar(t *testing.T) {
	r := newRig(t, oneFolder())
	bar, top := r.result.head, r.photosTop()
	if bar.bar.Visible() || !bar.line.Visible() {
		t.Fatal("the bar is shown without a selection")
	}
	r.grid.Select(2)
	if !bar.bar.Visible() || bar.line.Visible() || bar.count.Text != "1 selected" || bar.copy.Text != "Copy path" {
		t.Errorf("one photo: bar %v, line %v, %q, %q", bar.bar.Visible(), bar.line.Visible(), bar.count.Text, bar.copy.Text)
	}
	r.grid.SelectAll()
	if bar.count.Text != "3 selected" || bar.copy.Text != "Copy paths" {
		t.Errorf("three photos: %q, %q", bar.count.Text, bar.copy.Text)
	}
	if got := r.photosTop(); got != top {
		t.Errorf("the photos move from %v to %v", top, got)
	}
	for _, b := range []*kit.Button{bar.close, bar.tag, bar.similar, bar.copy} {
		if !b.Visible() || b.Size().Height > bar.bar.Size().Height || b.Position().X+b.Size().Width > bar.bar.Size().Width {
			t.Errorf("%q is not to be seen whole", b.Text)
		}
	}

	test.Tap(bar.copy)
	want := "/home/ann/Pictures/3.jpg\n/home/ann/Pictures/2.jpg\n/home/ann/Pictures/1.jpg"
	r.until(t, "the paths", func() bool { return r.app.Clipboard().Content() == want })
	test.Tap(bar.tag)
	if len(r.sheets) != 1 || !slices.Contains(r.seen(), "Tag 3 photos") {
		t.Error("Tag… doesn't ask for tags of the three")
	}
	r.Escape()
	if len(r.sheets) != 0 || r.grid.SelectedCount() != 3 {
		t.Error("Escape doesn't close the sheet first")
	}
	test.Tap(bar.close)
	if r.grid.SelectedCount() != 0 || bar.bar.Visible() || !bar.line.Visible() {
		t.Error("× doesn't deselect")
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Error("× leaves the keyboard nowhere")
	}
	r.grid.Select(2)
	test.Tap(bar.similar)
	r.until(t, "the similar ones", func() bool { return r.nav.loaded && r.nav.at.Kind == searching })
	if len(r.bar.chips) != 1 || bar.bar.Visible() {
		t.Errorf("Similar shows %+v, bar %v", r.nav.at, bar.bar.Visible())
	}
}

// TestEscapeDeselectsFirst: with the keyboard on the photos the selection goes
// before the search does.
func TestEscapeDeselectsFirst(t *testing.T) {
	r := newRig(t, oneFolder())
	test.Type(r.box, "dog")
	r.clock.elapse(typingPause)
	r.waitKind(t, searching)
	r.grid.Select(1, 2)
	r.win.Canvas().Focus(r.grid)
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.grid.SelectedCount() != 0 || r.result.head.bar.Visible() || r.nav.at.Kind != searching || r.box.Text != "dog" {
		t.Fatalf("%d selected, at %+v, text %q", r.grid.SelectedCount(), r.nav.at, r.box.Text)
	}
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.box.Text != "" || r.nav.at.Kind != browsing {
		t.Errorf("then %+v, text %q", r.nav.at, r.box.Text)
	}
}
