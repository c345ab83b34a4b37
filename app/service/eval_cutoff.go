package service

import (
	"slices"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/search"
)

// CutoffFigure tells how well a cut-off parts the right photos from all others, in percent.
// Absent is the share of descriptions of absent subjects that show a photo.
type CutoffFigure struct {
	Threshold float64 `json:"threshold,omitempty"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	PerQuery  float64 `json:"per_query"` // photos shown
	Absent    float64 `json:"absent"`
}

// CutoffReport compares the cut-off with the fixed threshold of the best F1 on the same
// descriptions, and with the threshold that shows as few photos for absent subjects.
type CutoffReport struct {
	Good      CutoffFigure `json:"good"`
	Maybe     CutoffFigure `json:"good_or_maybe"`
	BestFixed CutoffFigure `json:"best_fixed"`
	SameFixed CutoffFigure `json:"fixed_with_same_absent"`
	Absent    int          `json:"absent_descriptions"`
}

// judged is a description's scores with all photos, and its cut-off.
type judged struct {
	cosines []float32
	scores  []float32 // what photos are ranked by
	own     int       // index of the photo that the description is of, -1 if of none
	cutoff  search.Cutoff
}

func judge(levels *search.Levels, images [][]float32, vector []float32, own int, text string) judged {
	j := judged{cosines: make([]float32, len(images)), own: own}
	for i, image := range images {
		j.cosines[i] = float32(vectormath.Dot(image, vector))
	}
	j.scores, j.cutoff = levels.Judge(j.cosines, text)
	return j
}

// rank is the rank of the own photo, 0 for the first. Photos with the same score count against
// the own photo.
func (j judged) rank() int {
	n := -1
	for _, s := range j.scores {
		if s >= j.scores[j.own] {
			n++
		}
	}
	return n
}

// tally sums up what a rule shows.
func tally(list []judged, shows func(j judged, score float32) bool) CutoffFigure {
	var right, shown, present, alarms, absent int
	for _, j := range list {
		n := 0
		for i, score := range j.scores {
			if !shows(j, score) {
				continue
			}
			n++
			if i == j.own {
				right++
			}
		}
		shown += n
		if j.own >= 0 {
			present++
		} else if absent++; n > 0 {
			alarms++
		}
	}
	return figure(right, shown, present, alarms, absent, len(list))
}

// figure turns counts into percent.
func figure(right, shown, present, alarms, absent, queries int) CutoffFigure {
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	return CutoffFigure{
		Precision: share(right, shown), Recall: share(right, present), F1: share(2*right, shown+present),
		PerQuery: float64(shown) / float64(max(queries, 1)), Absent: share(alarms, absent),
	}
}

// judgeCutoff measures the cut-off on the captions of a set and on descriptions of subjects
// that are in none of the set's photos.
func judgeCutoff(list []judged) CutoffReport {
	atLeast := func(m library.Match) func(judged, float32) bool {
		return func(j judged, s float32) bool { return j.cutoff.Match(s) <= m }
	}
	r := CutoffReport{Good: tally(list, atLeast(library.Good)), Maybe: tally(list, atLeast(library.Maybe))}
	for _, j := range list {
		if j.own < 0 {
			r.Absent++
		}
	}
	for _, fixed := range fixedThresholds(list) {
		if fixed.F1 > r.BestFixed.F1 {
			r.BestFixed = fixed
		}
		if fixed.Absent <= r.Good.Absent && fixed.F1 > r.SameFixed.F1 {
			r.SameFixed = fixed
		}
	}
	return r
}

// thresholdStep is how finely fixed thresholds are tried.
const thresholdStep = 0.002

// fixedThresholds judges every fixed threshold, the highest first.
func fixedThresholds(list []judged) []CutoffFigure {
	bin := func(score float32) int { return int((float64(score) + 1) / thresholdStep) }
	const bins = int(2/thresholdStep) + 2
	var shown, right, alarms [bins]int
	present, absent := 0, 0
	for _, j := range list {
		for _, s := range j.cosines {
			shown[bin(s)]++
		}
		if j.own >= 0 {
			present++
			right[bin(j.cosines[j.own])]++
		} else {
			absent++
			alarms[bin(slices.Max(j.cosines))]++
		}
	}
	var all []CutoffFigure
	var s, r, a int
	for b := bins - 1; b >= 0; b-- {
		s, r, a = s+shown[b], r+right[b], a+alarms[b]
		f := figure(r, s, present, a, absent, len(list))
		f.Threshold = float64(b)*thresholdStep - 1
		all = append(all, f)
	}
	return all
}
