package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/finetune"
	"descry/ml"
)

// valueHead is the name of the catalogue's value that says which head a model's
// searches use, and which ones before. It is one row, so that a kill leaves either
// choice, and shared by all processes of a library.
func valueHead(pack string) string { return "head." + pack }

// headChoice is what that value holds. "" is no head.
type headChoice struct {
	Used   string   `json:"used"`
	Former []string `json:"former,omitempty"` // the latest last
}

// mostFormer is how many choices can be gone back.
const mostFormer = 50

func (e *Library) readHeadChoice(ctx context.Context, pack string) (c headChoice, err error) {
	text, err := e.Store.Value(ctx, valueHead(pack))
	if err != nil || text == "" {
		return c, err
	}
	if json.Unmarshal([]byte(text), &c) != nil {
		return headChoice{}, nil // of another version: no head is safe
	}
	return c, nil
}

func (e *Library) writeHeadChoice(ctx context.Context, pack string, c headChoice) error {
	c.Former = c.Former[max(0, len(c.Former)-mostFormer):]
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := e.Store.SetValue(ctx, valueHead(pack), string(text)); err != nil {
		return fmt.Errorf("choose a head: %w", err)
	}
	return nil
}

// loadHead reads a head that is to be used with a pack.
func (e *Library) loadHead(id string, p *ml.Pack) (*finetune.Head, error) {
	h, err := e.Heads.Load(id)
	if err != nil {
		return nil, err
	}
	return h, h.Fits(p.ID, p.JointDim)
}

// UseHead makes searches use a head from now on, "" none. Nothing changes if it
// can't be used.
func (e *Library) UseHead(ctx context.Context, id string) error {
	s := e.Searcher()
	if id != "" {
		if _, err := e.loadHead(id, s.Pack); err != nil {
			return err
		}
	}
	e.choosing.Lock()
	defer e.choosing.Unlock()
	c, err := e.readHeadChoice(ctx, s.Pack.ID)
	if err != nil || c.Used == id {
		return err
	}
	if err := e.writeHeadChoice(ctx, s.Pack.ID, headChoice{id, append(c.Former, c.Used)}); err != nil {
		return err
	}
	if id != "" { // it knows better than the one whose suggestions were put aside
		if err := e.Store.ForgetRejections(ctx); err != nil {
			e.Log.Warn("suggestions that were put aside stay so", "err", err)
		}
	}
	return s.followHead(ctx)
}

// ErrNoFormer says that there is nothing to go back to.
var ErrNoFormer = errors.New("no other head was used before")

// RollBack goes back to what was used before the last choice, and returns it. Heads
// that are gone are passed over.
func (e *Library) RollBack(ctx context.Context) (id string, err error) {
	s := e.Searcher()
	e.choosing.Lock()
	defer e.choosing.Unlock()
	c, err := e.readHeadChoice(ctx, s.Pack.ID)
	if err != nil {
		return "", err
	}
	id, rest, ok := e.former(c, s.Pack)
	if !ok {
		return "", ErrNoFormer
	}
	if err := e.writeHeadChoice(ctx, s.Pack.ID, headChoice{id, rest}); err != nil {
		return "", err
	}
	return id, s.followHead(ctx)
}

// former is the latest former choice that can be used and isn't the one in use, and
// the ones before it.
func (e *Library) former(c headChoice, p *ml.Pack) (id string, rest []string, ok bool) {
	for i, id := range slices.Backward(c.Former) {
		if id == c.Used {
			continue
		}
		if id != "" {
			if _, err := e.loadHead(id, p); err != nil {
				continue
			}
		}
		return id, c.Former[:i], true
	}
	return "", nil, false
}

// ErrHeadUsed says that a head can't be deleted.
var ErrHeadUsed = errors.New("searches use this head; choose another one first, or none")

// DeleteHead deletes a head that no model uses.
func (e *Library) DeleteHead(ctx context.Context, id string) error {
	pack := e.Pack().ID
	if h, err := e.Heads.Load(id); err == nil {
		pack = h.Pack
	}
	c, err := e.readHeadChoice(ctx, pack)
	if err != nil {
		return err
	}
	if c.Used == id {
		return ErrHeadUsed
	}
	return e.Heads.Delete(id)
}

// Trainer makes heads for a model. tell is told how far it is, on any goroutine.
func (e *Library) Trainer(m *models.Encoder, tell func(what string, done, total int)) learning.Trainer {
	return learning.Trainer{Catalogue: e.Store, Heads: e.Heads, BuiltIn: e.Models.Packs.BuiltIn.ID, Model: m, Tell: tell}
}
