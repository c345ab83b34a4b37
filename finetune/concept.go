package finetune

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"descry/internal/vectormath"
)

// Noun is a common word and the vector of its text, "a photo of a dog".
type Noun struct {
	Name   string
	Vector []float32
}

// Background is the mean of photos and the mean of texts about anything. The photos and the
// texts of a model lie apart. A photo less the mean of the photos can be compared with a text
// less the mean of the texts.
type Background struct {
	photo, text []float64
}

// NewBackground takes normalised vectors of some hundred photos of the library and of texts
// about anything, such as the nouns.
func NewBackground(photos, texts [][]float32) (*Background, error) {
	if len(photos) == 0 || len(texts) == 0 {
		return nil, errors.New("backdrop of named things: there are no photos or no texts")
	}
	for _, list := range [][][]float32{photos, texts} {
		for i, v := range list {
			if err := checkVector(v, len(photos[0])); err != nil {
				return nil, fmt.Errorf("backdrop of named things: vector %d: %w", i, err)
			}
		}
	}
	return &Background{middle(photos), middle(texts)}, nil
}

func middle(vectors [][]float32) []float64 {
	sum := make([]float64, len(vectors[0]))
	for _, v := range vectors {
		add(sum, v, 1/float64(len(vectors)))
	}
	return sum
}

// Concept is a name that no model can know, "Bella", as learned from a few photos.
type Concept struct {
	noun          string
	residual      []float64
	within, alone float64 // weights of the residual in a sentence and by itself
}

// The weights are the best of 0.1 to 1.2 on eight nouns of photo captions, learned from three
// other photos, and half of 36 kinds of groceries. On the other half, captions with a learned
// name and its noun find their photo among the first ten in 74.9 % of cases (with the noun
// alone 72.4 %, with an unknown name 36.5 %, as written 77.1 %). A bare name has an average
// precision of 62.5 % (noun 25.4 %, unknown name 0.7 %): docs/benchmarks.md, Named things.
// "something" in place of a noun needs a larger weight of the photos.
const (
	withinSentence       = 0.3
	withinSentenceNoNoun = 0.6
	alone                = 1.2
	something            = "something"
)

// Word replaces the name before a sentence is encoded: the noun with its article, "a dog", or
// "something" for a concept without a noun.
func (t *Concept) Word() string {
	if t.noun == "" {
		return something
	}
	if strings.ContainsRune("aeiouAEIOU", rune(t.noun[0])) {
		return "an " + t.noun
	}
	return "a " + t.noun
}

// Nearest returns the noun that fits photos best, false without nouns or photos. For eight
// kinds of photos the nearest noun is the one that people would give in 44 to 73 %. Even so,
// sentences with the nearest noun find more than with "something".
func (b *Background) Nearest(photos [][]float32, nouns []Noun) (Noun, bool) {
	prototype, err := b.prototype(photos)
	if err != nil {
		return Noun{}, false
	}
	best, found, top := Noun{}, false, math.Inf(-1)
	for _, n := range nouns {
		if direction, ok := apart(n.Vector, b.text); ok {
			if c := vectormath.Dot(direction, prototype); c > top {
				best, found, top = n, true, c
			}
		}
	}
	return best, found
}

// Concept learns a name from normalised vectors of its photos, one or more. Three photos are
// enough. noun is the name's noun, nil if unknown. What the noun's vector has already is not
// learned again.
func (b *Background) Concept(photos [][]float32, noun *Noun) (*Concept, error) {
	prototype, err := b.prototype(photos)
	if err != nil {
		return nil, fmt.Errorf("learn a name: %w", err)
	}
	if noun == nil {
		return &Concept{"", prototype, withinSentenceNoNoun, alone}, nil
	}
	if err := checkVector(noun.Vector, len(b.text)); err != nil {
		return nil, fmt.Errorf("learn a name: noun %q: %w", noun.Name, err)
	}
	if direction, ok := apart(noun.Vector, b.text); ok {
		along := vectormath.Dot(prototype, direction)
		for i, x := range direction {
			prototype[i] -= along * x
		}
	}
	return &Concept{noun.Name, prototype, withinSentence, alone}, nil
}

// prototype is the direction in which photos lie from the mean of all photos.
func (b *Background) prototype(photos [][]float32) ([]float64, error) {
	if len(photos) == 0 {
		return nil, errors.New("there are no photos of it")
	}
	for i, v := range photos {
		if err := checkVector(v, len(b.photo)); err != nil {
			return nil, fmt.Errorf("photo %d: %w", i, err)
		}
	}
	sum := middle(photos)
	for i, x := range b.photo {
		sum[i] -= x
	}
	if !normalise(sum) {
		return nil, errors.New("its photos have nothing that others lack")
	}
	return sum, nil
}

// apart is the direction of v from a mean, false for a v that lies at the mean.
func apart(v []float32, from []float64) ([]float64, bool) {
	if len(v) != len(from) {
		return nil, false
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x) - from[i]
	}
	return out, normalise(out)
}

// Compose returns the normalised vector to search with for a sentence with the concept and
// more. The sentence is encoded with Word in the place of the name: "a dog asleep on the
// sofa". Several concepts are composed one after the other.
func (t *Concept) Compose(sentence []float32) []float32 { return t.added(sentence, t.within) }

// Alone is Compose for a search for the name alone, "a photo of a dog". The residual weighs
// more, since no rest of a sentence needs room.
func (t *Concept) Alone(sentence []float32) []float32 { return t.added(sentence, t.alone) }

// added adds the residual to a sentence. A sentence of another dimension, or one that cancels
// out, stays as it is.
func (t *Concept) added(sentence []float32, weight float64) []float32 {
	if len(sentence) != len(t.residual) {
		return slices.Clone(sentence)
	}
	sum := make([]float64, len(sentence))
	for i, x := range sentence {
		sum[i] = float64(x) + weight*t.residual[i]
	}
	if !normalise(sum) {
		return slices.Clone(sentence)
	}
	return narrowed(sum)
}
