package finetune

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"descry/internal/vectormath"
)

// Head maps the vector of a text to the vector that photos are compared with:
//
//	v' = normalise(v + Σ Uᵣ (Vᵣ·v) + open(v) Σ softmaxₖ(Sharpness Kₖ·v) Δₖ)
//
// The first sum is a low-rank adapter learned from captions. The second is a memory with a key
// K and a learned residual Δ for each tag. open rises from 0 to 1 as v comes near a key. A
// sentence about something else passes unchanged, bit for bit, and free text about a tag is
// moved as far as it is about the tag. A Head is not changed after it was made and may be used
// from several goroutines.
type Head struct {
	Pack      string    // model pack of the training's vectors
	Dimension int       // of the vectors
	Created   time.Time // to the second
	Note      string    // description of the training's data
	// Strength is the part of the residuals that the guard left, from 0 to 1, and Adapter the
	// part of the low-rank adapter. The numbers of the head have both in them already.
	Strength, Adapter float64
	Sharpness         float64 // of the choice between keys
	Keys              []Key   // a tag each
	Down, Up          [][]float32
	// Report is the report of the training, nil of a head without one. Apply ignores Report.
	Report *Report
}

// Key is what a head has learned about one tag.
type Key struct {
	Tag      string
	Vector   []float32 // the normalised mean of the tag's prompts
	Closed   float64   // cosine up to which a text is not about the tag
	Open     float64   // cosine from which a text is fully about the tag
	Residual []float32
	// Calibration turns a photo's cosine into a confidence. Calibration is nil where too few
	// photos were held out.
	Calibration *Calibration
}

// ErrWrongHead reports a head that belongs to another pack or dimension.
var ErrWrongHead = errors.New("the head belongs to another model")

// Identity returns the head that changes nothing.
func Identity(pack string, dimension int) *Head {
	return &Head{Pack: pack, Dimension: dimension, Sharpness: 1}
}

// Fits says whether the head may be used with the vectors of a pack: nil, or ErrWrongHead with
// both sides named.
func (h *Head) Fits(pack string, dimension int) error {
	if h.Pack != pack {
		return fmt.Errorf("%w: made for %q, not for %q", ErrWrongHead, h.Pack, pack)
	}
	if h.Dimension != dimension {
		return fmt.Errorf("%w: made for %d dimensions, not for %d", ErrWrongHead, h.Dimension, dimension)
	}
	return nil
}

// Apply returns the vector to search with for the normalised vector v of any text. Where the
// head has nothing to add, the result equals v bit for bit. A v of another dimension or with
// numbers that are not finite is an error.
func (h *Head) Apply(v []float32) ([]float32, error) {
	if len(v) != h.Dimension {
		return nil, fmt.Errorf("apply head: %w: %d dimensions, not %d", ErrWrongHead, len(v), h.Dimension)
	}
	if !finite(v) {
		return nil, errors.New("apply head: the vector is not finite")
	}
	moved := make([]float64, len(v))
	adapted := h.adapt(v, moved)
	if recalled := h.recall(v, moved); !adapted && !recalled {
		return slices.Clone(v), nil
	}
	for i, x := range v {
		moved[i] += float64(x)
	}
	norm := vectormath.Norm(moved)
	if norm < shortest || math.IsInf(norm, 0) {
		return slices.Clone(v), nil // no direction is left, so v stays
	}
	out := make([]float32, len(v))
	for i, x := range moved {
		out[i] = float32(x / norm)
	}
	return out, nil
}

// shortest is the length below which a sum of unit vectors has cancelled out.
const shortest = 1e-6

// adapt adds the low-rank adapter's part and reports whether there is one.
func (h *Head) adapt(v []float32, moved []float64) bool {
	changed := false
	for r, down := range h.Down {
		if x := vectormath.Dot(down, v); x != 0 {
			changed = add(moved, h.Up[r], x) || changed
		}
	}
	return changed
}

// recall adds the residuals of the tags that v is about and reports whether there are any.
func (h *Head) recall(v []float32, moved []float64) bool {
	changed := false
	for i, share := range h.shares(v) {
		if share != 0 {
			changed = add(moved, h.Keys[i].Residual, share) || changed
		}
	}
	return changed
}

// scaled returns the head with parts of its residuals and of its adapter.
func (h *Head) scaled(strength, adapter float64) *Head {
	out := *h
	out.Strength, out.Adapter = h.Strength*strength, h.Adapter*adapter
	out.Keys = slices.Clone(h.Keys)
	for i := range out.Keys {
		out.Keys[i].Residual = times(h.Keys[i].Residual, strength)
	}
	out.Up = make([][]float32, len(h.Up))
	for i, row := range h.Up {
		out.Up[i] = times(row, adapter)
	}
	return &out
}
