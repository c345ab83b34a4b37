package finetune

import (
	"errors"
	"fmt"
)

// Noun is a common word and the vector of its text, "a photo of a dog".
type Noun struct {
	Name   string
	Vector []float32
}

// Backdrop is what a thing stands out from: the middle of photos and of texts
// about anything. Photos and texts of a model lie apart; a photo less the middle
// of the photos can be compared with a text less the middle of the texts.
type Backdrop struct {
	photo, text []float64
}

// NewBackdrop takes normalised vectors of some hundred photos of the library and of
// texts about anything, such as the nouns.
func NewBackdrop(photos, texts [][]float32) (*Backdrop, error) {
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
	return &Backdrop{middle(photos), middle(texts)}, nil
}

func middle(vectors [][]float32) []float64 {
	sum := make([]float64, len(vectors[0]))
	for _, v := range vectors {
		add(sum, v, 1/float64(len(vectors)))
	}
	return sum
}

// Thing is what a few photos have taught about a name that no model can know,
// "Bella".
type Thing struct {
	noun     string
	residual []float64
}

// Noun is the word that the name is to be replaced with before the sentence is
// encoded, "" if it is not known what the thing is.
func (t *Thing) Noun() string { return t.noun }

// Nearest returns the noun that says best what photos show, false without nouns.
func (b *Backdrop) Nearest(photos [][]float32, nouns []Noun) (Noun, bool) {
	return Noun{}, false
}

// Thing learns a name from normalised vectors of its photos, one or more; three
// are enough. noun is what it is, nil if unknown.
func (b *Backdrop) Thing(photos [][]float32, noun *Noun) (*Thing, error) {
	return nil, errors.New("not yet")
}

// Compose returns the vector to search with for a sentence in which the name stood,
// encoded with Noun in its place: "a dog asleep on the sofa". The result is
// normalised. Several things are composed one after the other.
func (t *Thing) Compose(sentence []float32) []float32 {
	return sentence
}
