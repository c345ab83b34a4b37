package models

import (
	"context"
	"errors"

	"descry/app/notice"
	"descry/app/problem"
	"descry/ml"
)

// broken adds to the failure of a tower the name of the model and how to go back to another
// model. Calls that were ended, and a runtime that is missing for all models, stay as they
// are.
func (m *Encoder) broken(ctx context.Context, tower string, err error) error {
	if err == nil || ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return err
	}
	broken := problem.Wrap("model-text-encoder-broken", notice.Params{"Model": m.Pack.Name}, err)
	if tower == "image" {
		broken = problem.Wrap("model-image-encoder-broken", notice.Params{"Model": m.Pack.Name}, err)
	}
	if m.back != nil {
		if back := m.back(); back != "" {
			broken.Advice = notice.New("model-go-back", notice.Params{"Model": back})
		}
	}
	return broken
}

// brokenTower is the error that broken made, nil for any other error.
func brokenTower(err error) *problem.Error {
	var broken *problem.Error
	if errors.As(err, &broken) && (broken.Kind == "model-text-encoder-broken" || broken.Kind == "model-image-encoder-broken") {
		return broken
	}
	return nil
}

// TryModel has both towers of a model encode a small input before the model becomes the one
// that searches. The image tower is freed then, unless it is in use.
func (e *Manager) TryModel(ctx context.Context, p *ml.Pack, inUse bool) error {
	m := e.ModelOf(p)
	_, _, err := m.EncodeText(ctx, "a photo")
	if err == nil {
		err = TryVision(ctx, m)
	}
	if !inUse {
		err = errors.Join(err, m.ReleaseImages(ctx))
	}
	if broken := brokenTower(err); broken != nil {
		why := *broken
		why.Advice = notice.Notice{} // the model that searches stays
		return problem.Wrap("model-not-switched", notice.Params{"Model": e.searching().Name}, &why)
	}
	return err
}

// TryVision encodes a blank picture.
func TryVision(ctx context.Context, m *Encoder) error {
	enc, err := m.Vision()
	if err != nil {
		return err
	}
	_, err = enc.Encode(ctx, [][]float32{make([]float32, enc.Pre.TensorLen())})
	return err
}
