package learn

import (
	"math"
	"testing"

	"descry/app/service/learning"
	"descry/finetune"
	"descry/library"
)

func TestOutcomeText(t *testing.T) {
	bella := tagReport("Bella", 10, 40, 90, 42, 88)
	cat := tagReport("cat", 2, 50, 58, 100, 105)
	same := tagReport("sky", 3, 50, 50.4, 100, 100)
	beach := tagReport("beach", 10, 60, 50, 70, 50)
	untested := finetune.TagReport{Tag: "boats"}
	kept := general(71.2, 70.8, 1)
	for _, tt := range []struct {
		report finetune.Report
		want   string
	}{
		{finetune.Report{Tags: []finetune.TagReport{bella}, Guard: kept}, "“Bella”: 4 of 10 right before, 9 of 10 now. Other searches stay as good as they were."},
		{finetune.Report{Tags: []finetune.TagReport{cat}}, "“cat”: its photos come earlier than before."},
		{finetune.Report{Tags: []finetune.TagReport{same, untested, bella, cat}}, "Better for 2 of 3 tags, most for “Bella”: 4 of 10 right before, 9 of 10 now."},
		{finetune.Report{Tags: []finetune.TagReport{beach, bella}}, "Better for 1 of 2 tags, most for “Bella”: 4 of 10 right before, 9 of 10 now; less well for “beach”: 7 of 10 right before, 5 of 10 now."},
		{finetune.Report{Tags: []finetune.TagReport{same}, Guard: kept}, "The tags are found as well as before. Other searches stay as good as they were."},
		{finetune.Report{Tags: []finetune.TagReport{untested}, Guard: kept}, "There were too few photos to measure it; look at the search below before you use it."},
	} {
		if got := outcomeText(tt.report); got != tt.want {
			t.Errorf("%+v:\n%q, want\n%q", tt.report, got, tt.want)
		}
	}
}

func TestGeneralText(t *testing.T) {
	captions := finetune.GuardReport{Checked: true, Before: finetune.GuardFigures{TextToImage: 71}, After: finetune.GuardFigures{TextToImage: 70.6}, Strength: 1, Adapter: 0.5}
	for _, tt := range []struct {
		guard   finetune.GuardReport
		tags    int
		offered bool
		want    string
	}{
		{finetune.GuardReport{}, 1, true, "General search: there was nothing to check it with."},
		{general(71, 71.02, 1), 1, true, "General search: unchanged."},
		{general(71, 72.5, 1), 1, true, "General search: rose by 1.5 points."},
		{general(71, 70.6, 0.6), 1, true, "General search: fell by 0.4 points, allowed are 1; to keep it so, what was learned counts for 60 %."},
		{general(71, 69, 0.1), 1, false, "General search: fell by 2.0 points, allowed are 1."},
		{captions, 0, true, "General search: fell by 0.4 points, allowed are 1; to keep it so, what was learned counts for 50 %."},
	} {
		if got := generalText(finetune.Report{Guard: tt.guard, Tags: make([]finetune.TagReport, tt.tags)}, tt.offered); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.guard, got, tt.want)
		}
	}
}

// tagReport compares a tag that was measured on so many photos, in percent.
func tagReport(name string, photos int, before, after, rowBefore, rowAfter float64) finetune.TagReport {
	return finetune.TagReport{Tag: name, Photos: photos, Before: finetune.TagPoint{AveragePrecision: before, FirstRow: rowBefore},
		After: finetune.TagPoint{AveragePrecision: after, FirstRow: rowAfter}}
}

// general is what became of general search, in percent, with so much of the head left.
func general(before, after, strength float64) finetune.GuardReport {
	return finetune.GuardReport{Checked: true, Before: finetune.GuardFigures{TextToImage: before}, After: finetune.GuardFigures{TextToImage: after}, Strength: strength}
}

func TestLearnNumbers(t *testing.T) {
	for got, want := range map[string]string{
		formatPoints(0.01): "±0", formatPoints(-1.24): "-1.2", formatPoints(21.3): "+21.3", formatScore(math.NaN()): "–",
		confidenceText(0.929): "92 %", confidenceText(1.2): "100 %", confidenceText(-1): "0 %",
		learnButton(learning.Request{}): "Learn", learnButton(learning.Request{Tags: make([]library.Tag, 1)}): "Learn from 1 tag",
		examplesText(learning.TagExamples{Examples: 20, Not: 2}, 16):                                                          "20 photos, 2 without; more change little",
		examplesText(learning.TagExamples{Examples: 3, Advice: learning.TagAdvice(3)}, 16):                                    "3 photos · 5 more recommended",
		examplesText(learning.TagExamples{Examples: 1, Advice: learning.TagAdvice(1)}, 16):                                    "1 photo · needs 2 more, better 7",
		examplesText(learning.TagExamples{Examples: 8, Advice: learning.TagAdvice(8)}, 16):                                    "8 photos",
		reliabilityText([]finetune.Bin{{Confidence: 0.9, Right: 0.8, Photos: 10}, {Confidence: 0.5, Right: 0.5, Photos: 10}}): "How sure it says it is was off by 5 points on average.",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestSentencesWithNumbers goes through what is said in more than one form.
func TestSentencesWithNumbers(t *testing.T) {
	tags := finetune.Report{Before: finetune.Figures{Recalls: finetune.Recalls{R1: 1, R5: 2, R10: 3}}, After: finetune.Figures{Recalls: finetune.Recalls{R1: 50, R5: 60.5, R10: 70}}}
	captions, unread := tags, tags
	captions.Before.Captions, captions.After.Captions = &finetune.Recalls{R1: 4, R5: 5, R10: 6}, &finetune.Recalls{R1: 7, R5: 8, R10: 9}
	unread.After.Captions = captions.After.Captions
	for _, c := range []struct{ got, want string }{
		{recallsText(tags), "Recall within the first 1, 5, 10 photos, in percent: tags 50.0, 60.5, 70.0, before 1.0, 2.0, 3.0."},
		{recallsText(captions), "Recall within the first 1, 5, 10 photos, in percent: tags 50.0, 60.5, 70.0, before 1.0, 2.0, 3.0; captions 7.0, 8.0, 9.0, before 4.0, 5.0, 6.0."},
		{recallsText(unread), "Recall within the first 1, 5, 10 photos, in percent: tags 50.0, 60.5, 70.0, before 1.0, 2.0, 3.0; captions 7.0, 8.0, 9.0, before 0.0, 0.0, 0.0."},
		{nameFacts(library.NamedConcept{Noun: "dog", Photos: make([]library.PhotoID, 2)}), "kind: dog · 2 photos; three or more work best"},
		{nameFacts(library.NamedConcept{Tag: library.Tag{Person: true}, Photos: make([]library.PhotoID, 3)}), "a person · 3 photos"},
		{nameFacts(library.NamedConcept{Photos: make([]library.PhotoID, 1200)}), "1,200 photos"},
		{namingText(1), "Searches understand the name from now on. Three photos or more work best; you chose 1."},
		{namingText(1200), "Searches understand the name from now on. 1,200 photos get this tag."},
		{learnedText(learning.Request{}), "Learned."},
		{learnedText(learning.Request{Tags: make([]library.Tag, 1), Captions: true, Feedback: true}), "Learned from 1 tag, captions and feedback."},
		{scoreText(nil), "How well it finds photos that it doesn't learn from appears here."},
		{withNumber("Versions", 0), "Versions"},
		{withNumber("Versions", 1200), "Versions  1,200"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
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
