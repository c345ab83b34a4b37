package ort

import (
	"context"
	"errors"
	"fmt"

	"descry/ml"
)

// TextEncoder is the text tower of a pack with its tokenizer.
type TextEncoder struct {
	*session
	texts   *textReader
	dim     int
	pooling bool // the tower has an input that marks the tokens to average
}

// NewTextEncoder loads the tokenizer and, on the first provider that can be had, the text
// tower. The caller closes the encoder.
func (r *Runtime) NewTextEncoder(p *ml.Pack, o Options) (*TextEncoder, error) {
	return r.newTextEncoder(context.Background(), p, o)
}

// newTextEncoder is NewTextEncoder with a context, whose end stops a load in another process.
func (r *Runtime) newTextEncoder(ctx context.Context, p *ml.Pack, o Options) (*TextEncoder, error) {
	texts, err := newTextReader(p)
	if err != nil {
		return nil, fmt.Errorf("load text encoder of %s: %w", p.ID, err)
	}
	t := tower{name: textTower, file: p.Text.File, external: p.Text.ExternalData,
		inputs: []string{p.Text.InputIDs, p.Text.AttentionMask}, outputs: []string{p.Text.Embedding}, bytes: textWeights(p)}
	pooling := p.Text.PoolingMask != ""
	if pooling {
		t.inputs = append(t.inputs, p.Text.PoolingMask)
	}
	threads := textThreads(textWeights(p), physicalCores())
	s, err := r.openSession(ctx, p, t, o, func(Provider) int { return threads })
	if err != nil {
		return nil, err
	}
	return &TextEncoder{s, texts, p.JointDim, pooling}, nil
}

// Encode returns the normalised vector of one text, put into the pack's prompt. A text longer
// than the model takes is cut, which TextInfo tells.
func (e *TextEncoder) Encode(ctx context.Context, text string) ([]float32, TextInfo, error) {
	in, err := e.texts.read(text)
	if err != nil {
		return nil, TextInfo{}, fmt.Errorf("encode text: %w", err)
	}
	info := e.texts.info(in)
	vector, err := e.encode(ctx, in)
	if err != nil {
		return nil, info, fmt.Errorf("encode text of %d tokens: %w", len(in.ids), err)
	}
	return vector, info, nil
}

func (e *TextEncoder) encode(ctx context.Context, text textInput) ([]float32, error) {
	n := len(text.ids)
	if n == 0 {
		return nil, errors.New("the text has no tokens")
	}
	shape := []int64{1, int64(n)}
	in := []tensor{{ints: text.ids, shape: shape}, {ints: ones(n, 0, n), shape: shape}}
	if e.pooling {
		in = append(in, tensor{ints: ones(n, text.start, text.end), shape: shape})
	}
	vector := make([]float32, e.dim)
	if err := e.run(ctx, in, []tensor{{floats: vector, shape: []int64{1, int64(e.dim)}}}); err != nil {
		return nil, err
	}
	return vector, normalise(vector)
}

// ones is a mask of n positions with ones from start to before end.
func ones(n, start, end int) []int64 {
	mask := make([]int64, n)
	for i := start; i < end; i++ {
		mask[i] = 1
	}
	return mask
}
