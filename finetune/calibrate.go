package finetune

import (
	"context"
	"fmt"

	"descry/internal/vectormath"
)

const (
	// fewestSeen held-out photos of a tag tell something of it beside what all tags
	// have in common.
	fewestSeen = 2
	// guesses is how often the untagged photos are looked at anew: how many of them
	// have the tag.
	guesses = 40
	// slopeSpread and offsetSpread are how far the curve of a tag may be from that of
	// all tags before it costs: a deviation of the slope, as a part of it, and one of
	// the offset. Measured on 36 kinds of fruit; 0.25 to 1 and 1 to 3 are near.
	slopeSpread  = 1
	offsetSpread = 3
)

// curves are calibrations of all tags, of deviations.
type curves struct {
	of     []line
	hidden []float64 // photos with each tag that nobody has tagged, by the curve
}

// fitCurves fits all but one part of the evidence, −1 for all of it. Untagged photos
// are partly with a tag: each counts as one that lacks it for as much as the curve
// believes that, and for the rest those that are known to have it count for more, as
// examples of what they are like (expectation maximisation of a mixture; Elkan and
// Noto, 2008, assume the same of examples). Then the curve is fitted again. Tags with
// little evidence keep to the common curve.
func fitCurves(ctx context.Context, evidence []evidence, without int) curves {
	c := curves{make([]line, len(evidence)), make([]float64, len(evidence))}
	sets := make([]trials, len(evidence))
	for i, e := range evidence {
		sets[i] = e.trialsBut(without)
	}
	for range guesses {
		if ctx.Err() != nil {
			break // nobody looks at what has come out
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
	whole []float64 // their weights before any guess
	open  []bool    // those that may have the tag
}

func (e evidence) trialsBut(part int) (out trials) {
	for _, s := range e.trials {
		if s.part != part {
			out.list, out.whole, out.open = append(out.list, s.trial), append(out.whole, s.weight), append(out.open, s.open)
		}
	}
	return out
}

// guess weighs the trials by how far open ones are believed to have the tag, and
// returns how many photos do.
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

// scaleOf returns the mean and deviation that turn cosines of the head, which was
// trained on all photos, into those of the evidence: untagged photos, which none has
// seen, tell how the two differ.
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
