package search

import "math"

// tuner moves the scores of a query by feedback.
type tuner struct {
	vectors [][]float32
	liked   bool // the first vector is the middle of the liked photos
	weight  float64
	mean    []float64 // of all photos' cosines with each
	sd      []float64
	zero    float64
	scale   float64
	good    float32 // where good matches of the query begin
}

// newTuner takes the cosines of all photos with each of the feedback's vectors.
func newTuner(f feedback, scores [][]float32, s *scorer, good float32) *tuner {
	t := &tuner{vectors: f.vectors(), liked: f.middle != nil, weight: f.weight, zero: s.zero, scale: s.scale, good: good}
	for _, of := range scores {
		mean := meanOf(of)
		t.mean = append(t.mean, mean)
		t.sd = append(t.sd, max(spreadOf(of, mean), 1e-6))
	}
	return t
}

// tune moves a photo's score. at gives the photo's cosine with each vector. What the query
// finds good stays good. Other photos are never lowered for being unlike the liked ones, which
// may well be of another kind. Only disliked photos push down.
func (t *tuner) tune(score float32, at func(i int) float32) float32 {
	base := float64(score) - t.zero
	moved, first := base, 0
	if t.liked {
		moved = (base + t.weight*t.likeness(0, at(0))) / math.Sqrt(1+t.weight*t.weight)
		moved = max(moved, min(base, float64(t.good)-t.zero))
		first = 1
	}
	push := 0.
	for i := first; i < len(t.vectors); i++ {
		push = max(push, t.likeness(i, at(i))-moved-dislikedMargin/t.scale)
	}
	return float32(t.zero + moved - dislikedShare*push)
}

// likeness puts a cosine of two photos on the spread that a text's cosines have.
func (t *tuner) likeness(i int, cosine float32) float64 {
	return (float64(cosine) - t.mean[i]) / t.sd[i] * typicalSpread / t.scale
}

// tuned are the scores of all photos moved by feedback, whose cosines are in scores.
func (t *tuner) tuned(total []float32, scores [][]float32) []float32 {
	moved := make([]float32, len(total))
	for row, score := range total {
		moved[row] = t.tune(score, func(i int) float32 { return scores[i][row] })
	}
	return moved
}
