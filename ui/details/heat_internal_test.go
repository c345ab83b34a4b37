package details

import (
	"errors"
	"strings"
	"testing"

	"descry/app/service"
)

// warm is a heat map of one cell.
var warm = service.Heat{Columns: 1, Rows: 1, Values: []float32{1}}

func TestHeatIsShownAndTakenAway(t *testing.T) {
	r := explained(t)
	r.seen = func(part string) (service.Heat, error) {
		switch part {
		case "people":
			return service.Heat{}, nil
		}
		return warm, nil
	}
	r.see.Tap("dog")
	r.until(t, "the map", r.heatMap.Visible)
	if !r.why.parts[0].marked || !strings.Contains(r.text(), "Bright areas match best.") {
		t.Error("it isn't said what the map is of")
	}
	r.see.Tap("without people")
	if r.heatMap.Visible() {
		t.Error("the map of another part stays")
	}
	r.finish()
	if !r.why.note.Visible() || r.heat.part != "people" || !strings.Contains(r.text(), "can't tell where") {
		t.Error("it isn't said that there is no map")
	}
	r.see.Tap("without people")
	if r.why.note.Visible() || r.heat.part != "" {
		t.Error("a second click doesn't take it away")
	}
	r.see.Tap("dog")
	r.until(t, "the map", r.heatMap.Visible)
	r.ClearHeat()
	if r.heatMap.Visible() {
		t.Error("the map of another photo stays")
	}
}

func TestHeatThatFailsSaysWhy(t *testing.T) {
	r := explained(t)
	r.seen = func(string) (service.Heat, error) { return warm, errors.New("the model has gone") }
	r.see.Tap("dog")
	r.finish()
	if r.heatMap.Visible() || strings.Contains(r.text(), "Looking where") || strings.Contains(r.text(), "Bright areas") || !r.why.note.Visible() {
		t.Errorf("it says %q", r.text())
	}
}

func TestLateHeatIsDropped(t *testing.T) {
	r := explained(t)
	asked, release := make(chan struct{}), make(chan struct{})
	r.seen = func(string) (service.Heat, error) {
		close(asked)
		<-release
		return warm, nil
	}
	r.see.Tap("dog")
	<-asked
	r.ClearHeat()
	r.ShowNone()
	close(release)
	r.finish()
	if r.heatMap.Visible() {
		t.Error("a late map is shown")
	}
}

// With the viewer open the panel leaves the preview out, but for a heat map to lie on.
func TestPhotoIsNotShownTwice(t *testing.T) {
	r := explained(t)
	r.seen = func(string) (service.Heat, error) { return warm, nil }
	if !r.picture.Visible() {
		t.Fatal("no preview beside the photos")
	}
	r.SetViewing(true)
	if r.picture.Visible() {
		t.Error("the photo is shown twice")
	}
	r.show(2)
	r.until(t, "its details", func() bool { return r.see.Says("Why this photo") })
	if r.picture.Visible() {
		t.Error("the photo is shown twice when its details are there")
	}
	r.see.Tap("dog")
	r.until(t, "the heat map", r.heatMap.Visible)
	if !r.picture.Visible() {
		t.Error("the heat map lies on nothing")
	}
	r.SetViewing(false)
	if !r.picture.Visible() {
		t.Error("no preview when the viewer is left")
	}
}
