package ort

import (
	"context"
	"errors"
	"fmt"
	"io"

	"descry/ml"
)

// ModelOptions are the settings of both towers.
type ModelOptions struct {
	Image Options
	Text  Options
	// CachedTexts is the number of text vectors kept, 512 if zero; negative
	// keeps none.
	CachedTexts int
}

// defaultCachedTexts is a megabyte of vectors: every query of a long evening.
const defaultCachedTexts = 512

// Model is a pack with its towers, each loaded when first used: opening costs
// nothing, and a window that only browses never pays for a tower.
type Model struct {
	pack         *ml.Pack
	preprocessor *ml.Preprocessor
	image        *lazy[*ImageEncoder]
	text         *lazy[*TextEncoder]
	cache        *ml.VectorCache
}

// OpenModel prepares a model; it loads neither tower. The caller closes it
// before the runtime.
func OpenModel(rt *Runtime, p *ml.Pack, o ModelOptions) (*Model, error) {
	pre, err := ml.NewPreprocessor(p.Vision)
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", p.ID, err)
	}
	if o.CachedTexts == 0 {
		o.CachedTexts = defaultCachedTexts
	}
	return &Model{
		pack:         p,
		preprocessor: pre,
		image:        newLazy(func() (*ImageEncoder, error) { return rt.NewImageEncoder(p, o.Image) }),
		text:         newLazy(func() (*TextEncoder, error) { return rt.NewTextEncoder(p, o.Text) }),
		cache:        ml.NewVectorCache(o.CachedTexts),
	}, nil
}

// Pack returns the pack the model was opened from.
func (m *Model) Pack() *ml.Pack { return m.pack }

// Preprocessor turns pictures into the image tower's input.
func (m *Model) Preprocessor() *ml.Preprocessor { return m.preprocessor }

// Image returns the image tower and loads it if needed. It stays the model's:
// the caller does not close it.
func (m *Model) Image(ctx context.Context) (*ImageEncoder, error) { return m.image.get(ctx) }

// Text returns the text tower and loads it if needed. It stays the model's.
func (m *Model) Text(ctx context.Context) (*TextEncoder, error) { return m.text.get(ctx) }

// EncodeText returns the normalised vector of a text, from memory if the text
// was asked for lately. The vector is the caller's. It is the same as that of
// [TextEncoder.Encode], which also tells about truncation.
func (m *Model) EncodeText(ctx context.Context, text string) ([]float32, error) {
	if v, ok := m.cache.Get(m.pack.ID, text); ok {
		return v, nil
	}
	v, err := use(ctx, m.text, func(e *TextEncoder) ([]float32, error) {
		v, _, err := e.Encode(ctx, text)
		return v, err
	})
	if err == nil {
		m.cache.Put(m.pack.ID, text, v)
	}
	return v, err
}

// EncodeImages returns the normalised vectors of n preprocessed pictures, as
// [ImageEncoder.Encode] does.
func (m *Model) EncodeImages(ctx context.Context, tensors []float32, n int) ([][]float32, error) {
	return use(ctx, m.image, func(e *ImageEncoder) ([][]float32, error) {
		return e.Encode(ctx, tensors, n)
	})
}

// use runs a call on a tower, once more if the tower was released in between.
func use[T io.Closer, R any](ctx context.Context, l *lazy[T], call func(T) (R, error)) (R, error) {
	var result R
	for range 2 {
		tower, err := l.get(ctx)
		if err != nil {
			return result, err
		}
		if result, err = call(tower); !errors.Is(err, ErrClosed) {
			return result, err
		}
	}
	return result, ErrClosed
}

// ReleaseImage frees the image tower's memory, once indexing is done; the next
// use loads it again. A call in progress finishes; who still holds the tower
// itself gets [ErrClosed].
func (m *Model) ReleaseImage(ctx context.Context) error { return m.image.release(ctx, false) }

// ReleaseText frees the text tower's memory; the next use loads it again.
func (m *Model) ReleaseText(ctx context.Context) error { return m.text.release(ctx, false) }

// Close waits for calls in progress and frees both towers.
func (m *Model) Close() error {
	ctx := context.Background()
	return errors.Join(m.image.release(ctx, true), m.text.release(ctx, true))
}
