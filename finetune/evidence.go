package finetune

import (
	"math"

	"descry/internal/vectormath"
)

// parts is the number of parts of the held-out photos. Each part in turn is left out of a
// calibration, to measure the calibration on photos it was not fitted to.
const parts = 3

// evidence is how near photos are to one tag, by a head that was trained without them.
type evidence struct {
	trials   []seen
	mean, sd float64 // of the cosines of photos that lack the tag
	open     [2]float64
	examples int // photos with the tag among the trials
}

// seen is one photo. x is by how many deviations the photo is nearer than photos that lack the
// tag, so that tags can be compared with each other.
type seen struct {
	trial
	part int
	open bool // no label says whether the photo has the tag
}

// collect returns the evidence on each tag, weighted as the library is.
func (t *tuning) collect(held heldOut, g GuardReport) []evidence {
	out := make([]evidence, len(t.Train.Tags))
	untagged := every(t.Guard.Untagged, mostUntagged)
	for f, one := range held {
		h, partOf := left(one.head, g), t.partsOf(held, f)
		for i := range out {
			q, err := h.Apply(h.Keys[i].Vector)
			if err != nil {
				continue // cannot be: keys were checked
			}
			out[i].addHeld(q, one.test, i, partOf)
			for b := f; b < len(untagged); b += len(held) {
				out[i].trials = append(out[i].trials, seen{trial{x: vectormath.Dot(q, untagged[b])}, b / len(held) % parts, true})
			}
		}
	}
	looked := float64(t.Train.told())
	for i, tag := range t.Train.Tags {
		out[i].weigh(float64(len(tag.Photos)), looked, float64(t.Library))
		out[i].standardise()
	}
	return out
}

// partsOf deals the photos of a fold: a fold is a part where there are several.
func (t *tuning) partsOf(held heldOut, f int) []int {
	if len(held) == 1 {
		of := Folds(held[0].test, parts, t.Options.Seed)
		for p := range of {
			if of[p] < 0 {
				of[p] = p % parts
			}
		}
		return of
	}
	of := make([]int, len(held[f].test.Photos))
	for p := range of {
		of[p] = f % parts
	}
	return of
}

func (e *evidence) addHeld(query []float32, test Dataset, tag int, partOf []int) {
	has := map[int]bool{}
	for _, p := range test.Tags[tag].Photos {
		has[p] = true
	}
	e.examples += len(has)
	for p, v := range test.Photos {
		s := seen{trial{x: vectormath.Dot(query, v)}, partOf[p], false}
		if has[p] {
			s.y = 1
		}
		e.trials = append(e.trials, s)
	}
}

// weigh makes the trials stand for the whole library: photos with the tag for all examples,
// photos that lack the tag for all photos that the user has looked at, and untagged photos for
// the rest of the library. Without untagged photos, photos that lack the tag stand for the
// rest.
func (e *evidence) weigh(examples, looked, library float64) {
	var with, without, open float64
	for _, s := range e.trials {
		switch {
		case s.open:
			open++
		case s.y > 0:
			with++
		default:
			without++
		}
	}
	rest, others := max(0, library-looked), max(0, looked-examples)
	if open == 0 {
		others += rest
	}
	for i := range e.trials {
		switch s := &e.trials[i]; {
		case s.open:
			s.weight = rest / open
		case s.y > 0:
			s.weight = examples / with
		default:
			s.weight = others / without
		}
	}
}

// standardise turns cosines into deviations.
func (e *evidence) standardise() {
	var lack, open []float64
	for _, s := range e.trials {
		if s.y == 0 {
			lack = append(lack, s.x)
		}
		if s.open {
			open = append(open, s.x)
		}
	}
	e.mean, e.sd = moments(lack)
	e.open[0], e.open[1] = moments(open)
	for i := range e.trials {
		e.trials[i].x = (e.trials[i].x - e.mean) / e.sd
	}
}

// narrowestSpread keeps equal cosines from being divided by zero.
const narrowestSpread = 1e-6

func moments(x []float64) (mean, sd float64) {
	if len(x) == 0 {
		return 0, 1
	}
	mean = total(x) / float64(len(x))
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, max(math.Sqrt(sd), narrowestSpread)
}
