package search_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// kinds are what the photos of the made-up libraries show.
var kinds = strings.Fields("dog cat beach grass ball car tree house boat snow bread apple")

// calibration are texts about the kinds and about much else.
func calibration() search.CalibrationTexts {
	var y search.CalibrationTexts
	for i := range 150 {
		y.Nouns = append(y.Nouns, things(fmt.Sprint("thing", i)))
		y.Descriptions = append(y.Descriptions, things(fmt.Sprintf("place%d with thing%d", i, 149-i)))
	}
	for i, kind := range kinds {
		y.Nouns = append(y.Nouns, things(kind))
		y.Descriptions = append(y.Descriptions, things(kind+" by a "+kinds[(i+3)%len(kinds)]))
	}
	return y
}

// pictures are photos of a kind each, n of all kinds together, and unclear as photos
// are.
func pictures(seed uint64, n int, of ...string) (photos [][]float32) {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		v := slices.Clone(things(of[i%len(of)]))
		for k := range v {
			v[k] += float32(r.NormFloat64()) * 0.12
		}
		photos = append(photos, unit(v))
	}
	return photos
}

func unit(v []float32) []float32 {
	if err := vectormath.Normalize(v); err != nil {
		panic(err)
	}
	return v
}

// made is a model and the photos that it has seen.
type made struct {
	calibration search.CalibrationTexts
	scale       float64
	photos      [][]float32
	text        func(text string) []float32
}

// matches are those of a text, in order of the photos.
func (m made) matches(text string) (all []library.Match, c search.Cutoff, unit float64) {
	levels := search.NewLevels(m.calibration, m.photos, m.scale)
	cosines := make([]float32, len(m.photos))
	v := m.text(text)
	for i, p := range m.photos {
		for k := range p {
			cosines[i] += p[k] * v[k]
		}
	}
	scores, c := levels.Judge(cosines, text)
	for _, s := range scores {
		all = append(all, c.Match(s))
	}
	return all, c, levels.Unit()
}

// asked are texts of one word, of two and of more.
var asked = []string{"dog", "snow", "cat beach", "dog grass ball", "unicorn", "boat beach snow"}

// A model whose vectors all have a part in common, or whose cosines lie closer
// together, means the same by them when it ranks photos the same.
func TestLevelsFollowTheModel(t *testing.T) {
	plain := made{calibration(), scale, pictures(1, 240, kinds[:8]...), things}
	for name, other := range map[string]struct{ share, common, scale float64 }{
		"a common part":       {0.7, 0.3, scale / 0.7},
		"cosines as SigLIP's": {0.2, 0.01, scale / 0.2},
		"a scale of its own":  {0.2, 0.01, 1.5 * scale / 0.2}, // what is measured counts more
	} {
		// cosine' = share·cosine + common
		moved := func(v []float32, text bool) []float32 {
			var w []float32
			for _, e := range v {
				w = append(w, e*float32(math.Sqrt(other.share)))
			}
			rest := 1 - other.share
			if !text {
				return append(w, float32(math.Sqrt(rest)), 0)
			}
			along := other.common / math.Sqrt(rest)
			return append(w, float32(along), float32(math.Sqrt(max(0, rest-along*along))))
		}
		m := made{scale: other.scale, text: func(text string) []float32 { return moved(things(text), true) }}
		for _, p := range plain.photos {
			m.photos = append(m.photos, moved(p, false))
		}
		for _, v := range plain.calibration.Descriptions {
			m.calibration.Descriptions = append(m.calibration.Descriptions, moved(v, true))
		}
		for _, v := range plain.calibration.Nouns {
			m.calibration.Nouns = append(m.calibration.Nouns, moved(v, true))
		}
		for _, text := range asked {
			want, _, _ := plain.matches(text)
			got, _, _ := m.matches(text)
			others := 0
			for i := range want {
				if got[i] != want[i] {
					others++
				}
			}
			if limit := len(want) / 60; others > limit || other.scale == scale/other.share && others > 0 {
				t.Errorf("%s, %q: %d of %d photos are another match", name, text, others, len(want))
			}
		}
	}
}

// Photos that have nothing to do with a query take hardly any of its answers away,
// and hardly add any.
func TestUnrelatedPhotosTakeNothingAway(t *testing.T) {
	own := pictures(1, 240, kinds[:8]...)
	before := made{calibration(), scale, own, things}
	for _, times := range []int{1, 5} {
		after := before
		after.photos = append(slices.Clone(own), pictures(2, times*len(own), "bread", "apple", "bread apple")...)
		for _, text := range asked {
			was, _, _ := before.matches(text)
			is, _, _ := after.matches(text)
			shown, lost := 0, 0
			for i, m := range was {
				if m != library.Weak {
					shown++
					if is[i] == library.Weak {
						lost++
					}
				}
			}
			if lost*20 > shown {
				t.Errorf("%d times as many others: %q lost %d of %d", times, text, lost, shown)
			}
			if text == "dog" && shown < 25 {
				t.Errorf("only %d of 30 dogs were shown", shown)
			}
		}
	}
}

