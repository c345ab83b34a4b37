package app

import (
	"context"
	"fmt"

	"descry/finetune"
	"descry/ml/ort"
)

// words is the text side of a search: a model's text tower, and what was learned on
// top of it. The tower's own vectors stay in its cache as they are, so that another
// head costs nothing.
type words struct {
	*model
	head *finetune.Head // nil for none
}

// EncodeText implements search.TextEncoder.
func (w words) EncodeText(ctx context.Context, text string) ([]float32, bool, error) {
	v, info, err := w.encodeText(ctx, text)
	return v, info.Truncated, err
}

// encodeText also tells what the tower saw of the text.
func (w words) encodeText(ctx context.Context, text string) ([]float32, ort.TextInfo, error) {
	v, info, err := w.model.encodeText(ctx, text)
	if err != nil || w.head == nil {
		return v, info, err
	}
	v, err = w.head.Apply(v)
	return v, info, err
}

// encodeTexts also counts the texts that were longer than the model reads.
func (w words) encodeTexts(ctx context.Context, texts []string) (vectors [][]float32, cut int, err error) {
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
