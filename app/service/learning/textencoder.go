package learning

import (
	"context"
	"slices"

	"descry/app/service/models"
	"descry/finetune"
	"descry/ml/ort"
)

// TextEncoder encodes the texts of one search: the model's text tower encodes, then the head and the
// named concepts change the vector. The tower's cache holds the tower's own vectors, so that a
// change of the head encodes no text again. A TextEncoder is for one goroutine.
type TextEncoder struct {
	Model    *models.Encoder
	Head     *finetune.Head // nil for none
	concepts []namedConcept
	seen     map[string]ort.TextInfo // by the text that EncodeText was called with
}

// TextEncoder returns an encoder for the texts of one search, with the head in use and the named
// concepts of now. Names are plain words where the concepts can't be read.
func (l *Learned) TextEncoder(ctx context.Context) *TextEncoder {
	named, err := l.named(ctx)
	if err != nil && ctx.Err() == nil {
		l.heads.models.Log.Warn("named concepts not read", "err", err)
	}
	return &TextEncoder{Model: l.model, Head: l.InUse().Head, concepts: named}
}

// EncodeText implements search.TextEncoder. The tower reads the noun of a concept in place of the
// concept's name, and the concept is added to the vector of the sentence.
func (w *TextEncoder) EncodeText(ctx context.Context, text string) (v []float32, cut bool, err error) {
	found := mentions(text, w.concepts)
	spelled, alone := spellOut(text, found)
	v, info, err := w.Model.EncodeText(ctx, spelled)
	if err == nil && w.Head != nil {
		v, err = w.Head.Apply(v)
	}
	if err != nil {
		return nil, info.Truncated, err
	}
	if w.seen == nil {
		w.seen = map[string]ort.TextInfo{}
	}
	w.seen[text] = info
	if alone {
		return found[0].concept.concept.Alone(v), info.Truncated, nil
	}
	composed := map[string]bool{}
	for _, m := range found {
		if !composed[m.concept.name] {
			v = m.concept.concept.Compose(v)
		}
		composed[m.concept.name] = true
	}
	return v, info.Truncated, nil
}

// Info returns what the tower saw of a text, once EncodeText has encoded the text.
func (w *TextEncoder) Info(text string) ort.TextInfo { return w.seen[text] }

// ConceptsIn returns the names of the concepts in a text, each once.
func (w *TextEncoder) ConceptsIn(text string) (names []string) {
	for _, m := range mentions(text, w.concepts) {
		if !slices.Contains(names, m.concept.name) {
			names = append(names, m.concept.name)
		}
	}
	return names
}
