package finetune

import (
	"context"
	"math"
)

// Suggested is the confidence from which a photo is worth suggesting. Reliability is measured
// from Suggested on.
const Suggested = 0.5

// bins is how many steps the range from Suggested to 1 has.
const bins = 5

// reliability compares the confidences of calibrations on the left-out part of the evidence
// with the labels. Untagged photos have no label: the curve's estimate is the number of
// untagged photos that have a tag, spread over the bins like the photos that are known to have
// the tag.
func reliability(ctx context.Context, evidence []evidence) ([]Bin, float64) {
	var sum [bins]Bin
	var weight [bins]float64
	for part := range parts {
		fitted := fitCurves(ctx, evidence, part)
		for i, e := range evidence {
			known := 0.0
			for _, s := range e.trials {
				known += s.weight * s.y
			}
			more := 1 + fitted.hidden[i]*parts/(parts-1)/max(known, 1)
			for _, s := range e.trials {
				confidence := fitted.of[i].at(s.x)
				if s.part != part || confidence < Suggested || e.examples < fewestSeen {
					continue
				}
				b := min(bins-1, int((confidence-Suggested)/(1-Suggested)*bins))
				sum[b].Confidence += s.weight * confidence
				sum[b].Right += s.weight * s.y * more
				sum[b].Photos++
				weight[b] += s.weight
			}
		}
	}
	return summed(sum[:], weight[:])
}

// summed turns sums into means and returns the mean distance between confidence and truth.
func summed(sum []Bin, weight []float64) (out []Bin, apart float64) {
	all := total(weight)
	for i, b := range sum {
		if weight[i] == 0 {
			continue
		}
		b.Confidence, b.Right = min(1, b.Confidence/weight[i]), min(1, b.Right/weight[i])
		apart += math.Abs(b.Confidence-b.Right) * weight[i] / all
		out = append(out, b)
	}
	return out, apart
}
