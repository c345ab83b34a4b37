package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
)

// TestALaterStartIsDoneHere hands a window folders and a query while a sheet lies before
// a page.
func TestALaterStartIsDoneHere(t *testing.T) {
	b := oneFolder()
	var added []string
	b.add = func(paths []string) error { added = paths; return nil }
	r := newRig(t, b)
	r.nav.setScope(library.Scope{Folder: 1})
	r.openModels()
	r.showAbout()
	r.Raise()
	r.Take([]string{"/home/ann/New"}, "red lanterns")
	r.waitKind(t, searching)
	if len(r.sheets) > 0 || r.page != nil || r.bar.text() != "red lanterns" || r.nav.at.Text != "red lanterns" {
		t.Errorf("%d sheets, page %v, box %q, place %+v", len(r.sheets), r.page, r.bar.text(), r.nav.at)
	}
	if r.nav.at.Scope != (library.Scope{}) {
		t.Errorf("it is searched in %+v alone", r.nav.at.Scope)
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.box) {
		t.Error("the keyboard is not in the box")
	}
	r.until(t, "the folder", func() bool { return slices.Equal(added, []string{"/home/ann/New"}) })
}

func TestALaterStartLeavesTheViewer(t *testing.T) {
	r := newRig(t, oneFolder())
	r.view(2)
	r.Take(nil, "")
	if !r.zones.viewing {
		t.Error("a start without a query leaves the viewer")
	}
	r.Take(nil, "dog")
	r.waitKind(t, searching)
	if r.zones.viewing {
		t.Error("the viewer lies before the answers")
	}
}
