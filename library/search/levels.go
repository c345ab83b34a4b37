package search

import "descry/library/query"

// Levels are the cut-offs among photos that are in no library, found as an Index finds those
// of a library. Measurements use Levels.
type Levels struct {
	gauge
	grounds []ground  // of each photo
	ready   []float32 // of each photo; nil without nouns
}

// NewLevels measures photos, given by their unit vectors, with the calibration texts y. scale
// is the model's (Space).
func NewLevels(y CalibrationTexts, photos [][]float32, scale float64) *Levels {
	scale = Space{Scale: scale}.scale()
	l := &Levels{grounds: make([]ground, len(photos))}
	eachPart(len(photos), func(from, to int) {
		for i := from; i < to; i++ {
			l.grounds[i] = groundOf(photos[i], y.Descriptions)
		}
	})
	l.gauge = newGauge(l.grounds, scale)
	if len(y.Nouns) > 0 {
		l.ready = make([]float32, len(photos))
		eachPart(len(photos), func(from, to int) {
			for i := from; i < to; i++ {
				l.ready[i] = readiness(photos[i], y.Nouns, l.sharpness())
			}
		})
	}
	return l
}

// Judge turns the cosines of a text with all photos into the scores by which the photos are
// ranked, and finds the cut-off.
func (l *Levels) Judge(cosines []float32, text string) ([]float32, Cutoff) {
	share := 0.
	if l.ready != nil {
		share = readinessShare(len(query.Content(text)))
	}
	var near []ground
	for _, row := range nearestRows(cosines) {
		near = append(near, l.grounds[row])
	}
	g := gauge{zero: meanGround(near), unit: l.unit}
	scores := cosines
	if share > 0 {
		scores = make([]float32, len(cosines))
		for i, c := range cosines {
			scores[i] = g.less(c, l.ready[i], share)
		}
	}
	return scores, g.textCutoff(scores, share)
}

// Unit is a unit of the levels in cosine.
func (l *Levels) Unit() float64 { return l.unit }
