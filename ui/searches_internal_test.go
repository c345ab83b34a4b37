package ui

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/query"
	"descry/ui/query/querytest"
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
	if at == sidePlace(query.Place{Searching: true, Text: at.Query, Scope: library.Scope{Folder: 1}}) {
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
	b.OnMatches = func(service.Ask) (int, error) { return 7, nil }
	r := newRig(t, b)
	r.search.Save()
	if len(r.sheets) != 0 {
		t.Fatal("there is nothing to save")
	}
	r.find(t, a, "dog camera:canon")
	if !r.savesSearch() {
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
	if r.savesSearch() || r.marked() != 1 || len(r.sheets) != 0 {
		t.Errorf("button %v, marked %d, %d sheets", r.savesSearch(), r.marked(), len(r.sheets))
	}

	r.find(t, a, "cat")
	r.side.Choose(r.rowOf(t, "Dogs"))
	r.waitAsked(t, a, "camera:canon dog")
	if r.marked() != 1 || r.search.Text() != "camera:canon dog" {
		t.Errorf("marked %d, chips %q", r.marked(), r.search.Text())
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
	r.search.SetScope(library.Scope{Folder: 1, Rel: "2019/my trip"})
	r.find(t, a, "dog")
	r.search.Save()
	r.fieldOf(t).OnSubmitted("")
	want := `folder:"/home/ann/Pictures/2019/my trip" dog`
	r.waitAsked(t, a, want)
	if r.search.At().Scope != (library.Scope{}) {
		t.Errorf("shown in %+v", r.search.At().Scope)
	}
	r.until(t, "the mark", func() bool { return r.marked() != 0 })
	if q := b.Searches[0].Query; q != want {
		t.Errorf("saved %q", q)
	}
}

func TestNamesOfSearchesDiffer(t *testing.T) {
	b, a := answering(twoGood)
	b.Searches = []library.SavedSearch{{ID: 1, Name: "dog", Query: "a dog"}, {ID: 2, Name: "cat", Query: "a cat"}}
	r := newRig(t, b)
	r.until(t, "the searches", func() bool { return len(r.keptNames()) == 2 })
	r.find(t, a, "dog")
	r.search.Save()
	r.fieldOf(t).OnSubmitted("")
	r.until(t, "the refusal", func() bool { return b.count("SaveSearch") == 1 && r.queueEmpty() })
	if len(r.sheets) != 1 {
		t.Fatal("the sheet closed though nothing was saved")
	}
	r.Escape()
	r.search.UpdateSaved(r.savedSearch(2))
	r.until(t, "the update", func() bool { return r.marked() == 2 })
	r.tapOffer(t)
	r.until(t, "the old query", func() bool { return r.savedSearch(2).Query == "a cat" })
}

// queueEmpty reports that nothing waits for the widgets' goroutine.
func (r *rig) queueEmpty() bool { return !r.queue.pump() }

func TestHiddenSearchesAreNotCounted(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800}
	b.Searches = []library.SavedSearch{{ID: 1, Name: "dog", Query: "dog"}}
	r := newRig(t, b)
	r.until(t, "the searches", func() bool { return len(r.keptNames()) == 1 })
	if b.count("CountMatches dog") != 0 {
		t.Error("counted behind the scenes")
	}
	r.until(t, "the count to be put off", r.side.Uncounted)
	r.toggleSidebar()
	r.until(t, "the count", func() bool { return b.count("CountMatches dog") == 1 })
}

func TestStrictnessIsSavedWithTheSearch(t *testing.T) {
	b, ranking := oneFolder(), &querytest.Ranking{Photos: 1000, Good: 8, Maybe: 4}
	b.Rank(ranking)
	counted := map[float64]int{0: 8, 2: 6}
	b.OnMatches = func(ask service.Ask) (int, error) { return counted[ask.Strictness], nil }
	b.Searches = []library.SavedSearch{{ID: 1, Name: "dogs", Query: "a dog on a lawn"}}
	r := newRig(t, b)
	r.find(t, &ranking.Asks, "a dog on a lawn")
	r.until(t, "the saved search", func() bool { return !r.search.Savable() && len(r.keptNames()) == 1 })
	r.strictness(t).SetValue(-2)
	r.until(t, "fewer", func() bool { return r.search.Loaded() && r.search.Savable() }) // it is another search now
	r.search.UpdateSaved(r.savedSearch(1))
	r.until(t, "the count", func() bool {
		row := r.side.Rows()[r.rowOf(t, "dogs")]
		return r.savedSearch(1).Strictness == 2 && !row.Uncounted && row.Count == 6
	})
	if r.search.Savable() {
		t.Error("what was saved just now is not known")
	}
	r.find(t, &ranking.Asks, "a cat on a mat")
	r.side.Choose(r.rowOf(t, "dogs"))
	r.waitAsked(t, &ranking.Asks, "a dog on a lawn")
	if ranking.Last().Strictness != 2 {
		t.Errorf("shown at %g", ranking.Last().Strictness)
	}
	r.Close()
	again, ranking := oneFolder(), &querytest.Ranking{Photos: 1000, Good: 8, Maybe: 4}
	again.Rank(ranking)
	again.state = b.saved
	newRig(t, again)
	if ranking.Last().Strictness != 2 {
		t.Errorf("after a restart at %g", ranking.Last().Strictness)
	}
}
