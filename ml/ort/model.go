package ort

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"descry/ml"
)

// ModelOptions are the settings of both towers.
type ModelOptions struct {
	Image Options
	Text  Options
	// MemoryMB bounds the device memory of both towers together, in 2^20 bytes, in the place
	// of their own bounds. 0 leaves the towers' own.
	MemoryMB int
	// Trial makes a device that fails, or can't be had, an error at once instead of going to
	// the CPU, until [Model.Rely]. Trial is for a device that is to be measured first.
	Trial bool
	// CachedTexts is the number of text vectors kept, 512 if zero. A negative number keeps
	// none.
	CachedTexts int
}

// defaultCachedTexts is a megabyte of vectors: every query of a long evening.
const defaultCachedTexts = 512

// Model is a pack with its towers, each loaded when first used. Opening a model costs nothing,
// and a window that only browses never pays for a tower. A tower whose device fails goes on on
// the CPU.
type Model struct {
	pack         *ml.Pack
	preprocessor *ml.Preprocessor
	image        *keeper[*ImageEncoder]
	spare        *keeper[*ImageEncoder] // on the CPU, for pictures that a card fails at
	text         *keeper[*TextEncoder]
	cache        *ml.VectorCache[TextInfo]

	likely         Provider      // provider that is likely to be had
	planned, onCPU plan          // for the likely provider, and for the CPU
	largest        atomic.Int64  // largest batch that fits into the device's memory, as far as is known
	slots          chan struct{} // one for each call on the CPU
	turns          chan struct{} // one for each run on another device
	doubtful       atomic.Int64  // pictures in a row that a card failed at
	cold           atomic.Bool   // the image tower was loaded and has not run
	trial          *atomic.Bool
}

// OpenModel prepares a model and loads neither tower. The caller closes the model before the
// runtime.
func OpenModel(rt *Runtime, p *ml.Pack, o ModelOptions) (*Model, error) {
	pre, err := ml.NewPreprocessor(p.Vision)
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", p.ID, err)
	}
	if o.CachedTexts == 0 {
		o.CachedTexts = defaultCachedTexts
	}
	if o.MemoryMB > 0 {
		image, text := share(int64(o.MemoryMB), visionWeights(p)>>20+1, textWeights(p)>>20+1)
		o.Image.MemoryMB, o.Text.MemoryMB = max(int(image), 1), max(int(text), 1)
	}
	trial := new(atomic.Bool)
	trial.Store(o.Trial)
	o.Image.trial, o.Text.trial = trial, trial
	spare := o.Image
	spare.Providers, spare.trial = nil, nil
	cores, likely := physicalCores(), rt.likely(o.Image.Providers)
	m := &Model{
		pack:         p,
		preprocessor: pre,
		spare: newKeeper(spare, "photos are encoded",
			func(ctx context.Context, o Options) (*ImageEncoder, error) { return rt.newImageEncoder(ctx, p, o) }),
		text: newKeeper(o.Text, "descriptions are read",
			func(ctx context.Context, o Options) (*TextEncoder, error) { return rt.newTextEncoder(ctx, p, o) }),
		cache:   ml.NewVectorCache[TextInfo](o.CachedTexts),
		likely:  likely,
		planned: imagePlan(p, o.Image, likely, cores),
		onCPU:   imagePlan(p, o.Image, CPU, cores),
		trial:   trial,
	}
	m.image = newKeeper(o.Image, "photos are encoded", func(ctx context.Context, o Options) (*ImageEncoder, error) {
		e, err := rt.newImageEncoder(ctx, p, o)
		m.cold.Store(true)
		return e, err
	})
	m.slots = make(chan struct{}, m.onCPU.parallel)
	m.turns = make(chan struct{}, m.planned.parallel)
	m.largest.Store(maxBatch)
	return m, nil
}

// Rely ends the model's trial. From now on the CPU takes the place of a device that fails.
func (m *Model) Rely() { m.trial.Store(false) }

// Pack returns the pack the model was opened from.
func (m *Model) Pack() *ml.Pack { return m.pack }

// Preprocessor turns pictures into the image tower's input.
func (m *Model) Preprocessor() *ml.Preprocessor { return m.preprocessor }

// Image returns the image tower, loaded if needed. The tower stays the model's: the caller
// does not close it. The returned tower does not go to the CPU when its device fails.
func (m *Model) Image(ctx context.Context) (*ImageEncoder, error) { return m.image.get(ctx) }

// Text returns the text tower, loaded if needed. The tower stays the model's: the caller does
// not close it.
func (m *Model) Text(ctx context.Context) (*TextEncoder, error) { return m.text.get(ctx) }

// EncodeText returns the normalised vector of a text and what the tower saw of the text, as
// [TextEncoder.Encode] does, from the cache if the text was encoded lately. The vector is the
// caller's.
func (m *Model) EncodeText(ctx context.Context, text string) (v []float32, info TextInfo, err error) {
	if v, info, ok := m.cache.Get(m.pack.ID, text); ok {
		return v, info, nil
	}
	err = m.text.use(ctx, func(e *TextEncoder) (err error) {
		v, info, err = e.Encode(ctx, text)
		return err
	})
	if err == nil {
		m.cache.Put(m.pack.ID, text, v, info)
	}
	return v, info, err
}

// ReleaseImage frees the image tower's memory, once indexing is done. The next use loads the
// tower again. A call in progress finishes. A caller that still holds the tower itself gets
// [ErrClosed].
func (m *Model) ReleaseImage(ctx context.Context) error {
	return errors.Join(m.image.release(ctx, false), m.spare.release(ctx, false))
}

// ReleaseText frees the text tower's memory. The next use loads the tower again.
func (m *Model) ReleaseText(ctx context.Context) error { return m.text.release(ctx, false) }

// Close waits for calls in progress and frees both towers. A tower in another process is not
// waited for: its calls fail with [ErrClosed].
func (m *Model) Close() error {
	ctx := context.Background()
	return errors.Join(m.image.release(ctx, true), m.spare.release(ctx, true), m.text.release(ctx, true))
}
