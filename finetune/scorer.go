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

// From returns the cosine from which the confidence, between 0 and 1, is reached. A scan
// compares cosines with From and needs no exponential.
func (c Calibration) From(confidence float64) float64 {
	return (math.Log(confidence/(1-confidence)) - c.Offset) / c.Slope
}

// Scorer finds photos that may have a tag: photos whose vectors have a high product with
// Vector.
type Scorer struct {
	Tag    string
	Vector []float32 // normalised: the tag's prompts as moved by the head
	Calibration
}

// Scorers returns one scorer for each tag with a calibration, in the order of Keys. Scorers
// moves the tags' vectors, so callers keep the result for all photos.
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

// Confidence returns the probability that a photo has a tag, or false if the head does not
// know the tag or has no calibration for the tag. Scorers is faster for more than a few
// photos.
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
