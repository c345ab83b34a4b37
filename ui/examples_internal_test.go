package ui

import (
	"context"
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

func TestExamplesFromBrowsing(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.TypedRune('x')
	if r.nav.at.Kind != browsing {
		t.Fatal("x without a photo led elsewhere")
	}
	r.grid.Select(2)
	r.TypedRune('+')
	r.waitAsked(t, a, likeText(2))
	if label := r.bar.flow.Objects[0].(*kit.ChipView).Label.Text; label != "like 2.jpg" {
		t.Errorf("the chip is called %q", label)
	}
	r.grid.Select(1)
	r.TypedRune('x')
	r.waitAsked(t, a, likeText(2)+" -"+likeText(1))
	r.grid.Select(2)
	r.TypedRune('x') // the other way round
	r.waitAsked(t, a, "-"+likeText(1)+" -"+likeText(2))
	if label := r.bar.flow.Objects[1].(*kit.ChipView).Label.Text; label != "not like 2.jpg" {
		t.Errorf("the chip is called %q", label)
	}
}

func TestExamplesAmongSimilarPhotos(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.grid.Select(3)
	r.TypedRune('s')
	r.waitAsked(t, a, likeText(3))
	r.addExamples([]library.PhotoID{1}, true)
	r.waitAsked(t, a, likeText(3)+" -"+likeText(1))
}

func TestNamesOfExamplesComeWithTheAnswer(t *testing.T) {
	answer := twoGood
	answer.Examples = []service.ExamplePhoto{{Ref: "0123456789abcdef", Photo: 7, Name: "dog.jpg"}}
	b, a := answering(answer)
	r := newRig(t, b)
	r.search(t, a, "like:0123456789abcdef")
	view := r.bar.flow.Objects[0].(*kit.ChipView)
	if view.Label.Text != "like dog.jpg" {
		t.Errorf("the chip is called %q", view.Label.Text)
	}
	r.until(t, "its picture", func() bool { return view.Picture != nil && view.Picture.Image != nil })
}

// explained makes a window with the details of a found photo.
func explained(t *testing.T, b *fakeBackend, a *asks) *rig {
	t.Helper()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true}
	photo := b.photo
	b.photo = func(id library.PhotoID) (library.Photo, error) {
		p, err := photo(id)
		p.Width, p.Height = 600, 400
		return p, err
	}
	b.why = func(ask service.Ask, id library.PhotoID) (service.Why, error) {
		return service.Why{Match: library.Maybe, Written: []string{"tag: dog"}, Parts: []service.Part{
			{Text: ask.Text, Strength: 0.9, Match: library.Good}, {Text: "people", Negative: true, Strength: 0.1, Match: library.Weak}}}, nil
	}
	r := newRig(t, b)
	r.search(t, a, "dog")
	r.grid.Select(2)
	r.until(t, "the reasons", func() bool { return r.details.why != nil })
	return r
}

func TestDetailsSayWhy(t *testing.T) {
	b, a := answering(twoGood)
	r := explained(t, b, a)
	if len(r.details.why.parts) != 2 || r.details.why.parts[0].part.Text != "dog" {
		t.Fatalf("parts %+v", r.details.why.parts)
	}
	if room := r.details.whyRoom; !room.Visible() || room.Size().Height < r.details.why.root.MinSize().Height {
		t.Errorf("the reasons have %v, and need %v", room.Size(), r.details.why.root.MinSize())
	}
	r.clearQuery()
	r.Escape() // lets go of the photo
	r.Escape()
	r.until(t, "browsing", func() bool { return r.nav.at.Kind == browsing })
	r.grid.Select(3)
	r.until(t, "other details", func() bool { return r.details.photo.ID == 3 })
	if r.details.why != nil {
		t.Error("a reason without a search")
	}
}

