package query

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"descry/library"
	"descry/ui/kit"
)

func TestFewerAndMoreMoveTheHeadings(t *testing.T) {
	b := newRanked(1000, 8, 4)
	r := b.open(t, State{})
	if !r.row.strict.root.Visible() {
		t.Fatal("no slider beside the order of a search")
	}
	r.grid.Select(3)
	r.row.strict.slider.SetValue(-2) // towards fewer
	r.until(t, "fewer", func() bool { return r.nav.loaded && r.listed.Good == 6 })
	if b.Last().Strictness != 2 || r.result.text.Text != "6 good matches, 4 maybe for “a dog on a lawn”" {
		t.Errorf("asked with %g: %q", b.Last().Strictness, r.result.text.Text)
	}
	if got := r.grid.Selected(); len(got) != 1 || got[0] != 3 {
		t.Errorf("selected %v", got)
	}
	r.row.strict.slider.TypedKey(key(fyne.KeyBackspace))
	r.until(t, "as judged", func() bool { return r.nav.loaded && r.listed.Good == 8 })
	if r.row.strict.slider.Value != 0 {
		t.Errorf("the slider stands at %g", r.row.strict.slider.Value)
	}
	r.shell.Escape()
	r.shell.Escape()
	r.waitBrowsing(t)
	if r.row.strict.root.Visible() {
		t.Error("a slider beside the order of all photos")
	}
}

func TestTheHintStandsAtTheSlider(t *testing.T) {
	r := newRanked(1000, 8, 4).open(t, State{})
	s := r.row.strict.slider
	s.MouseIn(&desktop.MouseEvent{})
	if r.shell.tips.Over != fyne.CanvasObject(s) {
		t.Errorf("the hint is of %T", r.shell.tips.Over)
	}
	s.MouseOut()
	if r.shell.tips.Over != nil {
		t.Error("the hint stays")
	}
}

func TestDoubleClickLeadsToTheMiddle(t *testing.T) {
	r := newRanked(1000, 8, 4).open(t, State{})
	s := r.row.strict.slider
	s.Resize(fyne.NewSize(strictnessTrack, kit.ControlHigh))
	at := &fyne.PointEvent{Position: fyne.NewPos(strictnessTrack-1, 5)}
	s.Tapped(at)
	if s.Value != strictnessSteps {
		t.Fatalf("a click at the end leads to %g", s.Value)
	}
	s.Tapped(at)
	if s.Value != 0 {
		t.Errorf("a double click leads to %g", s.Value)
	}
}

// The strictness belongs to the search: it stays with another filter and on the way
// back, and a search for something else begins as judged.
func TestStrictnessBelongsToTheSearch(t *testing.T) {
	b := newRanked(1000, 8, 4)
	r := b.open(t, State{})
	r.row.strict.slider.SetValue(3)
	r.until(t, "more", func() bool { return r.nav.loaded && b.Last().Strictness == -3 })
	r.bar.add("tag:a")
	r.until(t, "the filter", func() bool {
		return r.nav.loaded && b.Last().Query.Source == onThursday().canonical("tag:a a dog on a lawn")
	})
	if b.Last().Strictness != -3 || r.row.strict.slider.Value != 3 {
		t.Errorf("with another filter: %g, slider %g", b.Last().Strictness, r.row.strict.slider.Value)
	}
	r.grid.Select(3)
	r.SimilarToChosen()
	r.waitAsked(t, &b.Asks, likeText(3))
	if b.Last().Strictness != 0 || r.row.strict.slider.Value != 0 {
		t.Errorf("another search begins at %g, slider %g", b.Last().Strictness, r.row.strict.slider.Value)
	}
	r.stepBack()
	if r.nav.at.Strictness != -3 || r.row.strict.slider.Value != 3 {
		t.Errorf("back at %g, slider %g", r.nav.at.Strictness, r.row.strict.slider.Value)
	}
}

// Where the row of controls gets narrow the slider gives up its words and then itself
// before the box gets narrow.
func TestTheSliderGivesWay(t *testing.T) {
	r := newRanked(1000, 8, 4).open(t, State{})
	words := r.row.strict.root.Objects[1]
	seen := map[string]bool{}
	for width := float32(1200); width > 400; width -= 10 {
		r.row.line.Resize(fyne.NewSize(width, kit.ControlHigh))
		slider := r.row.strict.root.Visible()
		seen[map[bool]string{true: "slider"}[slider]+map[bool]string{true: " words"}[slider && words.Visible()]] = true
		if box := r.row.box.Size().Width; slider && box < boxNarrow {
			t.Errorf("at %g the box is %g wide beside the slider", width, box)
		}
	}
	if len(seen) != 3 {
		t.Errorf("seen %v, want it with words, without and not at all", seen)
	}
}

