package search

import (
	"math"

	"descry/library"
)

// The levels are in units of gauge.unit, the spread of a photo's cosines with
// descriptions of all kinds. They were chosen on the captions of the Flickr8k test set,
// the nouns in them and descriptions of absent things; docs/benchmarks.md has what
// descry eval makes of them, and what nouns that they were not chosen on give.
const (
	// A description of three words or more says enough to be judged by itself.
	goodLevel  = 4.5
	maybeLevel = 3.62
	// A single word is judged by a photo's cosine above its readiness.
	goodWord  = 2.63
	maybeWord = 1.98
	// A clause of a longer description is easier met than a description that is
	// all there is: a photo was chosen by the others as well.
	clauseBelow = 0.62
)

// How many photos a word fits is told by the fall of its best scores: where many
// score high the levels sink, where one does, or many score half as high, they rise.
// It is told by numbers of photos, not by shares of the library, so that photos that
// have nothing to do with the word change nothing.
const (
	// tailMost is the most that the library moves the levels, either way.
	tailMost = 0.75
	// tailPeak weighs the third best score, of which usualPeak is usual.
	tailPeak  = 1.1
	usualPeak = 2.46
	// tailHigh weighs, in factors e, the photos that score highScore at least, of
	// which usualHigh are usual; tailSome does with lower scores.
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

// stricter is the cut-off moved up by so much of a cosine, down where it is negative.
func (c Cutoff) stricter(by float64) Cutoff {
	return Cutoff{Good: c.Good + float32(by), Maybe: c.Maybe + float32(by)}
}

// readinessShare is how much of a photo's readiness is taken off its score with a
// text of so many words that carry meaning. A description takes nothing off: its
// ranking was worse for it.
func readinessShare(words int) float64 {
	switch {
	case words <= 1:
		return 1
	case words == 2:
		return 0.25
	}
	return 0
}

// textCutoff is the cut-off of a text from its scores with all photos of a library,
// of which the share of readiness has been taken off (readinessShare).
func (g gauge) textCutoff(scores []float32, share float64) Cutoff {
	return g.levels(share, share*g.tail(scores))
}

// clauseCutoff is the cut-off of one clause of several. It is about one photo,
// however many there are.
func (g gauge) clauseCutoff(share float64) Cutoff { return g.levels(share, -clauseBelow) }

// levels are between those of a description and those of a word, moved by so many
// units.
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

// The levels of a search by examples are in units of the training's softmax, a cosine
// times the scale: photos resemble photos more than texts do, and their cosines are
// put on a spread first (scorer). They were fitted to the classes of the grocery set.
const (
	goodExample  = 5.0
	exampleStep  = 2.0
	exampleLevel = 0.7 // weighs the level of all scores
	// The more photos, the higher the best of those that don't fit: with every
	// factor e more of them the levels rise.
	usualPhotos = 1000
	perFewer    = 0.7
	perMore     = 0.25
	// A small library tells little of the background: so many photos at so much
	// above zero are added to it.
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

// mixed is the cut-off between those of a text and of examples.
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

// strengthIn is the strength of a part of which is known what match it is: within
// the bounds that stand for that match.
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
