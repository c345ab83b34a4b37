package app

import (
	"context"
	"errors"
	"image"
	"sync"

	"descry/ml"
	"descry/ml/ort"
)

// model is the active pack at work: its towers are loaded when first needed, text
// and vision apart, because a window that only searches needs no vision tower.
type model struct {
	pack     *ml.Pack
	settings Settings

	mu     sync.Mutex
	rt     *ort.Runtime
	opened *ort.Model
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
	if m.rt, err = ort.Open(path); err != nil {
		return nil, err
	}
	options := ort.Options{IntraOpThreads: m.settings.Threads}
	m.opened, err = ort.OpenModel(m.rt, m.pack, ort.ModelOptions{Image: options, Text: options})
	return m.opened, err
}

// EncodeText implements search.TextEncoder.
func (m *model) EncodeText(ctx context.Context, text string) ([]float32, bool, error) {
	o, err := m.open()
	if err != nil {
		return nil, false, err
	}
	v, err := o.EncodeText(ctx, text)
	if err != nil {
		return nil, false, err
	}
	tower, err := o.Text(ctx)
	if err != nil {
		return nil, false, err
	}
	info, err := tower.Info(text)
	return v, info.Truncated, err
}

// vision loads the vision tower.
func (m *model) vision(ctx context.Context) (*imageEncoder, error) {
	o, err := m.open()
	if err != nil {
		return nil, err
	}
	enc, err := o.Image(ctx)
	if err != nil {
		return nil, err
	}
	return &imageEncoder{id: m.pack.ID, enc: enc, pre: o.Preprocessor()}, nil
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
	id  string
	enc *ort.ImageEncoder
	pre *ml.Preprocessor
}

// Model implements index.Encoder.
func (e *imageEncoder) Model() string { return e.id }

// MinSide implements index.Encoder: twice the encoder's size, so that the
// reduced decode costs the resize nothing.
func (e *imageEncoder) MinSide() int { return 2 * e.pre.Size() }

// Parallel implements index.Encoder.
func (e *imageEncoder) Parallel() int { return e.enc.Parallel() }

// Batch implements index.Encoder: larger batches win nothing on a CPU.
func (e *imageEncoder) Batch() int { return 1 }

// Prepare implements index.Encoder.
func (e *imageEncoder) Prepare(img *image.NRGBA) ([]float32, error) {
	t := make([]float32, e.pre.TensorLen())
	return t, e.pre.Tensor(t, img)
}

// Encode implements index.Encoder.
func (e *imageEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	flat := inputs[0]
	if len(inputs) > 1 {
		flat = make([]float32, 0, len(inputs)*len(inputs[0]))
		for _, in := range inputs {
			flat = append(flat, in...)
		}
	}
	return e.enc.Encode(ctx, flat, len(inputs))
}
