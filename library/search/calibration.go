package search

import (
	"cmp"
	"math"
	"slices"
)

// Space says how the scores of a model are to be read.
type Space struct {
	// Scale is the factor on a cosine before the softmax of the training: what one
	// factor e more likely means is 1/Scale of a cosine. 0 stands for the built-in
	// model's.
	Scale float64
	// CalibrationTexts gives texts of all kinds as the model reads them. It is called with
	// the first search for a text. Without it a query's own mean score and the
	// scale stand in for what it tells, and words are judged like descriptions.
	Calibration Measure
}

// CalibrationTexts is the vectors of texts of all kinds. How a library's photos score with
// them tells what a cosine of the model means, wherever its cosines lie.
type CalibrationTexts struct {
	// Descriptions are sentences as one would write them under photos.
	Descriptions [][]float32
	// Nouns are what is in photos, in a word or two.
	Nouns [][]float32
}

// defaultScale is that of the built-in model.
const defaultScale = 26.69

func (s Space) scale() float64 {
	if s.Scale > 0 {
		return s.Scale
	}
	return defaultScale
}

// gauge tells how the cosines of photos with a text are to be read.
type gauge struct {
	zero float64 // cosine of a photo and a text that have nothing to do with each other
	unit float64 // spread of a photo's cosines with texts of all kinds
}

// usualUnit is the built-in model's unit in units of the training's softmax, which
// are alike for models that were trained alike.
const usualUnit = 3.25

// priorSample is for how many photos the usual unit counts: a handful of photos tells
// little.
const priorSample = 5

// ground is a photo's cosines with the descriptions.
type ground struct{ mean, spread float64 }

func groundOf(photo []float32, descriptions [][]float32) ground {
	scores := make([]float32, len(descriptions))
	for i, t := range descriptions {
		scores[i] = cosine(photo, t)
	}
	mean := meanOf(scores)
	return ground{mean, spreadOf(scores, mean)}
}

// newGauge sums up the grounds of some photos. With those of two libraries that have
// nothing in common the built-in model's unit differed by 0.5 % (docs/benchmarks.md).
// Without any zero is NaN.
func newGauge(grounds []ground, scale float64) gauge {
	unit := priorSample * usualUnit / scale
	for _, g := range grounds {
		unit += g.spread
	}
	return gauge{zero: meanGround(grounds), unit: unit / float64(len(grounds)+priorSample)}
}

// meanGround is zero as the photos give it, NaN without any.
func meanGround(grounds []ground) float64 {
	sum := 0.
	for _, g := range grounds {
		sum += g.mean
	}
	return sum / float64(len(grounds))
}

// nearest is the number of photos closest to a text that tell its zero: photos differ
// in how close they are to any text, and those that have nothing to do with this one
// have no say.
const nearest = 20

// nearestRows are the rows of the nearest photos by their cosines, or of all where
// there are fewer.
func nearestRows(cosines []float32) []int {
	rows := make([]int, 0, nearest+1)
	for row, c := range cosines {
		if len(rows) == nearest && c <= cosines[rows[nearest-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(rows, c, func(r int, c float32) int { return cmp.Compare(c, cosines[r]) })
		rows = slices.Insert(rows, at, row)
		rows = rows[:min(len(rows), nearest)]
	}
	return rows
}

// sharpness is the factor on cosines with which the readiness of a photo is found:
// softer than the training's softmax, since a photo shows more than one thing.
func (g gauge) sharpness() float64 { return 1.6 / g.unit }

// readiness is how ready a photo is to score with any word: the log-mean-exp of its
// cosines with things of all kinds. What is pictured often, and what is close to all
// of its kind, scores higher with every word.
func readiness(photo []float32, things [][]float32, sharp float64) float32 {
	var sum float64
	for _, t := range things {
		sum += math.Exp(sharp * float64(cosine(photo, t)))
	}
	return logMean(sum, len(things), sharp)
}

// logMean turns a sum of exponentials into a cosine.
func logMean(sum float64, n int, sharp float64) float32 {
	return float32(math.Log(sum/float64(n)) / sharp)
}

// less is a cosine with so much of the readiness taken off. It stays around zero
// where it was.
func (g gauge) less(cosine, ready float32, share float64) float32 {
	return cosine - float32(share*(float64(ready)-g.zero))
}

func meanOf(scores []float32) float64 {
	var sum float64
	for _, s := range scores {
		sum += float64(s)
	}
	return sum / max(float64(len(scores)), 1)
}

// spreadOf is the standard deviation of scores.
func spreadOf(scores []float32, mean float64) float64 {
	var sum float64
	for _, s := range scores {
		sum += (float64(s) - mean) * (float64(s) - mean)
	}
	return math.Sqrt(sum / max(float64(len(scores)), 1))
}
