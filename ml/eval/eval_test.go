package eval_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"descry/internal/vectormath"
	"descry/ml/eval"
)

func TestRecallSmall(t *testing.T) {
	images := [][]float32{{1, 0}, {0, 1}, {0.7, 0.7}}
	texts := [][]float32{{1, 0}, {0.1, 1}, {0.9, 0.1}} // the last finds the wrong image first
	got, err := eval.Recall(images, texts, []int{0, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if got.Images != 3 || got.Captions != 3 {
		t.Errorf("counted %+v", got)
	}
	if r := got.TextToImage; math.Abs(r.R1-200.0/3) > 1e-9 || r.R5 != 100 || r.R10 != 100 {
		t.Errorf("text to image %+v", r)
	}
	// Image 2 has no text and does not count. Images 0 and 1 find one of their texts.
	if r := got.ImageToText; r.R1 != 100 || r.R5 != 100 {
		t.Errorf("image to text %+v", r)
	}
}

func TestRecallTiesCountAgainst(t *testing.T) {
	same := make([][]float32, 20)
	imageOf := make([]int, 20)
	for i := range same {
		same[i], imageOf[i] = []float32{0.6, 0.8}, i
	}
	got, err := eval.Recall(same, same, imageOf)
	if err != nil || got.TextToImage != (eval.Recalls{}) || got.ImageToText != (eval.Recalls{}) {
		t.Errorf("a model that gives every photo one vector: %+v, %v", got, err)
	}
}

// TestRecallAgainstSorting compares with a plain ranking of random vectors.
func TestRecallAgainstSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	images, texts := vectors(r, 60, 9), vectors(r, 240, 9)
	imageOf := make([]int, len(texts))
	for i := range imageOf {
		imageOf[i] = i / 5 // the last 12 images have none
	}
	got, err := eval.Recall(images, texts, imageOf)
	if err != nil {
		t.Fatal(err)
	}
	hits := [3]float64{}
	for j := range 48 {
		order := make([]int, len(texts))
		for i := range order {
			order[i] = i
		}
		sort.Slice(order, func(a, b int) bool {
			return vectormath.Dot(images[j], texts[order[a]]) > vectormath.Dot(images[j], texts[order[b]])
		})
		for n, k := range []int{1, 5, 10} {
			for _, i := range order[:k] {
				if imageOf[i] == j {
					hits[n] += 100.0 / 48
					break
				}
			}
		}
	}
	r0 := got.ImageToText
	for n, v := range []float64{r0.R1, r0.R5, r0.R10} {
		if math.Abs(v-hits[n]) > 1e-9 {
			t.Errorf("image to text %+v, sorted %v", r0, hits)
		}
	}
}

func vectors(r *rand.Rand, n, dim int) [][]float32 {
	out := make([][]float32, n)
	for i := range out {
		for range dim {
			out[i] = append(out[i], float32(r.NormFloat64()))
		}
	}
	return out
}

func TestRecallRefuses(t *testing.T) {
	ok := [][]float32{{1, 0}}
	nan := [][]float32{{float32(math.NaN()), 0}}
	cases := map[string]struct {
		images, texts [][]float32
		owner         []int
	}{
		"owner missing":   {ok, ok, nil},
		"owner too large": {ok, ok, []int{1}},
		"owner negative":  {ok, ok, []int{-1}},
		"other length":    {ok, [][]float32{{1}}, []int{0}},
		"not finite":      {nan, ok, []int{0}},
		"text not finite": {ok, nan, []int{0}},
	}
	for name, c := range cases {
		if _, err := eval.Recall(c.images, c.texts, c.owner); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got, err := eval.Recall(nil, nil, nil); err != nil || got != (eval.Report{}) {
		t.Errorf("nothing: %+v, %v", got, err)
	}
}

func TestAveragePrecision(t *testing.T) {
	cases := []struct {
		name     string
		scores   []float32
		relevant []bool
		want     float64
	}{
		{"perfect", []float32{3, 2, 1}, []bool{true, true, false}, 100},
		{"last", []float32{3, 2, 1}, []bool{false, false, true}, 100.0 / 3},
		{"mixed", []float32{4, 3, 2, 1}, []bool{true, false, true, false}, 100 * (1 + 2.0/3) / 2},
		{"ties count against", []float32{1, 1, 1, 1}, []bool{true, false, false, false}, 25},
	}
	for _, c := range cases {
		if got, err := eval.AveragePrecision(c.scores, c.relevant); err != nil || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, %v, want %v", c.name, got, err, c.want)
		}
	}
	if _, err := eval.AveragePrecision([]float32{1}, []bool{false}); !errors.Is(err, eval.ErrNoneRelevant) {
		t.Errorf("nothing relevant: %v", err)
	}
	if _, err := eval.AveragePrecision([]float32{float32(math.NaN())}, []bool{true}); err == nil {
		t.Error("not a number: no error")
	}
	if _, err := eval.AveragePrecision([]float32{1}, nil); err == nil {
		t.Error("marks missing: no error")
	}
}

func TestMeanAveragePrecision(t *testing.T) {
	items := [][]float32{{1, 0}, {0.9, 0.1}, {0, 1}}
	got, err := eval.MeanAveragePrecision([][]float32{{1, 0}, {1, 0}, {0, 1}}, []int{0, 1, 7}, items, []int{0, 0, 1})
	if want := (100 + 100.0/3) / 2; err != nil || math.Abs(got-want) > 1e-9 {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	if _, err := eval.MeanAveragePrecision([][]float32{{1}}, []int{0}, items, []int{0, 0, 1}); err == nil {
		t.Error("other length: no error")
	}
}
