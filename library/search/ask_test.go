package search_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// bagOfWords encodes a text as the sum of its words' directions, which is what a
// photo of those things has, too.
type bagOfWords struct{ asked []string }

func (b *bagOfWords) EncodeText(_ context.Context, text string) ([]float32, bool, error) {
	b.asked = append(b.asked, text)
	if text == "fail" {
		return nil, false, errors.New("no encoder")
	}
	return things(text), false, nil
}

func things(text string) []float32 {
	sum := make([]float32, dim)
	for _, word := range strings.Fields(text) {
		h := fnv.New64()
		h.Write([]byte(word))
		for i, e := range randomUnit(h.Sum64()) {
			sum[i] += e
		}
	}
	_ = vectormath.Normalize(sum)
	return sum
}

// addNouns commits a photo of things, taken on a day.
func (w *world) addNouns(rel, text string, day int, about ...func(*library.Photo)) {
	w.t.Helper()
	stamp := library.FileStamp{Size: int64(1000 + len(w.vectors)), ModTimeNS: 1}
	w.must(w.store.ApplyScan(w.t.Context(), w.folder.ID, library.ScanDelta{New: []library.ScannedFile{{Rel: rel, FileStamp: stamp}}}))
	pending, err := w.store.Pending(w.t.Context(), model, 0, 10)
	w.must(err)
	w.vectors[rel] = things(text)
	p := library.Photo{Hash: library.Hash(fmt.Sprintf("%064x", 5000+len(w.vectors))), Format: "jpeg", Width: 3, Height: 2,
		Captured: library.CaptureTime{Local: time.Date(2020, 1, day, 0, 0, 0, 0, time.UTC)}}
	for _, fn := range about {
		fn(&p)
	}
	w.must(w.store.Commit(w.t.Context(), model, []library.IndexedPhoto{{File: pending[0], Photo: p, Vector: w.vectors[rel]}}))
}

// zoo is a library of things among 300 photos of nothing in particular.
func zoo(t *testing.T) (*world, *search.Index) {
	w := newWorld(t, 300)
	w.addNouns("zoo/dog.jpg", "dog", 1)
	w.addNouns("zoo/dog-beach.jpg", "dog beach", 2)
	w.addNouns("zoo/dog-grass.jpg", "dog grass", 3)
	w.addNouns("zoo/cat-beach.jpg", "cat beach", 4)
	w.addNouns("zoo/dog-ball-grass.jpg", "dog ball grass", 5)
	return w, w.open()
}

func (w *world) ask(x *search.Index, text string, with ...func(*search.Request)) search.Answer {
	w.t.Helper()
	q, err := query.Parse(text, time.Now())
	w.must(err)
	r := search.Request{Query: q, Limit: 20, Weak: 400}
	for _, fn := range with {
		fn(&r)
	}
	answer, err := x.Ask(w.t.Context(), &bagOfWords{}, r)
	w.must(err)
	return answer
}

// names are the files of the results up to n.
func (w *world) names(a search.Answer, n int) []string {
	w.t.Helper()
	ids := make([]library.PhotoID, 0, n)
	for _, r := range a.Results[:min(n, len(a.Results))] {
		ids = append(ids, r.Photo)
	}
	paths, err := w.store.Paths(w.t.Context(), ids)
	w.must(err)
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(filepath.Base(p), ".jpg")
	}
	return paths
}

func (w *world) expect(a search.Answer, want ...string) {
	w.t.Helper()
	if got := w.names(a, len(want)); !slices.Equal(got, want) {
		w.t.Errorf("found %v, want %v", got, want)
	}
}

