package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/query/querytest"
)

// explained makes a window with the details of a found photo.
func explained(t *testing.T, b *fakeBackend, a *querytest.Asks) *rig {
	t.Helper()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true}
	photo := b.OnPhoto
	b.OnPhoto = func(id library.PhotoID) (library.Photo, error) {
		p, err := photo(id)
		p.Width, p.Height = 600, 400
		return p, err
	}
	b.why = func(ask service.Ask, id library.PhotoID) (service.Why, error) {
		return service.Why{Match: library.Maybe, Written: []service.Mention{{Where: service.InTag, Text: "dog"}}, Parts: []service.Part{
			{Text: ask.Query.Source, Strength: 0.9, Match: library.Good}, {Text: "people", Negative: true, Strength: 0.1, Match: library.Weak}}}, nil
	}
	r := newRig(t, b)
	r.find(t, a, "dog")
	r.grid.Select(2)
	r.until(t, "the reasons", r.saysWhy)
	return r
}

func TestDetailsSayWhy(t *testing.T) {
	b, a := answering(twoGood)
	r := explained(t, b, a)
	if got := r.detailsText(); !strings.Contains(got, "without people") || !strings.Contains(got, "dog") {
		t.Fatalf("the details say %q", got)
	}
	r.deleteAll()
	r.Escape() // lets go of the photo
	r.Escape()
	r.until(t, "browsing", func() bool { return !r.search.At().Searching })
	r.grid.Select(3)
	r.until(t, "other details", func() bool { return r.details.Photo() == 3 })
	if r.saysWhy() {
		t.Error("a reason without a search")
	}
}

// The heat map goes with the photo that it is of.
func TestHeatGoesWithThePhoto(t *testing.T) {
	b, a := answering(twoGood)
	b.heat = func(context.Context, library.PhotoID, string) (service.Heat, error) {
		return service.Heat{Columns: 1, Rows: 1, Values: []float32{1}}, nil
	}
	r := explained(t, b, a)
	r.tapPart(t, "dog")
	r.until(t, "the map", func() bool { return len(r.detailsPictures()) == 2 })
	r.grid.Select(1)
	if len(r.detailsPictures()) > 1 {
		t.Error("the map of another photo stays")
	}
}

// detailsText is what is to be read in the details.
func (r *rig) detailsText() string {
	var texts []string
	walkShown(r.details.Root(), func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			texts = append(texts, text.Text)
		}
	})
	return strings.Join(texts, " ")
}

// saysWhy reports that the details say why the photo is among the results.
func (r *rig) saysWhy() bool { return strings.Contains(r.detailsText(), "Why this photo") }

// detailsHeading is what stands above the rest in the details.
func (r *rig) detailsHeading() (text string) {
	walkShown(r.details.Root(), func(o fyne.CanvasObject) {
		if line, ok := o.(*kit.Line); ok && text == "" {
			text = line.Text
		}
	})
	return text
}

// detailsPictures are the pictures to be seen in the details: the preview, and a heat map
// in front of it.
func (r *rig) detailsPictures() (shown []*canvas.Image) {
	walkShown(r.details.Root(), func(o fyne.CanvasObject) {
		if img, ok := o.(*canvas.Image); ok && img.Resource == nil {
			shown = append(shown, img)
		}
	})
	return shown
}

// tapPart clicks in the details on a part of the description.
func (r *rig) tapPart(t *testing.T, part string) {
	t.Helper()
	var last, found fyne.Tappable
	walkShown(r.details.Root(), func(o fyne.CanvasObject) {
		if tapped, ok := o.(*kit.Tappable); ok {
			last = tapped
		}
		if text, ok := o.(*canvas.Text); ok && text.Text == part {
			found = last
		}
	})
	if found == nil {
		t.Fatalf("the details have no part %q", part)
	}
	test.Tap(found)
}
