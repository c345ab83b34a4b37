package sidebar

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
)

func TestKeptSearches(t *testing.T) {
	k := &keptSearches{}
	if len(k.rows()) != 0 {
		t.Error("a heading without searches")
	}
	k.set([]library.SavedSearch{{ID: 1, Name: "a", Query: "dog camera:canon"}, {ID: 2, Name: "b", Query: "cat"}}, placeOf)
	if !k.setCount(k.entries[0].SavedSearch, 12) || k.setCount(k.entries[0].SavedSearch, 12) {
		t.Error("a count is news once")
	}
	if rows := k.rows(); len(rows) != 3 || !rows[0].Heading || rows[1].Count != 12 || rows[1].Uncounted || !rows[2].Uncounted {
		t.Errorf("rows %+v", rows)
	}
	if s, ok := k.at(Place{Searching: true, Query: "DOG CAMERA:CANON"}); !ok || s.ID != 1 {
		t.Error("the search of a place isn't found")
	}
	if _, ok := k.at(Place{Searching: true, Query: "CAT", Scope: library.Scope{Folder: 1}}); ok {
		t.Error("the same words in a folder are another search")
	}
	k.set([]library.SavedSearch{{ID: 1, Name: "c", Query: "dog camera:canon"}, {ID: 2, Name: "b", Query: "cow"}}, placeOf)
	if rows := k.rows(); rows[1].Name != "b" || !rows[1].Uncounted || rows[2].Count != 12 {
		t.Errorf("after changes: %+v", rows)
	}
}

// TestHiddenSearchesAreNotCounted until they are to be seen.
func TestHiddenSearchesAreNotCounted(t *testing.T) {
	r := newRig(t, &fakeBackend{searches: []library.SavedSearch{{ID: 1, Name: "dog", Query: "dog"}}, matches: 4})
	r.SetHidden(true)
	r.list()
	if row := r.Rows()[r.rowOf(t, "dog")]; !row.Uncounted || r.b.called("count dog") != 0 || r.b.called("count tag:none") != 0 {
		t.Error("counted behind the scenes")
	}
	if !r.Uncounted() || len(r.searchesChanged) != 0 {
		t.Error("the count isn't put off")
	}
	r.SetHidden(false)
	if r.Uncounted() || len(r.searchesChanged) != 1 || len(r.tagsChanged) != 1 {
		t.Error("what was put off isn't asked for")
	}
	r.list()
	if row := r.Rows()[r.rowOf(t, "dog")]; row.Uncounted || row.Count != 4 {
		t.Errorf("row %+v", row)
	}
}

func TestMenuOfASearch(t *testing.T) {
	r := pictures(t)
	for _, savable := range []bool{false, true} {
		r.shell.savable = savable
		r.OpenMenu(r.rowOf(t, "Dogs"), fyne.Position{})
		if got := r.item(t, "Update to the current search").Disabled; got == savable {
			t.Errorf("savable %v, disabled %v", savable, got)
		}
	}
	r.shell.took()
	r.item(t, "Update to the current search").Action()
	r.b.fail = errors.New("the disk is full")
	r.item(t, "Delete").Action()
	if got := r.shell.took(); r.b.called("delete 1") != 1 || !slices.Equal(got, []string{"update Dogs", "error the disk is full"}) {
		t.Errorf("the window is asked for %q", got)
	}
	if len(r.searchesChanged) != 1 {
		t.Error("the searches aren't listed anew")
	}
	r.updateSearches(context.Background())
	r.queue.Pump()
	if got := r.shell.took(); !slices.Equal(got, []string{"error the disk is full"}) || len(r.kept.entries) != 1 {
		t.Errorf("after a failure: %q, %d searches", got, len(r.kept.entries))
	}
}
