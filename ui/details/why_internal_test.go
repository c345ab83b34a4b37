package details

import (
	"strings"
	"testing"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

// explained makes a panel that shows why a photo is among the results.
func explained(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.ranked, r.ask = true, service.Ask{Query: query.Query{Source: "dog"}}
	r.reasons = func(ask service.Ask) service.Why {
		return service.Why{Match: library.Maybe, Written: []service.Mention{{Where: service.InTag, Text: "dog"}}, Parts: []service.Part{
			{Text: ask.Query.Source, Strength: 0.9, Match: library.Good}, {Text: "people", Negative: true, Strength: 0.1, Match: library.Weak}}}
	}
	r.show(2)
	r.until(t, "the reasons", func() bool { return r.see.Says("Why this photo") })
	return r
}

func TestDetailsSayWhy(t *testing.T) {
	r := explained(t)
	if room := r.whyRoom; !room.Visible() || room.Size().Height < r.why.root.MinSize().Height {
		t.Errorf("the reasons have %v, and need %v", room.Size(), r.why.root.MinSize())
	}
	for _, want := range []string{"Why this photo", "among the best", "dog", "clearly", "without people", "none seen", "Written about it: tag: dog"} {
		if !strings.Contains(r.text(), want) {
			t.Errorf("%q isn't to be read: %q", want, r.text())
		}
	}
	r.ranked = false
	r.show(3)
	r.finish()
	if r.Photo() != 3 || strings.Contains(r.text(), "Why this photo") {
		t.Error("a reason without a search")
	}
}

// A reason that comes when another photo is wanted is another photo's.
func TestLateReasonIsDropped(t *testing.T) {
	r := newRig(t)
	r.ranked = true
	release := make(chan struct{})
	r.reasons = func(service.Ask) service.Why {
		<-release
		return service.Why{Written: []service.Mention{{Where: service.InTag, Text: "dog"}}}
	}
	r.show(2)
	r.cancel()
	close(release)
	r.finish()
	if r.see.Mentions("Why this photo") {
		t.Error("a late reason is shown")
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

// What "why" says of a photo agrees with the heading that it stands under, and never
// calls a part good beside it.
func TestWhyAgreesWithHeadings(t *testing.T) {
	for _, tt := range []struct {
		a    service.Answer
		want [3]string // good, maybe, weak
	}{
		{service.Answer{Good: 3, Maybe: 2}, [3]string{"good match", "maybe", "less certain"}},
		{service.Answer{Maybe: 2}, [3]string{"good match", "among the best", "less certain"}},
		{service.Answer{}, [3]string{"good match", "among the best", "not close"}},
	} {
		for m, want := range tt.want {
			if got := whyTitle(library.Match(m), tt.a); got != want {
				t.Errorf("%d good, %d maybe, %v: %q, want %q", tt.a.Good, tt.a.Maybe, library.Match(m), got, want)
			}
		}
	}
	for _, m := range []library.Match{library.Good, library.Maybe, library.Weak} {
		for _, negative := range []bool{false, true} {
			if word := partWord(service.Part{Match: m, Negative: negative}); strings.Contains(word, "good") {
				t.Errorf("a part is %q", word)
			}
		}
	}
}
