package service

import (
	"context"
	"fmt"
	"slices"

	"descry/app/service/models"
	"descry/finetune"
	"descry/ml/ort"
)

// TextEncoder is the text side of a search: a model's text tower, and what was learned on
// top of it. The tower's own vectors stay in its cache as they are, so that another
// head costs nothing.
type TextEncoder struct {
	*models.Encoder
	Head  *finetune.Head // nil for none
	named []namedConcept
}

// EncodeText implements search.TextEncoder.
func (w TextEncoder) EncodeText(ctx context.Context, text string) ([]float32, bool, error) {
	v, info, err := w.encodeText(ctx, text)
	return v, info.Truncated, err
}

// encodeText also tells what the tower saw of the text. Names are encoded as what
// they are, and what was learned of each is added to the sentence.
func (w TextEncoder) encodeText(ctx context.Context, text string) ([]float32, ort.TextInfo, error) {
	found := mentions(text, w.named)
	spelled, alone := spellOut(text, found)
	v, info, err := w.Encoder.ReadText(ctx, spelled)
	if err == nil && w.Head != nil {
		v, err = w.Head.Apply(v)
	}
	if err != nil {
		return v, info, err
	}
	if alone {
		return found[0].concept.concept.Alone(v), info, nil
	}
	composed := map[string]bool{}
	for _, m := range found {
		if !composed[m.concept.name] {
			v = m.concept.concept.Compose(v)
		}
		composed[m.concept.name] = true
	}
	return v, info, nil
}

// namesIn lists the named concepts that are read in a text.
func (w TextEncoder) namesIn(text string) (names []string) {
	for _, m := range mentions(text, w.named) {
		if !slices.Contains(names, m.concept.name) {
			names = append(names, m.concept.name)
		}
	}
	return names
}

// encodeTexts also counts the texts that were longer than the model reads.
func (w TextEncoder) encodeTexts(ctx context.Context, texts []string) (vectors [][]float32, cut int, err error) {
	vectors = make([][]float32, len(texts))
	for i, text := range texts {
		v, wasCut, err := w.EncodeText(ctx, text)
		if err != nil {
			return nil, 0, fmt.Errorf("caption %d: %w", i+1, err)
		}
		if vectors[i] = v; wasCut {
			cut++
		}
	}
	return vectors, cut, nil
}
