package learning

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"descry/app/problem"
	"descry/app/service/models"
	"descry/finetune"
	"descry/finetune/heads"
	"descry/ml"
)

// Heads are the heads of a library: their files, and which of them the searches of each
// model use. Its methods may be called on any goroutine.
type Heads struct {
	*heads.Store
	models   *models.Manager
	choosing sync.Mutex // held while another head is chosen
}

// OpenHeads has the heads in a folder. The catalogue of the models has to be open before the
// first choice is read.
func OpenHeads(dir string, m *models.Manager) *Heads {
	return &Heads{Store: heads.Open(dir), models: m}
}

// Trainer makes heads for a model. tell is told how far it is, on any goroutine.
func (h *Heads) Trainer(m *models.Encoder, tell func(what string, done, total int)) Trainer {
	return Trainer{heads: h, Model: m, tell: tell}
}

// choiceValue is the name of the catalogue's value that says which head a model's
// searches use, and which ones before. It is one row, so that a kill leaves either
// choice, and shared by all processes of a library.
func choiceValue(pack string) string { return "head." + pack }

// headChoice is what that value holds. "" is no head.
type headChoice struct {
	Used   string   `json:"used"`
	Former []string `json:"former,omitempty"` // the latest last
}

// mostFormer is how many choices can be gone back.
const mostFormer = 50

func (h *Heads) readChoice(ctx context.Context, pack string) (c headChoice, err error) {
	text, err := h.models.Catalogue.Value(ctx, choiceValue(pack))
	if err != nil || text == "" {
		return c, err
	}
	if json.Unmarshal([]byte(text), &c) != nil {
		return headChoice{}, nil // of another version: no head is safe
	}
	return c, nil
}

func (h *Heads) writeChoice(ctx context.Context, pack string, c headChoice) error {
	c.Former = c.Former[max(0, len(c.Former)-mostFormer):]
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := h.models.Catalogue.SetValue(ctx, choiceValue(pack), string(text)); err != nil {
		return fmt.Errorf("choose a head: %w", err)
	}
	return nil
}

// loadFor reads a head that is to be used with a pack.
func (h *Heads) loadFor(id string, p *ml.Pack) (*finetune.Head, error) {
	head, err := h.Load(id)
	if err != nil {
		return nil, err
	}
	return head, head.Fits(p.ID, p.JointDim)
}

// former is the latest former choice that can be used and isn't the one in use, and
// the ones before it.
func (h *Heads) former(c headChoice, p *ml.Pack) (id string, rest []string, ok bool) {
	for i, id := range slices.Backward(c.Former) {
		if id == c.Used {
			continue
		}
		if id != "" {
			if _, err := h.loadFor(id, p); err != nil {
				continue
			}
		}
		return id, c.Former[:i], true
	}
	return "", nil, false
}

// ErrHeadUsed says that a head can't be deleted.
var ErrHeadUsed error = problem.New("head-used", nil)

// Delete deletes a head that no model uses. One whose file can't be read counts as one of the
// pack given, which is the one that searches.
func (h *Heads) Delete(ctx context.Context, id, pack string) error {
	if head, err := h.Load(id); err == nil {
		pack = head.Pack
	}
	c, err := h.readChoice(ctx, pack)
	if err != nil {
		return err
	}
	if c.Used == id {
		return ErrHeadUsed
	}
	return h.Store.Delete(id)
}
