package finetune

import (
	"math"
	"testing"

	"descry/internal/vectormath"
)

// conceptWorld has photos far from texts, as in models with a gap between the two.
func conceptWorld(t *testing.T) (w *world, b *Background, photoAt, textAt func(...[]float32) []float32) {
	t.Helper()
	w = newWorld(11, 64)
	gapPhoto, gapText := w.unit(), w.unit()
	at := func(gap []float32) func(...[]float32) []float32 {
		return func(parts ...[]float32) []float32 {
			v, _ := mean(append([][]float32{gap, gap}, parts...))
			return w.near(v, 0.2)
		}
	}
	photoAt, textAt = at(gapPhoto), at(gapText)
	var photos, texts [][]float32
	for range 200 {
		photos, texts = append(photos, photoAt(w.unit())), append(texts, textAt(w.unit()))
	}
	b, err := NewBackground(photos, texts)
	if err != nil {
		t.Fatal(err)
	}
	return w, b, photoAt, textAt
}

// TestConceptFindsItsOwn has one dog among other dogs, and wants it also where a
// sentence says more.
func TestConceptFindsItsOwn(t *testing.T) {
	w, b, photoAt, textAt := conceptWorld(t)
	dog, cat, bella, sofa := w.unit(), w.unit(), w.unit(), w.unit()
	nouns := []Noun{{"cat", textAt(cat)}, {"dog", textAt(dog)}}
	shown := [][]float32{photoAt(dog, bella), photoAt(dog, bella), photoAt(dog, bella)}
	noun, ok := b.Nearest(shown, nouns)
	if !ok || noun.Name != "dog" {
		t.Errorf("the nearest noun is %q, %v", noun.Name, ok)
	}
	concept, err := b.Concept(shown, &noun)
	if err != nil || concept.Word() != "a dog" {
		t.Fatal(concept, err)
	}
	hers, other := photoAt(dog, bella, sofa), photoAt(dog, w.unit(), sofa)
	elsewhere := photoAt(dog, bella, w.unit())
	for name, c := range map[string]struct{ asked, worse []float32 }{
		"another dog": {concept.Compose(textAt(dog, sofa)), other}, "elsewhere": {concept.Compose(textAt(dog, sofa)), elsewhere},
		"alone": {concept.Alone(textAt(dog)), other},
	} {
		if right, wrong := vectormath.Dot(c.asked, hers), vectormath.Dot(c.asked, c.worse); right <= wrong {
			t.Errorf("%s: %.3f is not above %.3f", name, right, wrong)
		}
	}
}

// TestComposeReturnsUnitVectors for any sentence, with and without a noun.
func TestComposeReturnsUnitVectors(t *testing.T) {
	w, b, photoAt, textAt := conceptWorld(t)
	noun := Noun{"dog", textAt(w.unit())}
	for _, n := range []*Noun{nil, &noun} {
		concept, err := b.Concept([][]float32{photoAt(w.unit())}, n)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			sentence := w.unit()
			before := append([]float32{}, sentence...)
			for _, v := range [][]float32{concept.Compose(sentence), concept.Alone(sentence), concept.Compose(concept.Compose(sentence))} {
				if norm := vectormath.Norm(v); math.Abs(norm-1) > 1e-5 {
					t.Errorf("length %v", norm)
				}
			}
			if vectormath.Dot(sentence, before) != vectormath.Dot(before, before) {
				t.Error("the sentence was changed")
			}
		}
		if short := concept.Compose([]float32{1}); len(short) != 1 || short[0] != 1 {
			t.Errorf("another dimension became %v", short)
		}
		if n == nil && concept.Word() != something {
			t.Errorf("without a noun: %q", concept.Word())
		}
	}
}

func TestConceptsRefuse(t *testing.T) {
	w, b, photoAt, _ := conceptWorld(t)
	good := [][]float32{photoAt(w.unit())}
	if _, err := b.Concept(nil, nil); err == nil {
		t.Error("no photos: no error")
	}
	if _, err := b.Concept([][]float32{{1}}, nil); err == nil {
		t.Error("another dimension: no error")
	}
	if _, err := b.Concept(good, &Noun{"dog", []float32{1}}); err == nil {
		t.Error("a noun of another dimension: no error")
	}
	if _, err := NewBackground(nil, good); err == nil {
		t.Error("a backdrop without photos: no error")
	}
	if _, err := NewBackground(good, [][]float32{{1}}); err == nil {
		t.Error("a backdrop of two dimensions: no error")
	}
	if one, err := NewBackground(good, good); err != nil {
		t.Error(err)
	} else if _, err := one.Concept(good, nil); err == nil {
		t.Error("photos like all others: no error")
	}
	if _, ok := b.Nearest(good, nil); ok {
		t.Error("a noun out of none")
	}
}
