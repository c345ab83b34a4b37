package search_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// judged marks photos of the zoo as good answers, or as no answers.
func (w *world) judged(liked, disliked []string) func(*search.Request) {
	return func(r *search.Request) {
		for _, rel := range liked {
			r.Liked = append(r.Liked, w.id("zoo/"+rel+".jpg"))
		}
		for _, rel := range disliked {
			r.Disliked = append(r.Disliked, w.id("zoo/"+rel+".jpg"))
		}
	}
}

// scores are the results by file.
func (w *world) scores(a search.Answer) map[string]library.Result {
	w.t.Helper()
	of := map[string]library.Result{}
	for i, name := range w.names(a, len(a.Results)) {
		of[name] = a.Results[i]
	}
	return of
}

func everything(r *search.Request) { r.Limit = 400 }

func TestLikedPhotosLeadAndPull(t *testing.T) {
	w, _ := zoo(t)
	w.addNouns("zoo/meadow.jpg", "grass", 6)
	x := w.open()
	if got := w.names(w.ask(x, "dog"), 4); slices.Index(got, "dog-beach") > slices.Index(got, "dog-ball-grass") {
		t.Fatalf("found %v before anything was said", got)
	}
	a := w.ask(x, "dog", w.judged([]string{"meadow"}, nil))
	w.expect(a, "meadow", "dog")
	got := w.names(a, 5)
	if at := slices.Index(got, "dog-ball-grass"); at < 0 || at > slices.Index(got, "dog-beach") {
		t.Errorf("with a meadow liked it found %v", got)
	}
	if a.Results[0].Match != library.Good {
		t.Errorf("the liked photo is %v", a.Results[0].Match)
	}
}

// TestLikingLosesNoMatch: what was found stays found, however unlike it is to what
// is liked.
func TestLikingLosesNoMatch(t *testing.T) {
	w, x := zoo(t)
	before := w.scores(w.ask(x, "dog", everything))
	after := w.scores(w.ask(x, "dog", everything, w.judged([]string{"cat-beach"}, nil)))
	matches := 0
	for name, was := range before {
		if is := after[name]; is.Match > was.Match {
			t.Errorf("%s was %v and is %v", name, was.Match, is.Match)
		}
		if was.Match != library.Weak {
			matches++
		}
	}
	if matches < 3 {
		t.Errorf("only %d matches to lose", matches)
	}
}

func TestDislikedPhotosLeaveAndPush(t *testing.T) {
	w, _ := zoo(t)
	w.addNouns("zoo/dunes.jpg", "beach beach beach dog", 6)
	w.addNouns("zoo/more-dunes.jpg", "beach beach beach beach dog", 7)
	x := w.open()
	first := w.ask(x, "dog", everything)
	before := w.scores(first)
	a := w.ask(x, "dog", everything, w.judged(nil, []string{"dunes"}))
	after := w.scores(a)
	if _, there := after["dunes"]; there || len(after) != len(before)-1 {
		t.Errorf("%d of %d results, with the disliked one: %v", len(after), len(before), there)
	}
	if after["more-dunes"].Score > before["more-dunes"].Score-0.03 {
		t.Errorf("its like had %v and has %v", before["more-dunes"].Score, after["more-dunes"].Score)
	}
	for _, name := range []string{"dog", "dog-beach", "dog-grass"} {
		if was, is := before[name], after[name]; was.Match != is.Match || is.Score < was.Score-1e-3 {
			t.Errorf("%s was %+v and is %+v", name, was, is)
		}
	}
	if gone := w.ask(x, "dog", everything, w.judged(nil, []string{"dog"})); gone.Good != first.Good-1 {
		t.Errorf("%d good ones without a good one of %d", gone.Good, first.Good)
	}
}

func TestFeedbackHoldsInEveryOrderAndScope(t *testing.T) {
	w, x := zoo(t)
	said := w.judged([]string{"cat-beach"}, []string{"dog-grass"})
	for _, order := range []search.Order{search.BestFirst, search.MostParts, search.NewestFirst, search.OldestFirst} {
		a := w.ask(x, "dog", said, func(r *search.Request) { r.Order = order })
		found := w.scores(a)
		if r, there := found["cat-beach"]; !there || r.Match != library.Good {
			t.Errorf("order %v: the liked one is %+v", order, r)
		}
		if _, there := found["dog-grass"]; there {
			t.Errorf("order %v: the disliked one is there", order)
		}
	}
	elsewhere := w.ask(x, "dog", said, func(r *search.Request) { r.Scope = library.Scope{Folder: w.folder.ID, Rel: "a"} })
	if _, there := w.scores(elsewhere)["cat-beach"]; there {
		t.Error("a liked photo is found in a folder where it isn't")
	}
}

// TestFeedbackOnUnseenPhotos: the model hasn't seen what the user speaks of.
func TestFeedbackOnUnseenPhotos(t *testing.T) {
	w, _ := zoo(t)
	x, err := search.Open(t.Context(), w.store, "new-model", dim, w.sidecar, search.Space{}, slog.New(slog.DiscardHandler))
	w.must(err)
	a := w.ask(x, "puppy", w.judged([]string{"dog"}, []string{"cat-beach"}))
	w.expect(a, "dog")
	if len(a.Results) != 1 || a.Good != 1 {
		t.Errorf("found %+v", a)
	}
}

func TestExplainedAsFound(t *testing.T) {
	w, x := zoo(t)
	said := w.judged([]string{"cat-beach"}, []string{"dog-grass"})
	found := w.scores(w.ask(x, "dog", everything, said))
	q, err := query.Parse("dog", time.Now())
	w.must(err)
	r := search.Request{Query: q}
	said(&r)
	for _, name := range []string{"dog", "cat-beach", "dog-beach"} {
		e, err := x.Explain(t.Context(), &bagOfWords{}, r, w.id("zoo/"+name+".jpg"))
		w.must(err)
		if is := found[name]; e.Match != is.Match || e.Score < is.Score-0.01 || e.Score > is.Score+0.01 {
			t.Errorf("%s is explained as %+v, found as %+v", name, e, is)
		}
	}
	if e, err := x.Explain(t.Context(), &bagOfWords{}, r, w.id("zoo/dog-grass.jpg")); err != nil || e.Match != library.Weak {
		t.Errorf("the disliked one is explained as %+v, %v", e, err)
	}
}