// A saved search, and the one of the last start, are as strict as they were, and the slider shows it.
func TestSavedStrictnessMovesTheSlider(t *testing.T) {
	b := newRanked(1000, 8, 4)
	r := b.open(t, State{})
	r.RunSaved(library.SavedSearch{Query: "a cat on a mat", Strictness: 2})
	r.waitAsked(t, &b.Asks, "a cat on a mat")
	if b.Last().Strictness != 2 || r.row.strict.slider.Value != -2 {
		t.Errorf("shown at %g, slider %g", b.Last().Strictness, r.row.strict.slider.Value)
	}
	again := newRanked(1000, 8, 4)
	r = newRigAt(t, again.fakeBackend, r.State())
	if again.Last().Strictness != 2 || r.row.strict.slider.Value != -2 {
		t.Errorf("after a restart at %g, slider %g", again.Last().Strictness, r.row.strict.slider.Value)
	}
}

// The words beside the slider go first, then the name of the order, which can be read off the
// button's hint, and only then the word that says what + adds.
func TestTheFilterKeepsItsWordLonger(t *testing.T) {
	r := newRanked(1000, 8, 4).open(t, State{})
	var last string
	var order []string
	for width := float32(1200); width > 330; width -= 5 {
		r.row.line.Resize(fyne.NewSize(width, kit.ControlHigh))
		now := fmt.Sprint(r.row.strict.root.Objects[1].Visible(), r.row.sort.Text != "", r.row.filter.Text != "")
		if now != last {
			order = append(order, now)
		}
		last = now
		if named := r.row.sort.Text != ""; named == (r.row.sort.Hint == "Best match first") {
			t.Errorf("at %g the order is named %q, the hint is %q", width, r.row.sort.Text, r.row.sort.Hint)
		}
	}
	if want := []string{"true true true", "false true true", "false false true", "false false false"}; !slices.Equal(order, want) {
		t.Errorf("words, order, filter go as %q", order)
	}
	r.row.line.Resize(fyne.NewSize(1200, kit.ControlHigh))
	if r.row.sort.Text != "Best match first" || r.row.filter.Text != "Filter" {
		t.Errorf("in a wide window again %q and %q", r.row.sort.Text, r.row.filter.Text)
	}
}

// What the row has no room for is in the menu, and does there what the controls do.
func TestNarrowRowKeepsStrictnessAndSizeInTheMenu(t *testing.T) {
	b := newRanked(1000, 8, 4)
	r := b.open(t, State{})
	if items := r.RowItems(r.row.menu); len(items) != 0 {
		t.Fatalf("%d of the row's controls in the menu of a wide window", len(items))
	}
	r.win.Resize(fyne.NewSize(400, 770))
	choose := func(of, label string) *fyne.MenuItem {
		t.Helper()
		for _, item := range r.RowItems(r.row.menu) {
			if item.Label != of {
				continue
			}
			for _, sub := range item.ChildMenu.Items {
				if sub.Label == label {
					return sub
				}
			}
		}
		t.Fatalf("no %s › %s in the menu", of, label)
		return nil
	}
	if !choose("Matches", "As judged").Checked {
		t.Error("it isn't said that matches are as judged")
	}
	choose("Matches", "More").Action()
	r.until(t, "more matches", func() bool { return r.nav.loaded && b.Last().Strictness == -1 })
	if choose("Matches", "As judged").Checked {
		t.Error("more matches are as judged")
	}
	choose("Matches", "As judged").Action()
	r.until(t, "matches as judged", func() bool { return r.nav.loaded && b.Last().Strictness == 0 })
	for step := range strictnessSteps {
		choose("Matches", "Fewer").Action()
		r.until(t, "fewer matches", func() bool { return r.nav.loaded && b.Last().Strictness == float64(step+1) })
	}
	if !choose("Matches", "Fewer").Disabled || choose("Matches", "More").Disabled {
		t.Error("there are fewer than the fewest")
	}
	before := r.grid.RowHeight()
	choose("Size of the photos", "Smaller").Action()
	smaller := r.grid.RowHeight()
	choose("Size of the photos", "Larger").Action()
	if smaller >= before || r.grid.RowHeight() <= smaller {
		t.Errorf("rows of %v, then %v, then %v", before, smaller, r.grid.RowHeight())
	}
}
