package ui

import (
	"math"
	"testing"

	"descry/library"
)

func TestRowText(t *testing.T) {
	for _, tt := range []struct {
		proof TagProof
		want  string
	}{
		{TagProof{Tag: "Bella", Tested: 5, RowBefore: 4.2, RowAfter: 8.8, RowPhotos: 10}, "Finds 9 of 10 “Bella” photos in the first row, before 4."},
		{TagProof{Tag: "cat", Tested: 2, RowBefore: 2, RowAfter: 2.1, RowPhotos: 2}, "Finds 2 of 2 “cat” photos in the first row, as before."},
		{TagProof{Tag: "cat", RowPhotos: 10}, ""},
		{TagProof{Tag: "cat", Tested: 1}, ""},
	} {
		if got := rowText(tt.proof); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.proof, got, tt.want)
		}
	}
}

func TestGeneralText(t *testing.T) {
	for _, tt := range []struct {
		proof   GeneralProof
		offered bool
		want    string
	}{
		{GeneralProof{}, true, "General search: there was nothing to check it with."},
		{GeneralProof{Before: 71, After: 71.02, Strength: 1, Known: true}, true, "General search: unchanged."},
		{GeneralProof{Before: 71, After: 72.5, Strength: 1, Known: true}, true, "General search: rose by 1.5 points."},
		{GeneralProof{Before: 71, After: 70.6, MaxFall: 1, Strength: 0.6, Known: true}, true, "General search: fell by 0.4 points, allowed are 1; to keep it so, what was learned counts for 60 %."},
		{GeneralProof{Before: 71, After: 69, MaxFall: 1.5, Strength: 0.1, Known: true}, false, "General search: fell by 2.0 points, allowed are 1.5."},
	} {
		if got := generalText(tt.proof, tt.offered); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.proof, got, tt.want)
		}
	}
}

func TestLearnNumbers(t *testing.T) {
	for got, want := range map[string]string{
		formatPoints(0.01): "±0", formatPoints(-1.24): "−1.2", formatPoints(21.3): "+21.3", formatScore(math.NaN()): "–",
		confidenceText(0.929): "92 %", confidenceText(1.2): "100 %", confidenceText(-1): "0 %",
		learnButton(TrainRequest{}): "Learn", learnButton(TrainRequest{Tags: make([]library.Tag, 1)}): "Learn from 1 tag",
		examplesText(LearnTag{Examples: 20, Not: 2}, 16):                  "20 photos, 2 without; more change little",
		examplesText(LearnTag{Examples: 3, Advice: "5 more help"}, 16):    "5 more help",
		reliabilityText([]ReliabilityBin{{0.9, 0.8, 10}, {0.5, 0.5, 10}}): "On average a confidence was off by 5 points.",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCurveLines(t *testing.T) {
	points := []curvePoint{{1, 10, -1, 4}, {5, 10, 43, 2}, {10, 10, 58, math.NaN()}}
	low, high := scoreRange(points)
	if low != 40 || high != 60 {
		t.Errorf("the axis covers %v to %v", low, high)
	}
	s := scores(points, low, high)
	if len(s.xs) != 2 || s.xs[1] != 1 || math.Abs(s.ys[0]-0.15) > 1e-9 || math.Abs(s.ys[1]-0.9) > 1e-9 {
		t.Errorf("the score is drawn as %+v", s)
	}
	if l := losses(points); len(l.xs) != 2 || l.ys[0] != 1 || l.ys[1] != 0.5 {
		t.Errorf("the loss is drawn as %+v", l)
	}
	if low, high := scoreRange(nil); low != 0 || high != 100 {
		t.Errorf("without scores the axis covers %v to %v", low, high)
	}
	var many []curvePoint
	for i := range 5000 {
		many = append(many, curvePoint{i + 1, 5000, 50, 1})
	}
	if s := scores(many, 0, 100); len(s.xs) > 2*curvePoints || s.xs[len(s.xs)-1] != 1 {
		t.Errorf("%d points are drawn, the last at %v", len(s.xs), s.xs[len(s.xs)-1])
	}
}
