package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
	"descry/ui/query/querytest"
)

type ids = []library.PhotoID

func labels(items []*fyne.MenuItem) []string {
	var names []string
	for _, i := range items {
		names = append(names, i.Label)
	}
	return names
}

func TestMenuOfAnswers(t *testing.T) {
	r, a := answered(t, 3, State{})
	menu := labels(r.onePhotoMenu(2))
	if i := slices.Index(menu, "Right answer"); i < 0 || !slices.Equal(menu[i:i+3], []string{"Right answer", "Wrong answer", "More like this"}) {
		t.Errorf("menu %q", menu)
	}
	r.onePhotoMenu(2)[2].Action()
	r.expectJudged(t, ids{2}, nil)
	if menu := labels(r.onePhotoMenu(2)); !slices.Contains(menu, "No longer a right answer") {
		t.Errorf("menu %q", menu)
	}
	r.exampleItems(ids{2, 3})[1].Action()
	r.expectJudged(t, nil, ids{2, 3})
	r.exampleItems(ids{1})[2].Action()
	r.until(t, "the example", func() bool {
		return strings.Contains(a.Last().Query.Source, querytest.LikeText(1)) && r.search.Loaded()
	})
	r.Escape()
	r.deleteAll()
	r.Escape()
	r.waitBrowsing(t)
	if menu := labels(r.exampleItems(ids{1, 2})); !slices.Equal(menu, []string{"More like these", "Not like these"}) {
		t.Errorf("while browsing: %q", menu)
	}
}

func TestDetailsJudge(t *testing.T) {
	r, _ := answered(t, 3, State{Width: 1280, Height: 800, DetailsShown: true})
	press := func(name string) {
		t.Helper()
		var b *kit.Button
		r.until(t, "the button "+name, func() bool {
			b = buttonNamed(r.details.Root(), name)
			return b != nil
		})
		b.OnTapped()
	}
	r.grid.Select(2)
	press("Right answer")
	r.expectJudged(t, ids{2}, nil)
	press("No longer a right answer")
	r.expectJudged(t, nil, nil)
	press("Wrong answer")
	r.expectJudged(t, nil, ids{2})
	r.until(t, "the details of the next", func() bool { return r.details.Photo() == 3 })
}

// buttonNamed looks for a button within an object.
func buttonNamed(o fyne.CanvasObject, name string) (found *kit.Button) {
	walk(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == name && found == nil {
			found = b
		}
	})
	return found
}

func TestViewerGoesOnToTheNext(t *testing.T) {
	r, _ := answered(t, 3, State{})
	r.view(2)
	items := r.onePhotoMenu(r.viewer.Current())
	items[slices.Index(labels(items), "Wrong answer")].Action()
	if r.viewer.Current() != 3 {
		t.Errorf("the viewer shows %d", r.viewer.Current())
	}
	r.expectJudged(t, nil, ids{2})
	if !r.zones.viewing || r.viewer.Current() != 3 {
		t.Errorf("viewing %v, photo %d", r.zones.viewing, r.viewer.Current())
	}
}

func TestViewerGoesOnBeyondWhatWasLoaded(t *testing.T) {
	b, ranking := oneFolder(), &querytest.Ranking{Photos: 500, Good: 3, Maybe: 4}
	b.Rank(ranking)
	r := newRig(t, b)
	r.find(t, &ranking.Asks, "a dog on a lawn")
	r.view(207)
	r.until(t, "more photos", func() bool { return r.grid.Count() == 407 })
	r.viewer.Step(1)
	if r.viewer.Current() != 208 {
		t.Errorf("the photo after the last one loaded is %d", r.viewer.Current())
	}
}
