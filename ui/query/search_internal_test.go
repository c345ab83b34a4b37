package query

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/kit"
)

func TestEnterAndShiftEnter(t *testing.T) {
	r := newRig(t, threePhotos())
	test.Type(r.box, "red")
	r.box.KeyDown(key(desktop.KeyShiftLeft))
	r.box.TypedKey(key(fyne.KeyReturn))
	r.box.KeyUp(key(desktop.KeyShiftLeft))
	test.Type(r.box, "lanterns")
	if r.box.Text != "red\nlanterns" || r.box.rows != 2 {
		t.Fatalf("text %q in %d rows", r.box.Text, r.box.rows)
	}
	r.box.TypedKey(key(fyne.KeyReturn))
	r.waitSearching(t)
	r.until(t, "typing to have prepared for the search, once", func() bool { return r.b.SearchCalls("PrepareSearch") == 1 })
	if r.b.SearchCalls("Search") != 1 || r.history.entries[0] != "red\nlanterns" {
		t.Errorf("%d searches, history %q", r.b.SearchCalls("Search"), r.history.entries)
	}
	test.Type(r.box, strings.Repeat(" and a very long story", 80))
	if r.box.rows != searchRows {
		t.Errorf("a paragraph takes %d rows, want %d", r.box.rows, searchRows)
	}
}

func TestHistoryFromTheEmptyBox(t *testing.T) {
	b := threePhotos()

	r := newRigAt(t, b, State{History: []string{"cat", "dog"}})
	for _, want := range []string{"cat", "dog", "dog"} {
		r.box.TypedKey(key(fyne.KeyUp))
		if r.box.Text != want {
			t.Fatalf("up gives %q, want %q", r.box.Text, want)
		}
	}
	r.box.TypedKey(key(fyne.KeyDown))
	if r.box.Text != "cat" {
		t.Errorf("down gives %q", r.box.Text)
	}
	r.clock.Elapse(typingPause)
	r.waitSearching(t)
	if r.nav.at.Text != "cat" {
		t.Errorf("searched %q", r.nav.at.Text)
	}
}

// Similar is a search as any other: the photo stands as a chip in place of the query,
// words can be added, and one Escape leaves it for where one was.
func TestSimilarIsAChipAndAnEscapeBack(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.grid.SetScrollOffset(7)
	r.find(t, a, "rex on a lawn tag:a")
	r.grid.Select(2)
	r.SimilarToChosen()
	r.waitAsked(t, a, likeText(2))
	if r.box.Text != "" || !slices.Equal(r.chipTexts(), []string{likeText(2)}) {
		t.Fatalf("box %q, chips %q", r.box.Text, r.chipTexts())
	}
	view := r.bar.flow.Objects[0].(*kit.ChipView)
	if view.Label.Text != "like 2.jpg" {
		t.Errorf("the chip is called %q", view.Label.Text)
	}
	r.until(t, "its thumbnail", func() bool { return view.Picture != nil && view.Picture.Image != nil })
	if !strings.HasPrefix(r.result.text.Text, "2 good matches") || !r.Savable() {
		t.Errorf("line %q, savable %v", r.result.text.Text, r.Savable())
	}
	test.Type(r.box, "snow")
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, likeText(2)+" snow")
	r.shell.Escape()
	if r.bar.text() != "" || r.nav.at.Searching || r.grid.Count() != 3 {
		t.Errorf("Escape leads to %+v with %q in the box", r.nav.at, r.bar.text())
	}
}

func TestBackFromSimilarToItsSearch(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "dog tag:a")
	if r.result.back.Visible() {
		t.Error("there is a way back from a search to itself")
	}
	r.grid.Select(2)
	r.SimilarToChosen()
	r.waitAsked(t, a, likeText(2))
	if !r.result.back.Visible() {
		t.Fatal("no way back to the search")
	}
	r.result.back.OnTapped()
	if r.nav.at.Text != "tag:a dog" || r.box.Text != "dog" || !slices.Equal(r.chipTexts(), []string{"tag:a"}) {
		t.Errorf("back at %q with box %q, chips %q", r.nav.at.Text, r.box.Text, r.chipTexts())
	}
	if !slices.Equal(r.grid.Selected(), []library.PhotoID{2}) || r.result.back.Visible() {
		t.Errorf("%v selected", r.grid.Selected())
	}
}

// A photo that takes long to be named must not come over what was typed meanwhile.
func TestSimilarGivesWayToTyping(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.SimilarTo(2)
	test.Type(r.box, "dog")
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "dog")
	r.until(t, "all to be done", r.queueEmpty)
	if r.bar.text() != "dog" || r.nav.at.Text != "dog" {
		t.Errorf("box %q, place %q", r.bar.text(), r.nav.at.Text)
	}
}

func TestSearchNames(t *testing.T) {
	for text, want := range map[string]string{
		"dog":                    "dog",
		"dog camera:canon":       "dog",
		strings.Repeat("長", 100): strings.Repeat("長", longestName-1) + "…",
	} {
		if got := onThursday().searchName(text); got != want {
			t.Errorf("%q is called %q", text, got)
		}
	}
	if got := onThursday().searchName("camera:canon"); !strings.Contains(got, "canon") {
		t.Errorf("a filter alone is called %q", got)
	}
}

// A filter that is typed slowly begins with a letter, which is not searched for by itself.
func TestTheFirstLetterOfAFilterIsNotSearchedFor(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	for _, typed := range []string{"d", "-d", " D"} {
		test.Type(r.box, typed)
		r.rests(t)
		if n := b.SearchCalls("Search"); n != 0 || r.nav.at.Searching || r.result.text.Text != "All photos · 3 photos" {
			t.Errorf("%q: %d searches, line %q", typed, n, r.result.text.Text)
		}
		r.clear()
	}
	test.Type(r.box, "d")
	r.submit()
	r.waitAsked(t, a, "d")
	r.shell.Escape()
	for _, typed := range []string{"do", "x", "狗", "vitamin c"} { // words, or what no filter begins with
		test.Type(r.box, typed)
		r.clock.Elapse(typingPause)
		r.waitAsked(t, a, typed)
		r.shell.Escape()
	}
}
