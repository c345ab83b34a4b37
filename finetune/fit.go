package finetune

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// ErrDiverged reports a training whose numbers became infinite or whose loss ran away. No head
// comes of such a training.
var ErrDiverged = errors.New("the training diverged")

// runaway times the first loss, plus one, is a loss that only a broken training reaches:
// untouched heads start near the worst that data allow.
const runaway = 10

// trainer is one training of one head.
type trainer struct {
	tags     *tagLoss     // nil without tags
	captions *captionLoss // nil without captions
	origin   *model
	model    *model
	pull     float64
	rate     float64
	steps    int
	random   *rand.Rand
}

// newTrainer prepares to train on d. gates has the keys of d's tags.
func newTrainer(d Dataset, gates *Head, o Options) (*trainer, error) {
	t := &trainer{rate: o.Rate / math.Sqrt(float64(gates.Dimension)), steps: o.Steps, random: rand.New(rand.NewPCG(o.Seed, 1))}
	learned := map[int]bool{}
	for _, tag := range d.Tags {
		for _, p := range tag.Photos {
			learned[p] = true
		}
	}
	if len(learned) > 0 {
		t.tags = newTagLoss(d, gates, o)
	}
	rank := 0
	if len(d.Captions) > 0 {
		t.captions, rank = newCaptionLoss(d, gates, o), min(o.Rank, gates.Dimension)
	}
	for _, c := range d.Captions {
		learned[c.Photo] = true
	}
	if len(learned) == 0 {
		return nil, ErrNothingToLearn
	}
	t.pull = o.Proximity / float64(len(learned))
	t.origin = start(len(gates.Keys), rank, gates.Dimension, t.random)
	t.model = t.origin.clone()
	return t, nil
}

// loss returns the loss of the next batch and its gradient.
func (t *trainer) loss() (float64, *model) {
	g := newModel(t.model.residual.rows, t.model.up.rows, t.model.residual.cols)
	loss := t.model.pull(t.origin, t.pull, g)
	if t.tags != nil {
		loss += t.tags.loss(t.model, g)
	}
	if t.captions != nil {
		loss += t.captions.loss(t.model, g, t.captions.next(t.random))
	}
	return loss, g
}

// run makes the steps before stop. after is called after each step and may end the training
// early with false or an error.
func (t *trainer) run(ctx context.Context, stop int, after func(step int, loss float64) (bool, error)) error {
	optimiser := newAdam(t.model)
	limit := math.Inf(1)
	for step := range stop {
		if err := ctx.Err(); err != nil {
			return err
		}
		loss, g := t.loss()
		if step == 0 {
			limit = runaway * (loss + 1)
		}
		if !(loss <= limit) || !g.finite() {
			return fmt.Errorf("%w: the loss is %.3g at step %d", ErrDiverged, loss, step+1)
		}
		optimiser.step(t.model, g, cosine(t.rate, step, t.steps))
		if on, err := after(step+1, loss); err != nil || !on {
			return err
		}
	}
	if !t.model.finite() {
		return fmt.Errorf("%w: the head is not finite", ErrDiverged)
	}
	return nil
}

func (m *model) finite() bool {
	for _, p := range m.parts() {
		if !finite(p.data) {
			return false
		}
	}
	return true
}
