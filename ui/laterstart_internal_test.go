package ui

import (
	"slices"
	"testing"

	"descry/library"
)

// TestALaterStartIsDoneHere hands a window folders and a query while a sheet lies before
// a page.
func TestALaterStartIsDoneHere(t *testing.T) {
	b := oneFolder()
	var added []string
	b.add = func(paths []string) error { added = paths; return nil }
	r := newRig(t, b)
	r.search.SetScope(library.Scope{Folder: 1})
	r.openModels()
	r.showAbout()
	r.Raise()
	r.Take([]string{"/home/ann/New"}, "red lanterns")
	r.waitSearching(t)
	if len(r.sheets) > 0 || r.page != nil || r.search.Text() != "red lanterns" || r.search.At().Text != "red lanterns" {
		t.Errorf("%d sheets, page %v, box %q, place %+v", len(r.sheets), r.page, r.search.Text(), r.search.At())
	}
	if r.search.At().Scope != (library.Scope{}) {
		t.Errorf("it is searched in %+v alone", r.search.At().Scope)
	}
	if r.win.Canvas().Focused() != r.search.Box() {
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
	r.waitSearching(t)
	if r.zones.viewing {
		t.Error("the viewer lies before the answers")
	}
}
