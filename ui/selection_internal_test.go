package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/query/querytest"
)

func TestSelectionBar(t *testing.T) {
	r := newRig(t, oneFolder())
	r.grid.SelectAll()
	test.Tap(kittest.Button(t, r.search.Root(), "Copy paths"))
	want := "/home/ann/Pictures/3.jpg\n/home/ann/Pictures/2.jpg\n/home/ann/Pictures/1.jpg"
	r.until(t, "the paths", func() bool { return r.app.Clipboard().Content() == want })
	test.Tap(kittest.Button(t, r.search.Root(), "Tag…"))
	if len(r.sheets) != 1 || !slices.Contains(r.seen(), "Tag 3 photos") {
		t.Error("Tag… doesn't ask for tags of the three")
	}
	r.Escape()
	if len(r.sheets) != 0 || r.grid.SelectedCount() != 3 {
		t.Error("Escape doesn't close the sheet first")
	}
	test.Tap(kittest.IconButton(t, r.search.Root(), "Deselect (Esc)"))
	if r.grid.SelectedCount() != 0 || r.line() != "All photos · 3 photos" {
		t.Error("× doesn't deselect")
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Error("× leaves the keyboard nowhere")
	}
	r.grid.Select(2)
	test.Tap(kittest.Button(t, r.search.Root(), "Similar"))
	r.until(t, "the similar ones", func() bool { return r.search.Loaded() && r.search.At().Searching })
	if r.search.Text() != querytest.LikeText(2) || r.line() == "" {
		t.Errorf("Similar shows %+v, the line says %q", r.search.At(), r.line())
	}
}

// TestEscapeDeselectsFirst: with the keyboard on the photos the selection goes
// before the search does.
func TestEscapeDeselectsFirst(t *testing.T) {
	r := newRig(t, oneFolder())
	test.Type(r.search.Box(), "dog")
	r.clock.elapse(kit.TypingPause)
	r.waitSearching(t)
	r.grid.Select(1, 2)
	r.win.Canvas().Focus(r.grid)
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.grid.SelectedCount() != 0 || r.line() == "" || !r.search.At().Searching || r.search.Text() != "dog" {
		t.Fatalf("%d selected, at %+v, text %q", r.grid.SelectedCount(), r.search.At(), r.search.Text())
	}
	r.grid.TypedKey(key(fyne.KeyEscape))
	if r.search.Text() != "" || r.search.At().Searching {
		t.Errorf("then %+v, text %q", r.search.At(), r.search.Text())
	}
}
