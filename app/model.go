package app

import (
	"context"
	"errors"
	"image"
	"slices"
	"sync"
	"time"

	"descry/ml"
	"descry/ml/ort"
)

// model is the active pack at work. Each tower is loaded when first needed and
// freed when it has not been for a while: a window that only browses pays for
// neither, and a finished index not for the vision tower.
type model struct {
	pack     *ml.Pack
	settings Settings

	mu       sync.Mutex
	rt       *ort.Runtime
	opened   *ort.Model
	lastText time.Time // when the text tower was last used
}

// open starts the runtime once.
func (m *model) open() (*ort.Model, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.opened != nil {
		return m.opened, nil
	}
	path, err := ort.FindLibrary()
	if err != nil {
		return nil, err
	}
	rt, err := ort.Open(path)
	if err != nil {
		return nil, err
	}
	options := ort.Options{IntraOpThreads: m.settings.Threads}
	queries := options
	queries.KeepQuantized, queries.DisablePrepacking = true, true
	opened, err := ort.OpenModel(rt, m.pack, ort.ModelOptions{Image: options, Text: queries})
	if err != nil {
		return nil, errors.Join(err, rt.Close())
	}
	m.rt, m.opened = rt, opened
	return opened, nil
}

// EncodeText implements search.TextEncoder.
func (m *model) EncodeText(ctx context.Context, text string) ([]float32, bool, error) {
	o, err := m.open()
	if err != nil {
		return nil, false, err
	}
	m.mu.Lock()
	m.lastText = time.Now()
	m.mu.Unlock()
	v, err := o.EncodeText(ctx, text)
	// A token is at least a byte, so a short text is never cut; it may come from
	// memory, and then the tower should not be loaded to tell.
	if err != nil || len(m.pack.Prompted(text))+2 <= m.pack.Text.MaxTokens {
		return v, false, err
	}
	tower, err := o.Text(ctx)
	if err != nil {
		return nil, false, err
	}
	info, err := tower.Info(text)
	return v, info.Truncated, err
}

// textIdle is how long the text tower stays loaded after a search. Loading it
// takes a tenth of a second, so a minute is enough.
const textIdle = time.Minute

// releaseText frees the text tower if it has not been used for a while.
func (m *model) releaseText(ctx context.Context) error {
	m.mu.Lock()
	opened, idle := m.opened, !m.lastText.IsZero() && time.Since(m.lastText) > textIdle
	if idle {
		m.lastText = time.Time{}
	}
	m.mu.Unlock()
	if !idle || opened == nil {
		return nil
	}
	return opened.ReleaseText(ctx)
}

// releaseImages frees the vision tower until the next photo.
func (m *model) releaseImages(ctx context.Context) error {
	m.mu.Lock()
	opened := m.opened
	m.mu.Unlock()
	if opened == nil {
		return nil
	}
	return opened.ReleaseImage(ctx)
}

// vision adapts the vision tower, which is loaded with the first photo. A missing
// runtime library is told now.
func (m *model) vision(context.Context) (*imageEncoder, error) {
	o, err := m.open()
	if err != nil {
		return nil, err
	}
	parallel := ort.ImageParallel(ort.Options{IntraOpThreads: m.settings.Threads})
	return &imageEncoder{model: o, pre: o.Preprocessor(), parallel: parallel}, nil
}

// device says what the model runs on, for the status bar.
func (m *model) device() string { return "CPU" }

// Close ends the sessions and the runtime.
func (m *model) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	if m.opened != nil {
		errs = append(errs, m.opened.Close())
	}
	if m.rt != nil {
		errs = append(errs, m.rt.Close())
	}
	m.opened, m.rt = nil, nil
	return errors.Join(errs...)
}

// imageEncoder adapts a vision tower to the indexer.
type imageEncoder struct {
	model    *ort.Model
	pre      *ml.Preprocessor
	parallel int
}

// Model implements index.Encoder.
func (e *imageEncoder) Model() string { return e.model.Pack().ID }

// MinSide implements index.Encoder: twice the encoder's size, so that the
// reduced decode costs the resize nothing.
func (e *imageEncoder) MinSide() int { return 2 * e.pre.Size() }

// Parallel implements index.Encoder.
func (e *imageEncoder) Parallel() int { return e.parallel }

// Batch implements index.Encoder: larger batches win nothing on a CPU.
func (e *imageEncoder) Batch() int { return 1 }

// Prepare implements index.Encoder.
func (e *imageEncoder) Prepare(img *image.NRGBA) ([]float32, error) {
	t := make([]float32, e.pre.TensorLen())
	return t, e.pre.Tensor(t, img)
}

// Encode implements index.Encoder.
func (e *imageEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	if len(inputs) == 1 { // the usual case needs no copy
		return e.model.EncodeImages(ctx, inputs[0], 1)
	}
	return e.model.EncodeImages(ctx, slices.Concat(inputs...), len(inputs))
}
