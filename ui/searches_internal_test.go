package ui

import (
	"context"
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
	for _, row := range r.side.Rows() {
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

// TestWrittenOtherwiseASearchIsTheSame: of a saved search the side knows the place that it
// leads to.
func TestWrittenOtherwiseASearchIsTheSame(t *testing.T) {
	r := newRig(t, oneFolder())
	at := sideShell{pageShell{r.Window}}.PlaceOf(library.SavedSearch{Query: "dog camera:canon"})
	if at != sidePlace(searchPlace("camera:canon dog")) {
		t.Errorf("leads to %+v", at)
	}
	if at == sidePlace(place{Kind: searching, Text: at.Query, Scope: library.Scope{Folder: 1}}) {
		t.Error("the same words in a folder are another search")
	}
}

// savedSearch is the one of an ID as the library has it.
func (r *rig) savedSearch(id library.SavedSearchID) library.SavedSearch {
	searches, _ := r.b.SavedSearches(context.Background())
	for _, s := range searches {
		if s.ID == id {
			return s
		}
	}
	return library.SavedSearch{}
}

// marked is the saved search that is marked at the side as where the user is, 0 none.
func (r *rig) marked() library.SavedSearchID {
	row, _ := r.side.Current()
	return row.Search
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
	r.until(t, "its count", func() bool { return r.side.Rows()[r.rowOf(t, "Dogs")].Count == 7 })
	if r.result.save.Visible() || r.marked() != 1 || len(r.sheets) != 0 {
		t.Errorf("button %v, marked %d, %d sheets", r.result.save.Visible(), r.marked(), len(r.sheets))
	}

	r.search(t, a, "cat")
	r.side.Choose(r.rowOf(t, "Dogs"))
	r.waitAsked(t, a, "camera:canon dog")
	if r.marked() != 1 || !slices.Equal(r.chipTexts(), []string{"camera:canon"}) {
		t.Errorf("marked %d, chips %q", r.marked(), r.chipTexts())
	}

	r.side.OpenMenu(r.rowOf(t, "Dogs"), fyne.NewPos(10, 10))
	r.tapItem(t, "Delete")
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
	r.until(t, "the mark", func() bool { return r.marked() != 0 })
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
	r.updateSaved(r.savedSearch(2))
	r.until(t, "the update", func() bool { return r.marked() == 2 })
	r.tapOffer(t)
	r.until(t, "the old query", func() bool { return r.savedSearch(2).Query == "a cat" })
}

// queueEmpty reports that nothing waits for the widgets' goroutine.
func (r *rig) queueEmpty() bool { return !r.queue.pump() }

func TestHiddenSearchesAreNotCounted(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800}
	b.searches = []library.SavedSearch{{ID: 1, Name: "dog", Query: "dog"}}
	r := newRig(t, b)
	r.until(t, "the searches", func() bool { return len(r.keptNames()) == 1 })
	if b.count("CountMatches dog") != 0 {
		t.Error("counted behind the scenes")
	}
	r.until(t, "the count to be put off", r.side.Uncounted)
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
