package finetune

import (
	"context"
	"fmt"

	"descry/internal/vectormath"
)

const (
	// fewestSeen held-out photos of a tag tell enough to fit a curve of its own.
	fewestSeen = 2
	// guesses is how often the number of untagged photos with a tag is estimated anew.
	guesses = 40
	// slopeSpread and offsetSpread are how far the curve of a tag may be from that of all tags
	// before the difference costs: a deviation of the slope, relative to the slope, and one of
	// the offset. Both were measured on 36 kinds of fruit. 0.25 to 1 and 1 to 3 are nearly as
	// good.
	slopeSpread  = 1
	offsetSpread = 3
)

// curves are calibrations of all tags, of deviations.
type curves struct {
	of     []line
	hidden []float64 // estimated number of untagged photos that have each tag
}

// fitCurves fits all but one part of the evidence, −1 for all of the evidence. Some untagged
// photos have the tag. Each untagged photo counts as one that lacks the tag with the share
// that the curve gives, and photos that are known to have the tag count for more instead, as
// examples of the others (expectation maximisation of a mixture; Elkan and Noto, 2008, assume
// the same of examples). Then the curve is fitted again. Tags with little evidence keep to the
// common curve.
func fitCurves(ctx context.Context, evidence []evidence, without int) curves {
	c := curves{make([]line, len(evidence)), make([]float64, len(evidence))}
	sets := make([]trials, len(evidence))
	for i, e := range evidence {
		sets[i] = e.trialsBut(without)
	}
	for range guesses {
		if ctx.Err() != nil {
			break // the caller drops the result
		}
		var all []trial
		for i, e := range evidence {
			if e.examples > 0 {
				all = append(all, sets[i].list...)
			}
		}
		common := fitLine(ctx, all, line{1, 0}, line{weak, weak})
		loose := line{1 / sq(slopeSpread*common.slope), 1 / sq(offsetSpread)}
		for i := range evidence {
			c.of[i] = fitLine(ctx, sets[i].list, common, loose)
			c.hidden[i] = sets[i].guess(c.of[i])
		}
	}
	return c
}

// weak keeps the common curve finite where photos with and without tags part
// cleanly.
const weak = 0.01

func sq(x float64) float64 { return x * x }

// trials are the evidence of one fit.
type trials struct {
	list  []trial
	whole []float64 // weights before any estimate
	open  []bool    // photos that may have the tag
}

func (e evidence) trialsBut(part int) (out trials) {
	for _, s := range e.trials {
		if s.part != part {
			out.list, out.whole, out.open = append(out.list, s.trial), append(out.whole, s.weight), append(out.open, s.open)
		}
	}
	return out
}

// guess weighs the trials by the share of the open ones that have the tag, and returns the
// estimated number of such photos.
func (t trials) guess(l line) (hidden float64) {
	known := 0.0
	for i, s := range t.list {
		if t.open[i] {
			believed := l.at(s.x)
			hidden += t.whole[i] * believed
			t.list[i].weight = t.whole[i] * (1 - believed)
		} else {
			known += t.whole[i] * s.y
		}
	}
	for i, s := range t.list {
		if s.y > 0 && known > 0 {
			t.list[i].weight = t.whole[i] * (1 + hidden/known)
		}
	}
	return hidden
}

// calibrate gives the head's keys their calibration and the report its reliability.
func (t *tuning) calibrate(ctx context.Context, r *Report, head *Head, held heldOut) {
	if len(held) == 0 {
		for i := range r.Tags {
			r.Tags[i].Uncalibrated = "there are too few photos to hold any out"
		}
		return
	}
	evidence := t.collect(held, r.Guard)
	r.Reliability, r.CalibrationError = reliability(ctx, evidence)
	fitted := fitCurves(ctx, evidence, -1)
	untagged := every(t.Guard.Untagged, mostUntagged)
	for i, l := range fitted.of {
		switch e := evidence[i]; {
		case e.examples < fewestSeen:
			r.Tags[i].Uncalibrated = fmt.Sprintf("only %d of its photos could be held out, %d are needed", e.examples, fewestSeen)
		case !(l.slope > 0) || !finite([]float64{l.slope, l.offset}):
			r.Tags[i].Uncalibrated = "photos with it are no nearer than others"
		default:
			mean, sd := e.scaleOf(head, i, untagged)
			head.Keys[i].Calibration = &Calibration{l.slope / sd, l.offset - l.slope*mean/sd}
		}
	}
}

// scaleOf returns the mean and deviation that turn cosines of the head, which was trained on
// all photos, into cosines of the evidence. The untagged photos, which were in no training,
// tell the difference.
func (e evidence) scaleOf(h *Head, key int, untagged [][]float32) (mean, sd float64) {
	q, err := h.Apply(h.Keys[key].Vector)
	if err != nil || len(untagged) < fewestUntagged {
		return e.mean, e.sd
	}
	cosines := make([]float64, len(untagged))
	for i, v := range untagged {
		cosines[i] = vectormath.Dot(q, v)
	}
	m, s := moments(cosines)
	stretch := s / e.open[1]
	return m + (e.mean-e.open[0])*stretch, e.sd * stretch
}
