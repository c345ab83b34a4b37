package search_test

import (
	"slices"
	"testing"

	"descry/library"
	"descry/library/search"
)

// A request for more begins with what a request for less gave, ends with the last
// photo in scope, and says how many are left in between, whatever the order and the
// feedback.
func TestMoreContinuesLess(t *testing.T) {
	w, x := zoo(t)
	written := func(p *library.Photo) { p.Keywords = []string{"dog"} }
	w.addNouns("zoo/tagged.jpg", "nothing", 6, written)
	w.addNouns("zoo/again.jpg", "dog grass", 7) // as good as another
	_, err := x.Follow(t.Context())
	w.must(err)
	everything := x.Len()
	for _, c := range []struct {
		name, text string
		with       func(*search.Request)
		photos     int
	}{
		{"plain", "dog", func(*search.Request) {}, everything},
		{"strict", "dog", func(r *search.Request) { r.Strictness = 4 }, everything},
		{"lax", "dog", func(r *search.Request) { r.Strictness = -4 }, everything},
		{"newest", "dog", func(r *search.Request) { r.Order = search.NewestFirst }, everything},
		{"parts", "dog, grass", func(r *search.Request) { r.Order = search.MostParts }, everything},
		{"feedback", "dog", func(r *search.Request) {
			r.Liked, r.Disliked = []library.PhotoID{w.id("a/000.jpg")}, []library.PhotoID{w.id("zoo/dog.jpg")}
		}, everything - 1},
		{"filter", "dog date:2020-01-01..2020-01-04", func(*search.Request) {}, 4},
		{"like", "", func(r *search.Request) {
			r.Examples = []search.Example{{Photo: w.id("zoo/dog-grass.jpg"), Weight: 1}}
		}, everything - 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			first := func(limit int) search.Answer {
				return w.ask(x, c.text, c.with, func(r *search.Request) { r.Limit, r.Weak = limit, limit })
			}
			all := first(everything)
			if len(all.Results) != c.photos || all.Left != 0 {
				t.Fatalf("%d photos and %d left, want %d", len(all.Results), all.Left, c.photos)
			}
			if !slices.IsSortedFunc(all.Results, func(a, b library.Result) int { return int(a.Match) - int(b.Match) }) {
				t.Error("a match follows one that is less certain")
			}
			shown := map[library.PhotoID]bool{}
			for _, r := range all.Results {
				shown[r.Photo] = true
			}
			if len(shown) != c.photos {
				t.Errorf("%d photos stand there more than once", c.photos-len(shown))
			}
			for _, limit := range []int{1, 3, 50, 100, 250} {
				part := first(limit)
				n := min(limit, c.photos)
				if part.Left != c.photos-n || part.Good != all.Good || part.Maybe != all.Maybe {
					t.Errorf("the first %d: %d left, %d good, %d maybe", limit, part.Left, part.Good, part.Maybe)
				}
				if !slices.EqualFunc(part.Results, all.Results[:n], func(a, b library.Result) bool { return a.Photo == b.Photo && a.Score == b.Score }) {
					t.Errorf("the first %d are others than of all", limit)
				}
			}
		})
	}
}

// Stricter takes matches away and laxer adds some, good ones and maybes alike. Neither changes
// the ranking, the filter or the user's annotations.
func TestStrictnessMovesBothLevels(t *testing.T) {
	w, x := zoo(t)
	said := func(r *search.Request) { r.Liked = []library.PhotoID{w.id("a/000.jpg")} }
	with := func(text string, strictness float64) search.Answer {
		return w.ask(x, text, said, func(r *search.Request) { r.Strictness = strictness })
	}
	judged := with("dog", 0)
	if judged.Good < 3 || judged.Results[0].Photo != w.id("a/000.jpg") {
		t.Fatalf("%d good matches, the first is %d", judged.Good, judged.Results[0].Photo)
	}
	for strictness, same := range map[float64]func(good, matches int) bool{
		30:  func(good, matches int) bool { return good == 2 && matches == 2 }, // what the user said, and the name
		-30: func(good, matches int) bool { return good == x.Len() && matches == good },
		12:  func(good, matches int) bool { return good < judged.Good && matches <= judged.Good+judged.Maybe },
		-5:  func(good, matches int) bool { return good >= judged.Good && matches > judged.Good+judged.Maybe },
	} {
		a := with("dog", strictness)
		if !same(a.Good, a.Good+a.Maybe) {
			t.Errorf("at %g: %d good, %d maybe, as judged %d and %d", strictness, a.Good, a.Maybe, judged.Good, judged.Maybe)
		}
		if !slices.EqualFunc(a.Results, judged.Results, func(a, b library.Result) bool { return a.Photo == b.Photo }) {
			t.Errorf("at %g the ranking is another", strictness)
		}
	}
	if a := with("dog date:2020-01-01", -30); len(a.Results) != 1 {
		t.Errorf("%d photos pass the filter", len(a.Results))
	}
}

// The parts of a photo are judged by the levels that it is judged by.
func TestStrictnessMovesParts(t *testing.T) {
	w, x := zoo(t)
	strength := func(strictness float64) float32 {
		a := w.ask(x, "dog", func(r *search.Request) { r.Clauses, r.Strictness = true, strictness })
		at := slices.IndexFunc(a.Results, func(r library.Result) bool { return r.Photo == w.id("zoo/dog-beach.jpg") })
		return a.Results[at].Clauses[0]
	}
	if lax, judged, strict := strength(0), strength(4), strength(8); lax != 1 || judged <= strict || strict <= 0 {
		t.Errorf("strengths %g, %g, %g", lax, judged, strict)
	}
}
