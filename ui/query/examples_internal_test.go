package query

import (
	"testing"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

func TestExamplesFromBrowsing(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.RejectChosen()
	if r.nav.at.Searching {
		t.Fatal("x without a photo led elsewhere")
	}
	r.grid.Select(2)
	r.LikeChosen()
	r.waitAsked(t, a, likeText(2))
	if label := r.bar.flow.Objects[0].(*kit.ChipView).Label.Text; label != "like 2.jpg" {
		t.Errorf("the chip is called %q", label)
	}
	r.grid.Select(1)
	r.RejectChosen()
	r.waitAsked(t, a, likeText(2)+" -"+likeText(1))
	r.grid.Select(2)
	r.RejectChosen() // the other way round
	r.waitAsked(t, a, "-"+likeText(1)+" -"+likeText(2))
	if label := r.bar.flow.Objects[1].(*kit.ChipView).Label.Text; label != "not like 2.jpg" {
		t.Errorf("the chip is called %q", label)
	}
}

func TestExamplesAmongSimilarPhotos(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.grid.Select(3)
	r.SimilarToChosen()
	r.waitAsked(t, a, likeText(3))
	r.AddExamples([]library.PhotoID{1}, true)
	r.waitAsked(t, a, likeText(3)+" -"+likeText(1))
}

func TestNamesOfExamplesComeWithTheAnswer(t *testing.T) {
	answer := twoGood
	answer.Examples = []service.ExamplePhoto{{Ref: "0123456789abcdef", Photo: 7, Name: "dog.jpg"}}
	b, a := answering(answer)
	r := newRig(t, b)
	r.find(t, a, "like:0123456789abcdef")
	view := r.bar.flow.Objects[0].(*kit.ChipView)
	if view.Label.Text != "like dog.jpg" {
		t.Errorf("the chip is called %q", view.Label.Text)
	}
	r.until(t, "its picture", func() bool { return view.Picture != nil && view.Picture.Image != nil })
}