func TestMatchesAreJudgedByTheWholeLibrary(t *testing.T) {
	w, x := zoo(t)
	all := w.ask(x, "dog beach", func(r *search.Request) { r.Limit = 400 })
	w.expect(all, "dog-beach")
	if all.Good == 0 || all.Good+all.Maybe >= 30 {
		t.Errorf("%d good and %d maybe of 305 photos", all.Good, all.Maybe)
	}
	match := map[library.PhotoID]library.Match{}
	for _, r := range all.Results {
		match[r.Photo] = r.Match
	}
	few := w.ask(x, "dog beach", func(r *search.Request) {
		r.Limit, r.Scope = 400, library.Scope{Folder: w.folder.ID, Rel: "zoo"}
	})
	if len(few.Results) != 5 {
		t.Fatalf("%d photos in the zoo", len(few.Results))
	}
	for _, r := range few.Results {
		if r.Match != match[r.Photo] {
			t.Errorf("photo %d is %v among few and %v among all", r.Photo, r.Match, match[r.Photo])
		}
	}
}

func TestResultsStandByMatchThenScore(t *testing.T) {
	w, x := zoo(t)
	a := w.ask(x, "dog", func(r *search.Request) { r.Limit = 400 })
	if len(a.Results) != 305 {
		t.Errorf("%d results, want all", len(a.Results))
	}
	counts := map[library.Match]int{}
	for i, r := range a.Results {
		counts[r.Match]++
		if i > 0 {
			before := a.Results[i-1]
			if r.Match < before.Match || r.Match == before.Match && r.Score > before.Score+0.01 {
				t.Errorf("result %d (%v, %v) stands behind (%v, %v)", i, r.Match, r.Score, before.Match, before.Score)
			}
		}
	}
	if counts[library.Good] != a.Good || counts[library.Maybe] != a.Maybe {
		t.Errorf("counted %v, told %d and %d", counts, a.Good, a.Maybe)
	}
}

func TestUnwantedSinks(t *testing.T) {
	w, x := zoo(t)
	w.expect(w.ask(x, "dog -beach -grass"), "dog")
	if got := w.names(w.ask(x, `dog -"grass"`), 2); slices.Contains(got, "dog-grass") || slices.Contains(got, "dog-ball-grass") {
		t.Errorf("found %v", got)
	}
}

func TestWeightsPull(t *testing.T) {
	w, x := zoo(t)
	w.expect(w.ask(x, `"dog" "beach"^8`), "dog-beach")
	if got := w.names(w.ask(x, `"dog" "beach"^8`), 2); got[1] != "cat-beach" {
		t.Errorf("a heavy beach found %v", got)
	}
	if got := w.names(w.ask(x, `"dog"^8 "beach"`), 2); got[1] == "cat-beach" {
		t.Errorf("a heavy dog found %v", got)
	}
}

func TestExamples(t *testing.T) {
	w, x := zoo(t)
	like := func(rel string, negative bool) func(*search.Request) {
		return func(r *search.Request) {
			r.Examples = append(r.Examples, search.Example{Photo: w.id(rel), Weight: 1, Negative: negative})
		}
	}
	a := w.ask(x, "", like("zoo/dog-grass.jpg", false))
	w.expect(a, "dog-ball-grass")
	if slices.Contains(w.names(a, 400), "dog-grass") {
		t.Error("the example is among the results")
	}
	w.expect(w.ask(x, "beach", like("zoo/dog.jpg", false)), "dog-beach")
	w.expect(w.ask(x, "beach", like("zoo/dog.jpg", true)), "cat-beach")
	outside := func(r *search.Request) { r.Examples = []search.Example{{Vector: things("cat beach"), Weight: 1}} }
	w.expect(w.ask(x, "", outside), "cat-beach")
	_, err := x.Ask(t.Context(), nil, search.Request{Examples: []search.Example{{Photo: 9999, Weight: 1}}, Limit: 1})
	if !errors.Is(err, search.ErrNotIndexed) {
		t.Errorf("unknown example: %v", err)
	}
}

func TestClausesAreJudgedEach(t *testing.T) {
	w, x := zoo(t)
	a := w.ask(x, `"dog" "beach" -"grass"`, func(r *search.Request) { r.Clauses = true })
	first := a.Results[0]
	if len(first.Clauses) != 3 || first.Clauses[0] < 0.5 || first.Clauses[1] < 0.5 || first.Clauses[2] > 0.5 {
		t.Errorf("the dog on the beach has %v", first.Clauses)
	}
	q, err := query.Parse(`"dog" "beach" -"grass"`, time.Now())
	w.must(err)
	e, err := x.Explain(t.Context(), &bagOfWords{}, search.Request{Query: q}, first.Photo)
	w.must(err)
	if !slices.Equal(e.Strengths, first.Clauses) || e.Match != first.Match {
		t.Errorf("explained as %+v, found as %+v", e, first)
	}
}

