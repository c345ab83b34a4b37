package learn

import (
	"math"
	"testing"

	"descry/app/service/learning"
	"descry/library"
)

func TestOutcomeText(t *testing.T) {
	bella := learning.TagProof{Tag: "Bella", Tested: 5, APBefore: 40, APAfter: 90, RowBefore: 4.2, RowAfter: 8.8, RowPhotos: 10}
	cat := learning.TagProof{Tag: "cat", Tested: 2, APBefore: 50, APAfter: 58, RowBefore: 2, RowAfter: 2.1, RowPhotos: 2}
	same := learning.TagProof{Tag: "sky", Tested: 3, APBefore: 50, APAfter: 50.4, RowBefore: 3, RowAfter: 3, RowPhotos: 3}
	beach := learning.TagProof{Tag: "beach", Tested: 4, APBefore: 60, APAfter: 50, RowBefore: 7, RowAfter: 5, RowPhotos: 10}
	untested := learning.TagProof{Tag: "boats", RowPhotos: 10}
	kept := learning.GeneralProof{Before: 71.2, After: 70.8, MaxFall: 1, Known: true}
	for _, tt := range []struct {
		proof learning.Proof
		want  string
	}{
		{learning.Proof{Tags: []learning.TagProof{bella}, General: kept}, "“Bella”: 4 of 10 right before, 9 of 10 now. Other searches stay as good as they were."},
		{learning.Proof{Tags: []learning.TagProof{cat}}, "“cat”: its photos come earlier than before."},
		{learning.Proof{Tags: []learning.TagProof{same, untested, bella, cat}}, "Better for 2 of 3 tags, most for “Bella”: 4 of 10 right before, 9 of 10 now."},
		{learning.Proof{Tags: []learning.TagProof{beach, bella}}, "Better for 1 of 2 tags, most for “Bella”: 4 of 10 right before, 9 of 10 now; less well for “beach”: 7 of 10 right before, 5 of 10 now."},
		{learning.Proof{Tags: []learning.TagProof{same}, General: kept}, "The tags are found as well as before. Other searches stay as good as they were."},
		{learning.Proof{Tags: []learning.TagProof{untested}, General: kept}, "There were too few photos to measure it; look at the search below before you use it."},
	} {
		if got := outcomeText(tt.proof); got != tt.want {
			t.Errorf("%+v:\n%q, want\n%q", tt.proof, got, tt.want)
		}
	}
}

func TestGeneralText(t *testing.T) {
	for _, tt := range []struct {
		proof   learning.GeneralProof
		offered bool
		want    string
	}{
		{learning.GeneralProof{}, true, "General search: there was nothing to check it with."},
		{learning.GeneralProof{Before: 71, After: 71.02, Strength: 1, Known: true}, true, "General search: unchanged."},
		{learning.GeneralProof{Before: 71, After: 72.5, Strength: 1, Known: true}, true, "General search: rose by 1.5 points."},
		{learning.GeneralProof{Before: 71, After: 70.6, MaxFall: 1, Strength: 0.6, Known: true}, true, "General search: fell by 0.4 points, allowed are 1; to keep it so, what was learned counts for 60 %."},
		{learning.GeneralProof{Before: 71, After: 69, MaxFall: 1.5, Strength: 0.1, Known: true}, false, "General search: fell by 2.0 points, allowed are 1.5."},
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
		learnButton(learning.Request{}): "Learn", learnButton(learning.Request{Tags: make([]library.Tag, 1)}): "Learn from 1 tag",
		examplesText(learning.TagExamples{Examples: 20, Not: 2}, 16):                                                         "20 photos, 2 without; more change little",
		examplesText(learning.TagExamples{Examples: 3, Advice: "5 more help"}, 16):                                           "5 more help",
		reliabilityText([]learning.ReliabilityBin{{Said: 0.9, Right: 0.8, Photos: 10}, {Said: 0.5, Right: 0.5, Photos: 10}}): "How sure it says it is was off by 5 points on average.",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCurveLines(t *testing.T) {
	points := []curvePoint{{1, 10, -1, 4}, {5, 10, 43, 2}, {10, 10, 58, math.NaN()}}
	s := scores(points)
	if len(s.xs) != 2 || s.xs[1] != 1 || math.Abs(s.ys[0]-0.43) > 1e-9 || math.Abs(s.ys[1]-0.58) > 1e-9 {
		t.Errorf("the score is drawn as %+v", s)
	}
	if l := losses(points); len(l.xs) != 2 || l.ys[0] != 1 || l.ys[1] != 0.5 {
		t.Errorf("the loss is drawn as %+v", l)
	}
	var many []curvePoint
	for i := range 5000 {
		many = append(many, curvePoint{i + 1, 5000, 50, 1})
	}
	if s := scores(many); len(s.xs) > 2*curvePoints || s.xs[len(s.xs)-1] != 1 {
		t.Errorf("%d points are drawn, the last at %v", len(s.xs), s.xs[len(s.xs)-1])
	}
}
