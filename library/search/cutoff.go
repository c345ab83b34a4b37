package search

import (
	"math"

	"descry/library"
)

// The levels are in units of gauge.unit, the spread of a photo's cosines with descriptions of
// all kinds. The levels were chosen on the captions of the Flickr8k test set, the nouns in the
// captions and descriptions of absent subjects. docs/benchmarks.md has what descry eval makes
// of the levels, and the figures for nouns on which the levels were not chosen.
const (
	// A description of three words or more says enough to be judged by itself.
	goodLevel  = 4.5
	maybeLevel = 3.62
	// A single word is judged by a photo's cosine above its readiness.
	goodWord  = 2.63
	maybeWord = 1.98
	// A clause of a longer description is easier met than a whole description: the other
	// clauses chose the photo as well.
	clauseBelow = 0.62
)

// The fall of a word's best scores tells how many photos the word fits. Where many photos
// score high the levels sink. Where one does, or many score half as high, the levels rise.
// Numbers of photos count here, not shares of the library, so that photos that have nothing to
// do with the word change nothing.
const (
	// tailMost is the most that the library moves the levels, either way.
	tailMost = 0.75
	// tailPeak weighs the third best score. usualPeak is the usual third best score.
	tailPeak  = 1.1
	usualPeak = 2.46
	// tailHigh weighs, in factors e, the number of photos with at least highScore, of which
	// usualHigh are usual. tailSome weighs the number with at least someScore in the same way.
	tailHigh  = 0.53
	highScore = 1.64
	usualHigh = 14
	tailSome  = 0.45
	someScore = 0.6
	usualSome = 91
)

// Cutoff is where good matches and maybes begin, in cosine.
type Cutoff struct{ Good, Maybe float32 }

// Match judges a score.
func (c Cutoff) Match(score float32) library.Match {
	switch {
	case score >= c.Good:
		return library.Good
	case score >= c.Maybe:
		return library.Maybe
	}
	return library.Weak
}

// stricter is the cut-off moved up by a cosine, down where by is negative.
func (c Cutoff) stricter(by float64) Cutoff {
	return Cutoff{Good: c.Good + float32(by), Maybe: c.Maybe + float32(by)}
}

// readinessShare is how much of a photo's readiness is taken off its score with a text of
// words content words. A description takes nothing off, since its ranking was worse with a
// share.
func readinessShare(words int) float64 {
	switch {
	case words <= 1:
		return 1
	case words == 2:
		return 0.25
	}
	return 0
}

// textCutoff is the cut-off of a text from its scores with all photos of a library. The scores
// have the share of readiness taken off (readinessShare).
func (g gauge) textCutoff(scores []float32, share float64) Cutoff {
	return g.levels(share, share*g.tail(scores))
}

// clauseCutoff is the cut-off of one clause of several. The cut-off of a clause doesn't depend
// on the number of photos that fit.
func (g gauge) clauseCutoff(share float64) Cutoff { return g.levels(share, -clauseBelow) }

// levels are between the levels of a description and those of a word, moved by so many units.
func (g gauge) levels(share, by float64) Cutoff {
	at := func(description, word float64) float32 {
		return float32(g.zero + ((1-share)*description+share*word+by)*g.unit)
	}
	return Cutoff{Good: at(goodLevel, goodWord), Maybe: at(maybeLevel, maybeWord)}
}

// tail tells by how many units the best scores of a word move its levels.
func (g gauge) tail(scores []float32) float64 {
	const top = 3
	best := [top]float64{}
	for i := range best {
		best[i] = math.Inf(-1)
	}
	some, high := 0, 0
	for _, score := range scores {
		s := (float64(score) - g.zero) / g.unit
		if s >= someScore {
			some++
		}
		if s >= highScore {
			high++
		}
		if s <= best[top-1] {
			continue
		}
		for i := range best {
			if s > best[i] {
				s, best[i] = best[i], s
			}
		}
	}
	peak := 0.
	if n := min(top, len(scores)); n > 0 {
		peak = max(best[n-1], 0)
	}
	by := tailPeak*(peak-usualPeak) - tailHigh*math.Log(float64(1+high)/(1+usualHigh)) + tailSome*math.Log(float64(1+some)/(1+usualSome))
	return min(max(by, -tailMost), tailMost)
}

// The levels of a search by examples are in units of the training's softmax, a cosine times
// the scale: photos resemble photos more than texts do, and the scorer puts their cosines on a
// spread first. The levels were fitted to the classes of the grocery set.
const (
	goodExample  = 5.0
	exampleStep  = 2.0
	exampleLevel = 0.7 // weighs the level of all scores
	// The more photos, the higher the best of the photos that don't fit. The levels rise with
	// every factor e of photos.
	usualPhotos = 1000
	perFewer    = 0.7
	perMore     = 0.25
	// A small library tells little of the background, so priorPhotos photos of priorLevel
	// above zero are added.
	priorPhotos = 50
	priorLevel  = 5.0
)

// exampleCutoff is the cut-off of a search by example photos alone.
func exampleCutoff(scores []float32, zero, scale float64) Cutoff {
	top := priorLevel
	for _, s := range scores {
		top = max(top, (float64(s)-zero)*scale)
	}
	exps := priorPhotos * math.Exp(priorLevel-top)
	for _, s := range scores {
		exps += math.Exp((float64(s)-zero)*scale - top)
	}
	level := math.Log(exps/(float64(len(scores))+priorPhotos)) + top
	per := perFewer
	if len(scores) > usualPhotos {
		per = perMore
	}
	at := goodExample + exampleLevel*level + per*math.Log(float64(max(len(scores), 1))/usualPhotos)
	return Cutoff{Good: float32(zero + at/scale), Maybe: float32(zero + (at-exampleStep)/scale)}
}

// mixed is the cut-off between the cut-offs of a text and of examples.
func mixed(text, examples Cutoff, share float64) Cutoff {
	at := func(t, e float32) float32 { return float32((1-share)*float64(t) + share*float64(e)) }
	return Cutoff{Good: at(text.Good, examples.Good), Maybe: at(text.Maybe, examples.Maybe)}
}

// strength maps a score to 0…1: 0.5 is where a maybe begins, 0.75 a good match.
func (c Cutoff) strength(score float32) float32 {
	step := max(c.Good-c.Maybe, 1e-6)
	s := 0.5 + 0.25*(score-c.Maybe)/step
	return min(max(s, 0), 1)
}

// strengthIn moves a strength within the bounds that stand for a match.
func strengthIn(strength float32, m library.Match) float32 {
	switch m {
	case library.Good:
		return max(strength, strengthGood)
	case library.Maybe:
		return min(max(strength, strengthMaybe), below(strengthGood))
	default:
		return min(strength, below(strengthMaybe))
	}
}

// Where the strengths of good matches and maybes begin.
const (
	strengthGood  = 0.75
	strengthMaybe = 0.5
)

// below is the next smaller number.
func below(f float32) float32 { return math.Nextafter32(f, 0) }
