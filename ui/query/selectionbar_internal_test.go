package query

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
)

// photosTop is where the photos begin.
func (r *rig) photosTop() float32 { return r.root.Objects[1].Position().Y }

func TestSelectionBar(t *testing.T) {
	r := newRig(t, threePhotos())
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
	test.Tap(bar.tag)
	if asked := r.shell.asked; !slices.Equal(asked[len(asked)-2:], []string{"paths", "tags"}) {
		t.Errorf("asked the window for %q", asked)
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
	r.until(t, "the similar ones", func() bool { return r.nav.loaded && r.nav.at.Searching })
	if len(r.bar.chips) != 1 || bar.bar.Visible() {
		t.Errorf("Similar shows %+v, bar %v", r.nav.at, bar.bar.Visible())
	}
}
