package finetune

import (
	"context"
	"errors"
	"sort"
)

// GuardReport is what the guard saw and did.
type GuardReport struct {
	Checked bool         `json:"checked"` // false without texts to guard with
	Before  GuardFigures `json:"before"`
	After   GuardFigures `json:"after"`
	Full    GuardFigures `json:"full_strength"` // figures of the head at full strength
	// Strength is what is left of the tags' residuals, Adapter what is left of the captions'
	// adapter. Both are 0 without a head.
	Strength float64 `json:"strength"`
	Adapter  float64 `json:"adapter"`
}

// errGuard reports a head that spoils general search at any strength.
var errGuard = errors.New(SpoilsSearch)

// restrain returns the head at the greatest strength at which the guard holds, or errGuard, or
// the context's error. The adapter, which moves every text, is reduced first, so that tags
// don't pay for the adapter.
func (g *guardian) restrain(ctx context.Context, h *Head) (*Head, GuardReport, error) {
	r := GuardReport{Checked: len(g.guard.Texts) > 0, Strength: h.Strength, Adapter: h.Adapter}
	if !r.Checked {
		return h, r, nil
	}
	r.Before, r.Full = g.figures(Identity(h.Pack, h.Dimension)), g.figures(h)
	if r.After = r.Full; r.Full.holds(r.Before) {
		return h, r, ctx.Err()
	}
	adapter, strength := 0.0, 1.0
	if len(h.Up) > 0 {
		adapter = g.strongest(ctx, r.Before, func(s float64) *Head { return h.scaled(1, s) })
	}
	if adapter == 0 {
		strength = g.strongest(ctx, r.Before, func(s float64) *Head { return h.scaled(s, 0) })
	}
	if err := ctx.Err(); err != nil {
		return nil, r, err
	}
	h = h.scaled(strength, adapter)
	r.Strength, r.Adapter, r.After = h.Strength, h.Adapter, g.figures(h)
	if strength == 0 || len(h.Keys) == 0 && adapter == 0 {
		r.Strength = 0
		return nil, r, errGuard
	}
	return h, r, nil
}

// strongest returns the greatest strength at which the guard holds, 0 if there is none. The
// figures fall with the strength closely enough for a binary search.
func (g *guardian) strongest(ctx context.Context, before GuardFigures, at func(float64) *Head) float64 {
	return strengths[sort.Search(len(strengths)-1, func(i int) bool {
		return ctx.Err() != nil || g.figures(at(strengths[i])).holds(before)
	})]
}
