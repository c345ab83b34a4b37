package finetune

import (
	"math"
	"testing"

	"descry/internal/vectormath"
	"descry/ml/eval"
)

// TestFiguresAgreeWithEval compares with the figures that the rest of the program reports.
// Package finetune itself may not know package ml.
func TestFiguresAgreeWithEval(t *testing.T) {
	w := newWorld(1, 8)
	d, _ := w.tagged(5, 9, 0)
	d.Captions = w.captioned(len(d.Photos), 3, nil).Captions
	got := Identity("p", 8).measure(d)
	sum := 0.0
	for i, tag := range d.Tags {
		scores, relevant := make([]float32, len(d.Photos)), make([]bool, len(d.Photos))
		for p, v := range d.Photos {
			scores[p] = float32(vectormath.Dot(d.queries()[i], v))
		}
		for _, p := range tag.Photos {
			relevant[p] = true
		}
		ap, err := eval.AveragePrecision(scores, relevant)
		if err != nil || math.Abs(ap-got.Tags[tag.Name].AveragePrecision) > 1e-9 {
			t.Errorf("tag %s: %v, eval says %v, %v", tag.Name, got.Tags[tag.Name], ap, err)
		}
		sum += ap / float64(len(d.Tags))
	}
	if math.Abs(sum-got.Map) > 1e-9 {
		t.Errorf("mean average precision %v, want %v", got.Map, sum)
	}
	texts, photoOf := [][]float32{}, []int{}
	for _, c := range d.Captions {
		texts, photoOf = append(texts, c.Vector), append(photoOf, c.Photo)
	}
	want, err := eval.Recall(d.Photos, texts, photoOf)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range [][2]float64{{got.Captions.R1, want.TextToImage.R1}, {got.Captions.R5, want.TextToImage.R5}, {got.Captions.R10, want.TextToImage.R10}} {
		if math.Abs(r[0]-r[1]) > 1e-9 {
			t.Errorf("captions %+v, eval says %+v", *got.Captions, want.TextToImage)
		}
	}
	g := newGuardian(Guard{Photos: d.Photos, Texts: texts, PhotoOf: photoOf}, 8).figures(Identity("p", 8))
	if math.Abs(g.TextToImage-want.TextToImage.R10) > 1e-9 || math.Abs(g.ImageToText-want.ImageToText.R10) > 1e-9 {
		t.Errorf("guard %+v, eval says %+v", g, want)
	}
}

func TestFiguresCountTiesAgainst(t *testing.T) {
	ranks := rightRanks([]float64{1, 1, 1, 0}, []int{0, 3})
	if len(ranks) != 2 || ranks[0] != 2 || ranks[1] != 3 {
		t.Errorf("ranks %v", ranks)
	}
	if ap := averagePrecision(ranks); math.Abs(ap-100*(1.0/3+2.0/4)/2) > 1e-9 {
		t.Errorf("average precision %v", ap)
	}
	if f := firstRow([]int{0, 9, 10}); math.Abs(f-200.0/3) > 1e-9 {
		t.Errorf("first row %v", f)
	}
	if r := rank([]float64{2, 2, 1}, 0); r != 1 {
		t.Errorf("rank %d", r)
	}
}

func TestAverageWeighsFolds(t *testing.T) {
	got := average([]Figures{
		{Recalls: Recalls{100, 100, 100}, Captions: &Recalls{50, 50, 50}, Tags: map[string]TagScore{"a": {100, 100, 1}}},
		{Recalls: Recalls{0, 50, 50}, Tags: map[string]TagScore{"a": {20, 40, 3}, "b": {60, 60, 2}}},
	})
	if a := got.Tags["a"]; a != (TagScore{40, 55, 4}) || math.Abs(got.Map-50) > 1e-9 {
		t.Errorf("tag a %+v, mean %v", a, got.Map)
	}
	if math.Abs(got.R1-100.0/3) > 1e-9 || got.Captions == nil || got.Captions.R1 != 50 {
		t.Errorf("recalls %+v, captions %+v", got.Recalls, got.Captions)
	}
}

// TestCacheLeavesOut has photos that are only their own neighbours: as examples of
// themselves they would be perfect.
func TestCacheLeavesOut(t *testing.T) {
	w := newWorld(3, 64)
	d, _ := w.tagged(4, 0, 0)
	for i := range d.Tags {
		for range 4 {
			d.Tags[i].Photos = append(d.Tags[i].Photos, len(d.Photos))
			d.Photos = append(d.Photos, w.unit())
		}
	}
	c := Cache{30, publishedBeta}
	if with, without := c.measure(t.Context(), d, d).Map, newCacheScores(t.Context(), d, d, true).figures(c).Map; with < 95 || without > 75 {
		t.Errorf("with itself %.1f, without %.1f", with, without)
	}
	like, _ := w.tagged(4, 4, 0)
	if c := newCache(t.Context(), like); c.Alpha < 3 || c.Beta != publishedBeta {
		t.Errorf("examples that help are given %+v", c)
	}
	single, _ := w.tagged(4, 1, 0)
	if c := newCache(t.Context(), single); c != (Cache{defaultAlpha, publishedBeta}) {
		t.Errorf("nothing to choose by, but %+v", c)
	}
}
