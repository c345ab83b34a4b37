package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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

func (e *engine) readHeadChoice(ctx context.Context, pack string) (c headChoice, err error) {
	text, err := e.store.Value(ctx, valueHead(pack))
	if err != nil || text == "" {
		return c, err
	}
	if json.Unmarshal([]byte(text), &c) != nil {
		return headChoice{}, nil // of another version: no head is safe
	}
	return c, nil
}

func (e *engine) writeHeadChoice(ctx context.Context, pack string, c headChoice) error {
	c.Former = c.Former[max(0, len(c.Former)-mostFormer):]
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := e.store.SetValue(ctx, valueHead(pack), string(text)); err != nil {
		return fmt.Errorf("choose a head: %w", err)
	}
	return nil
}

// loadHead reads a head that is to be used with a pack.
func (e *engine) loadHead(id string, p *ml.Pack) (*finetune.Head, error) {
	h, err := e.heads.Load(id)
	if err != nil {
		return nil, err
	}
	return h, h.Fits(p.ID, p.JointDim)
}

// useHead makes searches use a head from now on, "" none. Nothing changes if it
// can't be used.
func (e *engine) useHead(ctx context.Context, id string) error {
	s := e.searcher()
	if id != "" {
		if _, err := e.loadHead(id, s.pack); err != nil {
			return err
		}
	}
	e.choosing.Lock()
	defer e.choosing.Unlock()
	c, err := e.readHeadChoice(ctx, s.pack.ID)
	if err != nil || c.Used == id {
		return err
	}
	if err := e.writeHeadChoice(ctx, s.pack.ID, headChoice{id, append(c.Former, c.Used)}); err != nil {
		return err
	}
	if id != "" { // it knows better than the one whose suggestions were put aside
		if err := e.store.ForgetRejections(ctx); err != nil {
			e.log.Warn("suggestions that were put aside stay so", "err", err)
		}
	}
	return s.followHead(ctx)
}

// errNoFormer says that there is nothing to go back to.
var errNoFormer = errors.New("no other head was used before")

// rollBack goes back to what was used before the last choice, and returns it. Heads
// that are gone are passed over.
func (e *engine) rollBack(ctx context.Context) (id string, err error) {
	s := e.searcher()
	e.choosing.Lock()
	defer e.choosing.Unlock()
	c, err := e.readHeadChoice(ctx, s.pack.ID)
	if err != nil {
		return "", err
	}
	id, rest, ok := e.former(c, s.pack)
	if !ok {
		return "", errNoFormer
	}
	if err := e.writeHeadChoice(ctx, s.pack.ID, headChoice{id, rest}); err != nil {
		return "", err
	}
	return id, s.followHead(ctx)
}

// former is the latest former choice that can be used and isn't the one in use, and
// the ones before it.
func (e *engine) former(c headChoice, p *ml.Pack) (id string, rest []string, ok bool) {
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

// errHeadUsed says that a head can't be deleted.
var errHeadUsed = errors.New("searches use this head; choose another one first, or none")

// deleteHead deletes a head that no model uses.
func (e *engine) deleteHead(ctx context.Context, id string) error {
	pack := e.pack().ID
	if h, err := e.heads.Load(id); err == nil {
		pack = h.Pack
	}
	c, err := e.readHeadChoice(ctx, pack)
	if err != nil {
		return err
	}
	if c.Used == id {
		return errHeadUsed
	}
	return e.heads.Delete(id)
}
