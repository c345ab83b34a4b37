package search

import (
	"math"
	"math/rand/v2"
	"testing"
)

// However the scores of a library lie and however many there are, it moves the levels
// of a word by three quarters of a unit at the most, and those of a description not
// at all.
func TestLibraryMovesLevelsLittle(t *testing.T) {
	g := gauge{zero: -0.01, unit: 0.12}
	r := rand.New(rand.NewPCG(1, 2))
	word, description := g.levels(1, 0), g.levels(0, 0)
	up, down := 0., 0.
	for range 3000 {
		scores := make([]float32, int(math.Exp(11*r.Float64())))
		mean, spread := r.Float64()*0.6-0.3, r.Float64()*0.3
		for i := range scores {
			scores[i] = float32(mean + spread*r.NormFloat64())
		}
		if got := g.textCutoff(scores, 0); got != description {
			t.Fatalf("a description's levels are %v and were %v", got, description)
		}
		got := g.textCutoff(scores, 1)
		by := float64(got.Maybe-word.Maybe) / g.unit
		up, down = max(up, by), min(down, by)
		if step := float64(got.Good-got.Maybe) - (goodWord-maybeWord)*g.unit; math.Abs(step) > 1e-6 {
			t.Fatalf("a maybe is off by %g", step)
		}
	}
	if up > tailMost+1e-5 || down < -tailMost-1e-5 || up < tailMost-0.01 || down > -tailMost+0.01 {
		t.Errorf("the library moves a word's levels by %g to %g units", down, up)
	}
}

// What scores low, however much of it there is, changes the levels of no word.
func TestLowScoresMoveNothing(t *testing.T) {
	g := gauge{zero: 0, unit: 0.1}
	scores := []float32{0.3, 0.28, 0.27, 0.2, 0.17, 0.16, 0.1, 0.08, 0.07, 0.03}
	alone := g.textCutoff(scores, 1)
	for range 100_000 {
		scores = append(scores, 0.05)
	}
	if got := g.textCutoff(scores, 1); got != alone {
		t.Errorf("the levels are %v and were %v", got, alone)
	}
}

// The nearest are those with the highest cosines, in whatever order they come.
func TestNearestRows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, nearest, nearest + 1, 5000} {
		cosines := make([]float32, n)
		for i := range cosines {
			cosines[i] = float32(r.IntN(1000)) / 1000 // some are equal
		}
		rows := nearestRows(cosines)
		if len(rows) != min(n, nearest) {
			t.Fatalf("%d rows of %d", len(rows), n)
		}
		taken := map[int]bool{}
		for _, row := range rows {
			taken[row] = true
		}
		for row, c := range cosines {
			if !taken[row] && c > cosines[rows[len(rows)-1]] {
				t.Errorf("row %d of %d is nearer than the last of the nearest", row, n)
			}
		}
		if len(taken) != len(rows) {
			t.Error("a row stands there twice")
		}
	}
}
