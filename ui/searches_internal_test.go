package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

func (r *rig) keptNames() []string {
	var names []string
	for _, row := range r.side.rows {
		if row.Search != 0 {
			names = append(names, row.Name)
		}
	}
	return names
}

// fieldOf finds the text field of the sheet in front.
func (r *rig) fieldOf(t *testing.T) *kit.PathEntry {
	t.Helper()
	e, ok := r.win.Canvas().Focused().(*kit.PathEntry)
	if !ok {
		t.Fatalf("%T has the keyboard, want a text field", r.win.Canvas().Focused())
	}
	return e
}

func TestKeptSearches(t *testing.T) {
	k := &keptSearches{}
	if len(k.rows()) != 0 {
		t.Error("a heading without searches")
	}
	k.set([]library.SavedSearch{{ID: 1, Name: "a", Query: "dog camera:canon"}, {ID: 2, Name: "b", Query: "cat"}}, thursday)
	if !k.setCount(k.entries[0].SavedSearch, 12) || k.setCount(k.entries[0].SavedSearch, 12) {
		t.Error("a count is news once")
	}
	if rows := k.rows(); len(rows) != 3 || !rows[0].Heading || rows[1].Count != 12 || rows[1].Uncounted || !rows[2].Uncounted {
		t.Errorf("rows %+v", rows)
	}
	if s, ok := k.at(searchPlace("camera:canon dog")); !ok || s.ID != 1 {
		t.Error("the same search, written otherwise, isn't found")
	}
	if _, ok := k.at(place{Kind: searching, Text: "cat", Scope: library.Scope{Folder: 1}}); ok {
		t.Error("the same words in a folder are another search")
	}
	k.set([]library.SavedSearch{{ID: 1, Name: "c", Query: "dog camera:canon"}, {ID: 2, Name: "b", Query: "cow"}}, thursday)
	if rows := k.rows(); rows[1].Count != 12 || !rows[2].Uncounted {
		t.Errorf("after changes: %+v", rows)
	}
}

func TestSearchIsSavedRunAndDeleted(t *testing.T) {
	b, a := answering(twoGood)
	b.matches = func(service.Ask) (int, error) { return 7, nil }
	r := newRig(t, b)
	r.saveSearch()
	if len(r.sheets) != 0 {
		t.Fatal("there is nothing to save")
	}
	r.search(t, a, "dog camera:canon")
	if !r.result.save.Visible() {
		t.Fatal("no button that saves")
	}
	r.TakeShortcut(kit.Ctrl(fyne.KeyS)[0])
	name := r.fieldOf(t)
	if name.Text != "dog" {
		t.Errorf("the name begins as %q", name.Text)
	}
	name.SetText("Dogs")
	name.OnSubmitted("")
	r.until(t, "the search at the side", func() bool { return slices.Equal(r.keptNames(), []string{"Dogs"}) })
	r.until(t, "its count", func() bool { return r.side.rows[r.rowOf(t, "Dogs")].Count == 7 })
	if r.result.save.Visible() || r.side.search != 1 || len(r.sheets) != 0 {
		t.Errorf("button %v, marked %d, %d sheets", r.result.save.Visible(), r.side.search, len(r.sheets))
	}

	r.search(t, a, "cat")
	r.side.choose(r.rowOf(t, "Dogs"))
	r.waitAsked(t, a, "camera:canon dog")
	if r.side.search != 1 || !slices.Equal(r.chipTexts(), []string{"camera:canon"}) {
		t.Errorf("marked %d, chips %q", r.side.search, r.chipTexts())
	}

	s, _ := r.kept.byID(1)
	r.deleteSearch(s.SavedSearch)
	r.until(t, "it to go", func() bool { return len(r.keptNames()) == 0 })
	r.tapOffer(t)
	r.until(t, "it to come back", func() bool { return slices.Equal(r.keptNames(), []string{"Dogs"}) })
}

func TestSavedSearchTakesItsFolderAlong(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.nav.setScope(library.Scope{Folder: 1, Rel: "2019/my trip"})
	r.search(t, a, "dog")
	r.saveSearch()
	r.fieldOf(t).OnSubmitted("")
	want := canonical(`dog folder:"/home/ann/Pictures/2019/my trip"`, thursday)
	r.waitAsked(t, a, want)
	if r.nav.at.Scope != (library.Scope{}) {
		t.Errorf("shown in %+v", r.nav.at.Scope)
	}
	r.until(t, "the mark", func() bool { return r.side.search != 0 })
	if q := b.searches[0].Query; q != want {
		t.Errorf("saved %q", q)
	}
}

func TestNamesOfSearchesDiffer(t *testing.T) {
	b, a := answering(twoGood)
	b.searches = []library.SavedSearch{{ID: 1, Name: "dog", Query: "a dog"}, {ID: 2, Name: "cat", Query: "a cat"}}
	r := newRig(t, b)
	r.until(t, "the searches", func() bool { return len(r.keptNames()) == 2 })
	r.search(t, a, "dog")
	r.saveSearch()
	r.fieldOf(t).OnSubmitted("")
	r.until(t, "the refusal", func() bool { return b.count("SaveSearch") == 1 && r.queueEmpty() })
	if len(r.sheets) != 1 {
		t.Fatal("the sheet closed though nothing was saved")
	}
	r.Escape()
	cat, _ := r.kept.byID(2)
	r.updateSaved(cat.SavedSearch)
	r.until(t, "the update", func() bool { return r.side.search == 2 })
	r.tapOffer(t)
	r.until(t, "the old query", func() bool { s, _ := r.kept.byID(2); return s.Query == "a cat" })
}

// queueEmpty reports that nothing waits for the widgets' goroutine.
func (r *rig) queueEmpty() bool { return !r.queue.pump() }

func TestHiddenSearchesAreNotCounted(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800}
	b.searches = []library.SavedSearch{{ID: 1, Name: "dog", Query: "dog"}}
	r := newRig(t, b)
	r.until(t, "the searches", func() bool { return len(r.kept.entries) == 1 })
	if b.count("CountMatches dog") != 0 {
		t.Error("counted behind the scenes")
	}
	r.until(t, "the count to be put off", r.uncounted.Load)
	r.toggleSidebar()
	r.until(t, "the count", func() bool { return b.count("CountMatches dog") == 1 })
}

func TestSearchNames(t *testing.T) {
	for text, want := range map[string]string{
		"dog":                    "dog",
		"dog camera:canon":       "dog",
		strings.Repeat("長", 100): strings.Repeat("長", longestName-1) + "…",
	} {
		if got := searchName(text, thursday); got != want {
			t.Errorf("%q is called %q", text, got)
		}
	}
	if got := searchName("camera:canon", thursday); !strings.Contains(got, "canon") {
		t.Errorf("a filter alone is called %q", got)
	}
}