// A library of few photos shows the right ones as well.
func TestSmallLibrary(t *testing.T) {
	for _, n := range []int{5, 16, 48} {
		m := made{calibration(), scale, pictures(3, n, kinds[:8]...), things}
		for _, text := range []string{"dog", "car"} {
			at := slices.Index(kinds, text)
			matches, _, _ := m.matches(text)
			for i, match := range matches {
				if right := i%8 == at; right != (match != library.Weak) {
					t.Errorf("%d photos, %q: photo %d of a %s is %v", n, text, i, kinds[i%8], match)
				}
			}
		}
	}
}

// wordWorld is a catalogue of photos of kinds, searched with a calibration.
func wordWorld(t *testing.T, n int) (*world, *search.Index) {
	w := newWorld(t, 0)
	for i := range n {
		w.addNouns(fmt.Sprintf("k/%03d.jpg", i), kinds[i%8]+fmt.Sprint(" in picture ", i%5), 1+i%20)
	}
	return w, w.openIn(search.Space{Scale: scale, Calibration: func(context.Context) (search.CalibrationTexts, error) { return calibration(), nil }})
}

// expectLevels wants of an index what Levels makes of the same photos.
func (w *world) expectLevels(x *search.Index) {
	w.t.Helper()
	var names []string
	m := made{calibration: calibration(), scale: scale, text: things}
	for name, v := range w.vectors {
		names, m.photos = append(names, name), append(m.photos, v)
	}
	for _, text := range asked {
		want, _, _ := m.matches(text)
		a := w.ask(x, text, func(r *search.Request) { r.Limit, r.Weak, r.Sight = len(names), len(names), true })
		found := map[library.PhotoID]library.Match{}
		for _, r := range a.Results {
			found[r.Photo] = r.Match
		}
		others := 0
		for i, name := range names {
			if m, ok := found[w.id(name)]; !ok || m != want[i] {
				others++
			}
		}
		if others > len(names)/50 { // int8 scores are a little off
			w.t.Errorf("%q: %d of %d photos are another match", text, others, len(names))
		}
	}
}

// An index judges as Levels does, also after photos came, went and changed.
func TestIndexHasTheLevels(t *testing.T) {
	w, x := wordWorld(t, 60)
	w.must(x.Prepare(t.Context()))
	w.expectLevels(x)
	for i := range 25 {
		w.addNouns(fmt.Sprintf("more/%03d.jpg", i), "dog snow "+fmt.Sprint(i), 3)
	}
	w.remove("k/003.jpg")
	delete(w.vectors, "k/003.jpg")
	if _, err := x.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.expectLevels(x)
	x.Remeasure()
	w.expectLevels(x)
}

// The part of a query that has only one is the match that the photo is, whatever the
// reason: looks, words, the user or a stricter search.
func TestOnlyPartIsTheMatch(t *testing.T) {
	w, x := wordWorld(t, 64)
	written := func(p *library.Photo) { p.Keywords = []string{"dog"} }
	w.addNouns("zoo/tagged.jpg", "nothing at all", 6, written)
	if _, err := x.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	bands := func(m library.Match) (least, most float32) {
		switch m {
		case library.Good:
			return 0.75, 1
		case library.Maybe:
			return 0.5, 0.7499999
		default:
			return 0, 0.4999999
		}
	}
	seen := map[library.Match]int{}
	for _, text := range []string{"dog", "cat beach", "boat beach snow"} {
		for _, strictness := range []float64{-2, 0, 3} {
			a := w.ask(x, text, func(r *search.Request) {
				r.Limit, r.Weak, r.Clauses, r.Strictness = 100, 100, true, strictness
				r.Liked = []library.PhotoID{w.id("k/001.jpg")}
			})
			q, err := query.Parse(text, time.Now())
			w.must(err)
			for _, r := range a.Results {
				seen[r.Match]++
				e, err := x.Explain(t.Context(), &bagOfWords{}, search.Request{Query: q, Strictness: strictness,
					Liked: []library.PhotoID{w.id("k/001.jpg")}}, r.Photo)
				w.must(err)
				for _, strengths := range [][]float32{r.Clauses, e.Strengths} {
					if least, most := bands(r.Match); len(strengths) != 1 || strengths[0] < least || strengths[0] > most {
						t.Fatalf("%q: photo %d is %v, its only part %v", text, r.Photo, r.Match, strengths)
					}
				}
				if e.Match != r.Match {
					t.Fatalf("%q: photo %d is %v and explained as %v", text, r.Photo, r.Match, e.Match)
				}
			}
		}
	}
	for _, m := range []library.Match{library.Good, library.Maybe, library.Weak} {
		if seen[m] == 0 {
			t.Errorf("no photo was %v", m)
		}
	}
}

// No wanted part of a photo that is no match is told to be a good one.
func TestNoGoodPartsOfNoMatch(t *testing.T) {
	w, x := wordWorld(t, 64)
	a := w.ask(x, `"dog" "boat" -"snow"`, func(r *search.Request) { r.Limit, r.Weak, r.Clauses, r.Strictness = 100, 100, true, 5 })
	weak := 0
	for _, r := range a.Results {
		if r.Match != library.Weak {
			continue
		}
		weak++
		if r.Clauses[0] >= 0.75 || r.Clauses[1] >= 0.75 {
			t.Errorf("photo %d is no match, its parts %v", r.Photo, r.Clauses)
		}
	}
	if weak == 0 {
		t.Error("all are matches")
	}
}
