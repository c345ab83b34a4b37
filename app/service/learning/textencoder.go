package learning

import (
	"context"
	"slices"

	"descry/app/service/models"
	"descry/finetune"
	"descry/ml/ort"
)

// TextEncoder is the text side of a search: a model's text tower, and what was learned on
// top of it. The tower's own vectors stay in its cache as they are, so that another
// head costs nothing. One is made for each search, which uses it on one goroutine.
type TextEncoder struct {
	Model    *models.Encoder
	Head     *finetune.Head // nil for none
	concepts []namedConcept
	seen     map[string]ort.TextInfo // of the texts that were encoded
}

// TextEncoder is the text side of a search with what was learned by now. When the named concepts
// can't be read, their names are words like others.
func (l *Learned) TextEncoder(ctx context.Context) *TextEncoder {
	named, err := l.named(ctx)
	if err != nil && ctx.Err() == nil {
		l.heads.models.Log.Warn("named concepts not read", "err", err)
	}
	return &TextEncoder{Model: l.model, Head: l.InUse().Head, concepts: named}
}

// EncodeText implements search.TextEncoder. Names are encoded as what they are, and what was
// learned of each is added to the sentence.
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

// Info is what the tower saw of a text that was encoded; nothing of another.
func (w *TextEncoder) Info(text string) ort.TextInfo { return w.seen[text] }

// ConceptsIn lists the named concepts that are read in a text.
func (w *TextEncoder) ConceptsIn(text string) (names []string) {
	for _, m := range mentions(text, w.concepts) {
		if !slices.Contains(names, m.concept.name) {
			names = append(names, m.concept.name)
		}
	}
	return names
}
