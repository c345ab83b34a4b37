package models

import (
	"context"
	"errors"
	"fmt"

	"descry/ml"
)

// TowerError says that a tower of an installed model can't be used.
type TowerError struct {
	model string // its name
	tower string // "text" or "image"
	back  string // id of the model to go back to, "" where there is none
	err   error
}

// Unwrap is what went wrong.
func (e *TowerError) Unwrap() error { return e.err }

// Error implements error, for whoever has a terminal.
func (e *TowerError) Error() string {
	if e.back == "" {
		return e.reason()
	}
	return e.reason() + ". Go back with: descry model use " + e.back
}

// reason leaves out what to do.
func (e *TowerError) reason() string {
	return fmt.Sprintf("the %s encoder of the model %s can't be used: %v", e.tower, e.model, e.err)
}

// InWindow is Error for whoever has a window.
func (e *TowerError) InWindow() string {
	if e.back == "" {
		return e.reason()
	}
	return e.reason() + ". Go back to the built-in model on the Models page (F6)"
}

// broken makes a failure of a tower one that says which model it is of and how to go
// back. Calls that were ended, and a runtime that is missing for all models, are left.
func (m *Encoder) broken(ctx context.Context, tower string, err error) error {
	if err == nil || ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return err
	}
	e := &TowerError{model: m.Pack.Name, tower: tower, err: err}
	if m.back != nil {
		e.back = m.back()
	}
	return e
}

// NotSwitchedError says that a model was not made the one that searches.
type NotSwitchedError struct {
	broken *TowerError
	stays  string // name of the model that goes on searching
}

// Unwrap is what is wrong with the model that was chosen.
func (e *NotSwitchedError) Unwrap() error { return e.broken }

// Error says which model goes on searching, and why.
func (e *NotSwitchedError) Error() string {
	return fmt.Sprintf("not switched, %s goes on searching: %s", e.stays, e.broken.reason())
}

// TryModel has both towers of a model encode something small, before it becomes the one
// that searches. The image tower is freed then, unless it is in use.
func (e *Manager) TryModel(ctx context.Context, p *ml.Pack, inUse bool) error {
	m := e.ModelOf(p)
	_, _, err := m.ReadText(ctx, "a photo")
	if err == nil {
		err = TryVision(ctx, m)
	}
	if !inUse {
		err = errors.Join(err, m.ReleaseImages(ctx))
	}
	var broken *TowerError
	if errors.As(err, &broken) {
		return &NotSwitchedError{broken, e.searching().Name}
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
