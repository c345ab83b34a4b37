package ort

import (
	"context"
	"errors"
	"fmt"

	"descry/ml"
	"descry/ml/tokenizer"
)

// TextEncoder is the text tower of a pack with its tokenizer.
type TextEncoder struct {
	*session
	pack   *ml.Pack
	tokens tokenizer.Tokenizer
}

// TextInfo says what the encoder saw of a text.
type TextInfo struct {
	Tokens    int  // special tokens included
	Truncated bool // the end of the text was not seen
}

// NewTextEncoder loads the text tower and its tokenizer. The caller closes it.
func (r *Runtime) NewTextEncoder(p *ml.Pack, o Options) (*TextEncoder, error) {
	data, err := p.ReadFile(p.Text.Tokenizer)
	if err != nil {
		return nil, fmt.Errorf("load text encoder of %s: %w", p.ID, err)
	}
	tok, err := tokenizer.Load(data, p.Text.MaxTokens)
	if err != nil {
		return nil, fmt.Errorf("load text encoder of %s: %w", p.ID, err)
	}
	size, err := p.Size(p.Text.File)
	if err != nil {
		return nil, fmt.Errorf("load text encoder: %w", err)
	}
	s, err := r.openSession(p, tower{name: "text", file: p.Text.File, external: p.Text.ExternalData,
		inputs:  []string{p.Text.InputIDs, p.Text.AttentionMask},
		outputs: []string{p.Text.Embedding}}, o, textThreads(size, physicalCores()))
	if err != nil {
		return nil, err
	}
	return &TextEncoder{s, p, tok}, nil
}

// Encode returns the normalised vector of one text, put into the pack's prompt.
// A text longer than the model takes is cut, which TextInfo tells.
func (e *TextEncoder) Encode(ctx context.Context, text string) ([]float32, TextInfo, error) {
	ids, truncated, err := e.tokens.Encode(e.pack.Prompted(text))
	if err != nil {
		return nil, TextInfo{}, fmt.Errorf("encode text: %w", err)
	}
	info := TextInfo{len(ids), truncated}
	vector, err := e.encode(ctx, ids)
	if err != nil {
		return nil, info, fmt.Errorf("encode text of %d tokens: %w", len(ids), err)
	}
	return vector, info, nil
}

func (e *TextEncoder) encode(ctx context.Context, ids []int64) ([]float32, error) {
	if len(ids) == 0 {
		return nil, errors.New("the text has no tokens")
	}
	leave, err := e.enter()
	if err != nil {
		return nil, err
	}
	defer leave()
	n, dim := int64(len(ids)), int64(e.pack.JointDim)
	mask := make([]int64, n)
	for i := range mask {
		mask[i] = 1
	}
	var in, out values
	defer in.free()
	defer out.free()
	if err := add(&in, ids, 1, n); err != nil {
		return nil, err
	}
	if err := add(&in, mask, 1, n); err != nil {
		return nil, err
	}
	vector := make([]float32, dim)
	if err := add(&out, vector, 1, dim); err != nil {
		return nil, err
	}
	if err := e.run(ctx, in.list, out.list); err != nil {
		return nil, err
	}
	return vector, normalise(vector)
}
