package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"

	"descry/app/notice"
	"descry/app/problem"
	"descry/ml"
	"descry/ml/ort"
)

// ModelNamed finds an installed model by its id or a part of the id. "" is the model that
// searches.
func (e *Manager) ModelNamed(word string) (*Encoder, error) {
	if word == "" {
		return e.ModelOf(e.searching()), nil
	}
	p, err := e.Packs.Find(word)
	if err != nil {
		return nil, err
	}
	return e.ModelOf(p), nil
}

func (e *Manager) describeModel(ctx context.Context, p *ml.Pack, j *Installed) error {
	j.Pack, j.Name, j.Licence, j.Languages = p, p.Name, p.Licence, p.Languages
	var err error
	if j.Bytes, err = p.Bytes(); err != nil {
		return err
	}
	if j.Measured, err = e.measurements(ctx, p); err != nil {
		return err
	}
	if s, ok, err := e.readSpeed(ctx, p.ID); err != nil {
		return err
	} else if ok {
		j.Speed = &s
	}
	return nil
}

// Speed is how fast a model was on this machine.
type Speed struct {
	ImagesPerSecond float64       `json:"images_per_second"`
	TextMillis      float64       `json:"text_ms"` // of a description of about 60 tokens
	Device          notice.Notice `json:"device"`
}

// valueSpeed is the name of the catalogue's value that holds a model's speed.
func valueSpeed(id string) string { return "model.speed." + id }

func (e *Manager) readSpeed(ctx context.Context, id string) (s Speed, ok bool, err error) {
	text, err := e.Catalogue.Value(ctx, valueSpeed(id))
	if err != nil || text == "" {
		return s, false, err
	}
	return s, json.Unmarshal([]byte(text), &s) == nil, nil // a speed that another version wrote is measured anew
}

// valueMeasured is the name of the catalogue's value that holds what descry eval
// measured of a model.
func valueMeasured(id string) string { return "model.measured." + id }

// measurements are the figures of the pack's maker and those that the user measured.
func (e *Manager) measurements(ctx context.Context, p *ml.Pack) (map[string]ml.Measurement, error) {
	all := maps.Clone(p.Measured)
	text, err := e.Catalogue.Value(ctx, valueMeasured(p.ID))
	if err != nil || text == "" {
		return all, err
	}
	own := make(map[string]ml.Measurement)
	if json.Unmarshal([]byte(text), &own) != nil {
		return all, nil // of another version: measured anew
	}
	if all == nil {
		return own, nil
	}
	maps.Copy(all, own)
	return all, nil
}

// RememberMeasurement keeps the result of descry eval for the list of models.
func (e *Manager) RememberMeasurement(ctx context.Context, id, set string, measured ml.Measurement) error {
	own := make(map[string]ml.Measurement)
	text, err := e.Catalogue.Value(ctx, valueMeasured(id))
	if err != nil {
		return err
	}
	if text != "" {
		_ = json.Unmarshal([]byte(text), &own) // of another version: begun anew
	}
	own[set] = measured
	data, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return e.Catalogue.SetValue(ctx, valueMeasured(id), string(data))
}

// MeasureModel runs both towers of a pack and remembers how fast they were.
func (e *Manager) MeasureModel(ctx context.Context, p *ml.Pack) (Speed, error) {
	m := e.ModelOf(p)
	images, done, err := m.forImages(ctx, false)
	if err != nil {
		return Speed{}, err
	}
	defer done()
	texts, err := m.forText(ctx)
	if err != nil {
		return Speed{}, err
	}
	measured, err := ort.Measure(ctx, images, texts)
	if err != nil {
		return Speed{}, err
	}
	s := Speed{measured.ImagesPerSecond, measured.TextMillis, m.Device()}
	text, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	return s, e.Catalogue.SetValue(ctx, valueSpeed(p.ID), string(text))
}

// DeleteModel deletes a pack's files and vectors, or only the vectors. A model that is not
// installed may still have vectors.
func (e *Manager) DeleteModel(ctx context.Context, word string, vectorsOnly bool) error {
	id, installed, err := e.modelToDelete(ctx, word)
	if err != nil {
		return err
	}
	c, err := e.ReadChoice(ctx)
	switch {
	case err != nil:
		return err
	case id == c.Active:
		return problem.Usage("model-searches", notice.Params{"Model": id})
	case id == e.Packs.BuiltIn.ID && !vectorsOnly:
		return problem.Usage("model-built-in-vectors", nil)
	case id == c.Next:
		if err := e.WriteChoice(ctx, Choice{Active: c.Active}); err != nil {
			return err
		}
	}
	return e.deleteParts(ctx, id, installed && !vectorsOnly)
}

func (e *Manager) deleteParts(ctx context.Context, id string, files bool) error {
	e.mu.Lock()
	m := e.models[id]
	delete(e.models, id)
	e.mu.Unlock()
	if m != nil {
		if err := m.Close(); err != nil {
			return fmt.Errorf("close the model: %w", err)
		}
	}
	if files {
		if err := e.Packs.remove(id); err != nil {
			return err
		}
	}
	if err := e.Catalogue.DeleteModelVectors(ctx, id); err != nil {
		return err
	}
	if err := os.Remove(e.Paths.VectorFile(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete the vector file: %w", err)
	}
	return nil
}

// modelToDelete finds a pack, a folder with a broken pack, or a model of which only vectors
// are left.
func (e *Manager) modelToDelete(ctx context.Context, word string) (id string, installed bool, err error) {
	p, err := e.Packs.Find(word)
	if err == nil {
		return p.ID, p.ID != e.Packs.BuiltIn.ID, nil
	}
	packs, listErr := e.Packs.List()
	models, modelsErr := e.Catalogue.Models(ctx)
	if err := errors.Join(listErr, modelsErr); err != nil {
		return "", false, err
	}
	for _, broken := range packs {
		if broken.ID == word {
			return word, true, nil
		}
	}
	if models[word] > 0 {
		return word, false, nil
	}
	return "", false, err
}

// Installed is a pack in JSON.
type Installed struct {
	ID        string   `json:"id"`
	Name      string   `json:"name,omitempty"`
	Path      string   `json:"path,omitempty"` // absent for the built-in pack
	Licence   string   `json:"licence,omitempty"`
	Languages []string `json:"languages,omitempty"`
	Bytes     int64    `json:"bytes"`
	Active    bool     `json:"active"`
	Next      bool     `json:"next"`
	Vectors   int      `json:"vectors"`
	Photos    int      `json:"photos"`

	VectorBytes int64 `json:"vector_bytes"`

	Pack *ml.Pack // nil if the pack has a problem

	Speed    *Speed                    `json:"speed,omitempty"`
	Measured map[string]ml.Measurement `json:"measured,omitempty"`
	Problem  error                     `json:"-"` // why it can't be used, or nil
}