func TestHeatIsShownAndTakenAway(t *testing.T) {
	b, a := answering(twoGood)
	b.heat = func(_ context.Context, _ library.PhotoID, part string) (service.Heat, error) {
		if part == "people" {
			return service.Heat{}, nil
		}
		return service.Heat{Columns: 1, Rows: 1, Values: []float32{1}}, nil
	}
	r := explained(t, b, a)
	r.details.why.parts[0].tap.Tapped(&fyne.PointEvent{})
	r.until(t, "the map", r.details.heat.Visible)
	if !r.details.why.parts[0].marked {
		t.Error("it isn't said what the map is of")
	}
	r.toggleHeat("people")
	if r.details.heat.Visible() {
		t.Error("the map of another part stays")
	}
	r.until(t, "a word where there is no map", func() bool { return r.details.why.note.Visible() && r.heat.part == "people" && r.queueEmpty() })
	r.toggleHeat("people")
	if r.details.why.note.Visible() || r.heat.part != "" {
		t.Error("a second click doesn't take it away")
	}
	r.toggleHeat("dog")
	r.until(t, "the map", r.details.heat.Visible)
	r.grid.Select(1)
	if r.details.heat.Visible() {
		t.Error("the map of another photo stays")
	}
}

func TestLateHeatIsDropped(t *testing.T) {
	b, a := answering(twoGood)
	release := make(chan struct{})
	b.heat = func(_ context.Context, _ library.PhotoID, part string) (service.Heat, error) {
		<-release
		return service.Heat{Columns: 1, Rows: 1, Values: []float32{1}}, nil
	}
	r := explained(t, b, a)
	r.toggleHeat("dog")
	r.until(t, "the question", func() bool { return b.count("Heat dog") == 1 })
	r.grid.SelectNone()
	close(release)
	r.Close() // waits for it
	r.queue.pump()
	if r.details.heat.Visible() {
		t.Error("a late map is shown")
	}
}

func TestPartWords(t *testing.T) {
	tests := []struct {
		p          service.Part
		name, word string
	}{
		{service.Part{Text: "red\nlanterns", Match: library.Good}, "red lanterns", "clearly"},
		{service.Part{Text: "x", Match: library.Maybe}, "x", "partly"},
		{service.Part{Text: "x", Match: library.Weak}, "x", "hardly"},
		{service.Part{Text: "people", Negative: true, Match: library.Weak}, "without people", "none seen"},
		{service.Part{Text: "people", Negative: true, Match: library.Good}, "without people", "some seen"},
		{service.Part{Text: "x", Match: 99}, "x", "hardly"},
	}
	for _, tt := range tests {
		if name, word := partName(tt.p), partWord(tt.p); name != tt.name || word != tt.word {
			t.Errorf("%+v: %q, %q", tt.p, name, word)
		}
	}
}

func TestHeatMapIsBrightestWhereItIsHottest(t *testing.T) {
	h := service.Heat{Columns: 4, Rows: 3, Values: make([]float32, 12)}
	h.Values[1*4+2] = 1
	img, ok := drawHeat(h, 600, 300).(*image.NRGBA)
	if !ok || img.Bounds().Dx() != heatSide || img.Bounds().Dy() != heatSide/2 {
		t.Fatalf("map %v", img.Bounds())
	}
	var best image.Point
	brightest := -1
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if c := img.NRGBAAt(x, y); int(c.R)+int(c.G)+int(c.B) > brightest {
				best, brightest = image.Pt(x, y), int(c.R)+int(c.G)+int(c.B)
			}
		}
	}
	if cell := image.Pt(best.X*4/heatSide, best.Y*3/(heatSide/2)); cell != image.Pt(2, 1) {
		t.Errorf("brightest at %v, in cell %v", best, cell)
	}
	if top := heatColour(1); img.NRGBAAt(best.X, best.Y) != top {
		t.Errorf("the hottest place has %v, want %v", img.NRGBAAt(best.X, best.Y), top)
	}
}

func TestNoMapWithoutValues(t *testing.T) {
	for _, h := range []service.Heat{{}, {Columns: 3, Rows: 3, Values: make([]float32, 4)}, {Columns: -1, Rows: -1}} {
		if drawHeat(h, 60, 40) != nil {
			t.Errorf("a map of %+v", h)
		}
	}
}

// The lightness must rise along the ramp: it is what tells warm from cold.
func TestHeatRampRises(t *testing.T) {
	before := -1.0
	for i := range 101 {
		c := heatColour(float64(i) / 100)
		luma := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
		if luma < before-0.5 {
			t.Fatalf("at %d %% it gets darker", i)
		}
		before = luma
	}
	if !slices.IsSortedFunc(heatRamp, func(a, b heatStop) int { return int(100 * (a.heat - b.heat)) }) {
		t.Error("the stops are out of order")
	}
}
