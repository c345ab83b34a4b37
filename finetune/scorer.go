package finetune

import (
	"math"

	"descry/internal/vectormath"
)

// Calibration is the logistic curve from the cosine of a photo with a tag's moved
// vector to the probability that the photo has the tag:
//
//	1 / (1 + exp(−(Slope·cosine + Offset)))
type Calibration struct {
	Slope  float64 `json:"slope"` // above 0: nearer is surer
	Offset float64 `json:"offset"`
}

// Confidence returns the probability for a cosine, from 0 to 1.
func (c Calibration) Confidence(cosine float64) float64 {
	return 1 / (1 + math.Exp(-(c.Slope*cosine + c.Offset)))
}

// From returns the cosine from which the confidence is at least so high, which is
// between 0 and 1: a scan compares with it and needs no exponential.
func (c Calibration) From(confidence float64) float64 {
	return (math.Log(confidence/(1-confidence)) - c.Offset) / c.Slope
}

// Scorer finds photos that may have a tag: those whose vectors have a high product
// with Vector.
type Scorer struct {
	Tag    string
	Vector []float32 // normalised: the tag's prompts as the head moves them
	Calibration
}

// Scorers returns one for each tag whose confidence is known, in the order of
// Keys. It moves the tags' vectors; keep the result for as many photos as there
// are.
func (h *Head) Scorers() []Scorer {
	var out []Scorer
	for _, k := range h.Keys {
		if s, ok := h.scorer(k); ok {
			out = append(out, s)
		}
	}
	return out
}

func (h *Head) scorer(k Key) (Scorer, bool) {
	if k.Calibration == nil {
		return Scorer{}, false
	}
	v, err := h.Apply(k.Vector)
	return Scorer{k.Tag, v, *k.Calibration}, err == nil
}

// Confidence returns the probability that a photo has a tag, or false if the head
// does not know the tag or could not calibrate it. For more than a few photos take
// Scorers.
func (h *Head) Confidence(tag string, photo []float32) (float64, bool) {
	if len(photo) != h.Dimension {
		return 0, false
	}
	for _, k := range h.Keys {
		if k.Tag == tag {
			s, ok := h.scorer(k)
			if !ok {
				return 0, false
			}
			return s.Confidence(vectormath.Dot(s.Vector, photo)), true
		}
	}
	return 0, false
}
