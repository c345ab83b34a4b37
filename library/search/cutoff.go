package search

import (
	"context"
	"math"

	"descry/library"
)

// Space says how the scores of a model are to be read.
type Space struct {
	// Scale is the factor on a cosine before the softmax of the training. It
	// makes scores of different models comparable: what one factor e more
	// likely means is 1/Scale of a cosine. 0 stands for the built-in model's.
	Scale float64
	// Mean gives the mean vector of descriptions of all kinds of things, which
	// tells the cosine of a text and a photo that have nothing to do with each
	// other. It is called with the first search for a text. Without it a query's
	// own mean score stands in.
	Mean func(ctx context.Context) ([]float32, error)
}

// defaultScale is that of the built-in model.
const defaultScale = 26.69

func (s Space) scale() float64 {
	if s.Scale > 0 {
		return s.Scale
	}
	return defaultScale
}

// The constants of the cut-off are in units of the training's softmax: a cosine
// times the scale. They were chosen with the built-in model on the captions of the
// Flickr8k test set and descriptions of absent things, as the best fixed threshold
// is that they are compared with; its paragraphs were left for checking
// (docs/benchmarks.md).
const (
	// backgroundShare is how much of the query's background level, the log-mean-exp
	// of its scores over the library, is taken off: with all of it the score would
	// be the pointwise mutual information of text and photo, which finds nothing
	// where many photos fit.
	backgroundShare = 0.7
	// spreadShare weighs how far the query's scores spread: what a query about
	// things that are in no photo gives is as high, but bunched.
	spreadShare   = 1.5
	typicalSpread = 3.4
	// goodLevel is where a good match begins, maybeBelow how far below it a maybe.
	goodLevel  = 7.9
	maybeBelow = 2.0
	// Few words can't fit a photo as exactly as many: for each word short of
	// enoughWords the levels sink.
	enoughWords = 3
	perWord     = 0.9
	// A clause of a longer description is easier met than a description that is
	// all there is: a photo was chosen by the others as well.
	clauseBelow = 2.0
	// Photos resemble photos more than texts do, so a search by examples alone
	// has levels of its own, fitted to the classes of the grocery set.
	goodExample      = 5.0
	maybeBelowSample = 2.0
	// The more photos, the higher the best of those that don't fit: with every
	// factor e more of them the levels rise. Below usualPhotos this keeps the share
	// of false alarms about the same (3 to 6 % of queries for absent things, from 5
	// photos to 1,000) and finds seven instead of two in ten of the right photos
	// among 50; above, where there are also more right ones, it is a guess.
	usualPhotos = 1000
	perFewer    = 0.7
	perMore     = 0.25
	// A small library tells little of the background: so many photos at so much
	// above zero are added to it.
	priorPhotos = 50
	priorLevel  = 5.0
)

// Cutoff is where good matches and maybes begin, in cosine.
type Cutoff struct{ Good, Maybe float32 }

// stricter is the cut-off moved up by so much of a cosine, down where it is negative.
func (c Cutoff) stricter(by float64) Cutoff {
	return Cutoff{Good: c.Good + float32(by), Maybe: c.Maybe + float32(by)}
}

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

// Judge finds the cut-off of a description from its scores with all photos of a
// library. zero is the score of a photo that has nothing to do with it, scale the
// model's (Space), words the number of words that carry meaning (query.Content).
func Judge(scores []float32, zero, scale float64, words int) Cutoff {
	return cutoffFor(scores, zero, scale, words, 0)
}

// distribution sums up the scores of a query over all photos of the library.
type distribution struct {
	level  float64 // log-mean-exp, times the scale, above zero
	spread float64 // standard deviation, times the scale
}

// measure looks at all scores; zero is the score of a photo that has nothing to do
// with the query.
func measure(scores []float32, zero, scale float64) distribution {
	top := priorLevel
	var sum, squares float64
	for _, s := range scores {
		l := (float64(s) - zero) * scale
		top = max(top, l)
		sum += l
		squares += l * l
	}
	exps := priorPhotos * math.Exp(priorLevel-top)
	for _, s := range scores {
		exps += math.Exp((float64(s)-zero)*scale - top)
	}
	n := float64(len(scores))
	variance := 0.
	if n > 0 {
		variance = max(0, squares/n-(sum/n)*(sum/n))
	}
	variance = (n*variance + priorPhotos*typicalSpread*typicalSpread) / (n + priorPhotos)
	return distribution{math.Log(exps/(n+priorPhotos)) + top, math.Sqrt(variance)}
}

// cutoffFor is Judge for a query in which example photos have a share, 0 to 1.
func cutoffFor(scores []float32, zero, scale float64, words int, examples float64) Cutoff {
	d := measure(scores, zero, scale)
	text := goodLevel - perWord*float64(max(0, enoughWords-words))
	good := (1-examples)*text + examples*goodExample
	below := (1-examples)*maybeBelow + examples*maybeBelowSample
	at := good + backgroundShare*d.level - spreadShare*(d.spread-typicalSpread) + sizeLevel(len(scores))
	return Cutoff{Good: float32(zero + at/scale), Maybe: float32(zero + (at-below)/scale)}
}

// sizeLevel is how much the levels rise with the number of photos.
func sizeLevel(photos int) float64 {
	per := perFewer
	if photos > usualPhotos {
		per = perMore
	}
	return per * math.Log(float64(max(photos, 1))/usualPhotos)
}

// clauseCutoff is the cut-off of one clause by its own scores. It is about one
// photo, however many there are.
func clauseCutoff(scores []float32, zero, scale float64, words int) Cutoff {
	c := cutoffFor(scores, zero, scale, words, 0)
	shift := float32((clauseBelow + sizeLevel(len(scores))) / scale)
	return Cutoff{Good: c.Good - shift, Maybe: c.Maybe - shift}
}

// strength maps a score to 0…1: 0.5 is where a maybe begins, 0.75 a good match.
func (c Cutoff) strength(score float32) float32 {
	step := max(c.Good-c.Maybe, 1e-6)
	s := 0.5 + 0.25*(score-c.Maybe)/step
	return min(max(s, 0), 1)
}