func TestOrders(t *testing.T) {
	w, _ := zoo(t)
	w.addNouns("zoo/dog-undated.jpg", "dog", 0, func(p *library.Photo) { p.Captured = library.CaptureTime{} })
	x := w.open()
	by := func(o search.Order) func(*search.Request) { return func(r *search.Request) { r.Order = o } }
	newest, oldest := w.ask(x, "dog", by(search.NewestFirst)), w.ask(x, "dog", by(search.OldestFirst))
	for name, a := range map[string]search.Answer{"newest": newest, "oldest": oldest} {
		if a.Good < 2 {
			t.Fatalf("%s: %d good matches", name, a.Good)
		}
		good := w.names(a, a.Good)
		days := []string{"dog", "dog-beach", "dog-grass", "cat-beach", "dog-ball-grass"}
		last := -1
		if name == "newest" {
			slices.Reverse(days)
		}
		for _, n := range good {
			if at := slices.Index(days, n); at >= 0 {
				if at < last {
					t.Errorf("%s: %v", name, good)
				}
				last = at
			}
		}
		if undated := slices.Index(good, "dog-undated"); undated < slices.Index(good, "dog-beach") || undated < slices.Index(good, "dog") {
			t.Errorf("%s: the undated photo is not behind the others: %v", name, good)
		}
	}
	w.expect(w.ask(x, "dog beach", by(search.MostParts)), "dog-beach") // a single part
	parts := w.ask(x, `"dog" "ball" "grass"`, by(search.MostParts))
	w.expect(parts, "dog-ball-grass")
}

func TestWrittenWords(t *testing.T) {
	w := newWorld(t, 50)
	w.addNouns("zoo/unseen.jpg", "cat", 1, func(p *library.Photo) { p.Keywords = []string{"Bella"} })
	w.addNouns("zoo/Harbour Feast 7.jpg", "dog", 2)
	x := w.open()
	for _, text := range []string{"Bella", "bella", "unseen", "unseen.jpg"} {
		a := w.ask(x, text)
		w.expect(a, "unseen")
		if a.Results[0].Match != library.Good {
			t.Errorf("%s: %v", text, a.Results[0].Match)
		}
	}
	w.expect(w.ask(x, "harbour feast 7"), "Harbour Feast 7")
}

func TestErrorsNameTheClause(t *testing.T) {
	w, x := zoo(t)
	q, err := query.Parse(`dog -"fail"`, time.Now())
	w.must(err)
	_, err = x.Ask(t.Context(), &bagOfWords{}, search.Request{Query: q, Limit: 1, Weak: 1})
	if err == nil || !strings.Contains(err.Error(), `"fail"`) {
		t.Errorf("error %v", err)
	}
}

// TestPlainQueryEncodesOnce: a description of one clause is encoded once.
func TestPlainQueryEncodesOnce(t *testing.T) {
	w, x := zoo(t)
	enc := &bagOfWords{}
	q, err := query.Parse("dog beach", time.Now())
	w.must(err)
	_, err = x.Ask(t.Context(), enc, search.Request{Query: q, Limit: 1, Weak: 1})
	w.must(err)
	if len(enc.asked) != 1 {
		t.Errorf("encoded %q", enc.asked)
	}
	for text, want := range map[string]int{
		"a dog runs along the beach. a cat sleeps on the grass":                           1,
		"a dog runs along the beach. a cat sleeps on the grass. a ball lies in the sand.": 4,
	} {
		enc := &bagOfWords{}
		q, err := query.Parse(text, time.Now())
		w.must(err)
		_, err = x.Ask(t.Context(), enc, search.Request{Query: q, Limit: 1})
		w.must(err)
		if len(enc.asked) != want {
			t.Errorf("encoded %q", enc.asked)
		}
	}
}
