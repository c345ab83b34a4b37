package finetune

import (
	"context"
	"fmt"
	"math"
	"slices"
)

const (
	// fewestSeen held-out photos of a tag tell something of it beside what all tags
	// have in common.
	fewestSeen = 2
	// guesses is how often the untagged photos are looked at anew: which of them may
	// have the tag. Ten and thirty are alike.
	guesses = 15
	// doubtful is the share of a tag's held-out photos that are less near than an
	// untagged one must be to be taken for one that may have the tag. With 0 a
	// calibration can drift where a tag is rare; with 0.5 it hardly believes that
	// there are untagged photos of the tag.
	doubtful = 0.25
	// slopeSpread and offsetSpread are how far the curve of a tag may be from that of
	// all tags before it costs: a deviation of the slope, as a part of it, and one of
	// the offset. Measured on 36 kinds of fruit; 0.25 to 1 and 1 to 3 are near.
	slopeSpread  = 0.5
	offsetSpread = 2
)

// curves are calibrations of all tags, of deviations.
type curves struct {
	of     []line
	hidden []float64 // photos with each tag that nobody has tagged, by the curve
}

// fitCurves fits all but one part of the evidence, −1 for all of it. Untagged photos
// are neither with a tag nor without: each counts for as much as the curve believes,
// and the curve is fitted again. Tags with little evidence keep to the common curve.
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

// trials are the evidence of one fit; open are those that may have the tag.
type trials struct {
	list []trial
	open []int
}

func (e evidence) trialsBut(part int) (out trials) {
	var near []float64
	for _, s := range e.trials {
		if s.part != part && s.y > 0 {
			near = append(near, s.x)
		}
	}
	slices.Sort(near)
	from := math.Inf(1)
	if len(near) > 0 {
		from = near[int(doubtful*float64(len(near)))]
	}
	for _, s := range e.trials {
		if s.part == part {
			continue
		}
		if s.open && s.x >= from {
			out.open = append(out.open, len(out.list))
		}
		out.list = append(out.list, s.trial)
	}
	return out
}

// guess says of the open trials how far they are believed, and returns how many
// photos they stand for.
func (t trials) guess(l line) (photos float64) {
	for _, i := range t.open {
		t.list[i].y = l.at(t.list[i].x)
		photos += t.list[i].weight * t.list[i].y
	}
	return photos
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
		cosines[i] = dot32(q, v)
	}
	m, s := moments(cosines)
	stretch := s / e.open[1]
	return m + (e.mean-e.open[0])*stretch, e.sd * stretch
}
