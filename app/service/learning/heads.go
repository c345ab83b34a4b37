package learning

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/finetune"
	"descry/finetune/heads"
	"descry/ml"
)

// Heads are the heads of a library: the files, and the choice of one for the searches of each
// model. The methods of Heads may be called on any goroutine.
type Heads struct {
	*heads.Store
	models   *models.Manager
	choosing sync.Mutex // held while another head is chosen
}

// OpenHeads returns the heads in a folder. m.Catalogue, m.Packs and m.Log may be set later, before
// the first call of a method.
func OpenHeads(dir string, m *models.Manager) *Heads {
	return &Heads{Store: heads.Open(dir), models: m}
}

// Trainer returns a trainer of heads for a model. The trainer calls tell with its progress, on any
// goroutine.
func (h *Heads) Trainer(m *models.Encoder, tell func(notice.Notice)) Trainer {
	return Trainer{heads: h, Model: m, tell: tell}
}

// choiceValue is the name of the catalogue's value with the headChoice of a pack. The choice is
// one row of the catalogue, so that a kill leaves the old choice or the new one. All processes of a
// library share the row.
func choiceValue(pack string) string { return "head." + pack }

// headChoice is the head that a model's searches use, and the heads before; "" stands for no head.
type headChoice struct {
	Used   string   `json:"used"`
	Former []string `json:"former,omitempty"` // the latest last
}

// mostFormer is how many choices RollBack can go back.
const mostFormer = 50

func (h *Heads) readChoice(ctx context.Context, pack string) (c headChoice, err error) {
	text, err := h.models.Catalogue.Value(ctx, choiceValue(pack))
	if err != nil || text == "" {
		return c, err
	}
	if json.Unmarshal([]byte(text), &c) != nil {
		return headChoice{}, nil // another version wrote the value: no head is the safe choice
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

// loadFor reads a head and checks that the head fits a pack.
func (h *Heads) loadFor(id string, p *ml.Pack) (*finetune.Head, error) {
	head, err := h.Load(id)
	if err != nil {
		return nil, err
	}
	return head, head.Fits(p.ID, p.JointDim)
}

// former returns the latest earlier choice that can be used and differs from the present one, with
// the choices before.
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

// ErrHeadUsed reports that searches use the head that was to be deleted.
var ErrHeadUsed error = problem.New("head-used", nil)

// Delete deletes a head that no model's searches use, or returns ErrHeadUsed. pack is the model of
// a head whose file can't be read: the model that searches.
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
