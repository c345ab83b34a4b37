package search

import (
	"cmp"
	"math"
	"slices"
)

// Space says how the scores of a model are to be read.
type Space struct {
	// Scale is the factor on a cosine before the softmax of the training: a cosine that is
	// larger by 1/Scale is a factor e in likelihood. 0 stands for the built-in model's
	// scale.
	Scale float64
	// Calibration gives texts of all kinds as the model reads them. The first search for
	// a text calls Calibration. Where Calibration is nil, a query's own mean score and the
	// scale stand in for the gauge, and single words are judged like descriptions.
	Calibration Measure
}

// CalibrationTexts are the vectors of texts of all kinds. The scores of a library's photos
// with those texts tell what a cosine of the model means.
type CalibrationTexts struct {
	// Descriptions are sentences as one would write them under photos.
	Descriptions [][]float32
	// Nouns name what is in photos, in a word or two.
	Nouns [][]float32
}

// defaultScale is the scale of the built-in model.
const defaultScale = 26.69

func (s Space) scale() float64 {
	if s.Scale > 0 {
		return s.Scale
	}
	return defaultScale
}

// gauge is the zero and the unit in which cosines of photos with a text are read.
type gauge struct {
	zero float64 // cosine of a photo and a text that have nothing to do with each other
	unit float64 // standard deviation of a photo's cosines with texts of all kinds
}

// usualUnit is the built-in model's unit in units of the training's softmax. Models that were
// trained alike have the same usual unit.
const usualUnit = 3.25

// priorSample is the number of photos for which the usual unit counts, since the spread of
// a handful of photos tells little.
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

// newGauge sums up the grounds of some photos. The built-in model's units of two libraries
// that have nothing in common differed by 0.5 % (docs/benchmarks.md). Without photos the
// gauge's zero is NaN.
func newGauge(grounds []ground, scale float64) gauge {
	unit := priorSample * usualUnit / scale
	for _, g := range grounds {
		unit += g.spread
	}
	return gauge{zero: meanGround(grounds), unit: unit / float64(len(grounds)+priorSample)}
}

// meanGround is the mean cosine over all photos, NaN without photos.
func meanGround(grounds []ground) float64 {
	sum := 0.
	for _, g := range grounds {
		sum += g.mean
	}
	return sum / float64(len(grounds))
}

// nearest is the number of photos from whose grounds the zero of a text is taken, the
// photos closest to the text: photos differ in how close they are to any text, and photos
// that have nothing to do with the text would blur the zero.
const nearest = 20

// nearestRows are the rows of the nearest photos by their cosines, or all rows where there
// are fewer.
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

// readiness is how ready a photo is to score with any word: the log-mean-exp of the photo's
// cosines with nouns of all kinds. Photos of common subjects, and photos close to all of
// their kind, score higher with every word.
func readiness(photo []float32, nouns [][]float32, sharp float64) float32 {
	var sum float64
	for _, t := range nouns {
		sum += math.Exp(sharp * float64(cosine(photo, t)))
	}
	return logMean(sum, len(nouns), sharp)
}

// logMean turns a sum of exponentials into a cosine.
func logMean(sum float64, n int, sharp float64) float32 {
	return float32(math.Log(sum/float64(n)) / sharp)
}

// less is a cosine with a share of the readiness taken off. The gauge's zero stays where it
// was.
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
