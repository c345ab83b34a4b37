package finetune

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"descry/internal/vectormath"
)

// TestConfidence learns tags among photos of anything and wants confidences that
// rise with the cosine and are true of new photos.
func TestConfidence(t *testing.T) {
	w := newWorld(21, 48)
	train, test := w.tagged(6, 9, 20)
	var untagged, others [][]float32
	for range 300 {
		untagged, others = append(untagged, w.unit()), append(others, w.unit())
	}
	got, err := Tune(context.Background(), Job{
		Pack: "p", Train: train, Library: len(train.Photos) + len(test.Photos) + len(others), Guard: Guard{Untagged: untagged},
	})
	if err != nil || got.Head == nil {
		t.Fatal(err, got.Report.Refused)
	}
	scorers := got.Head.Scorers()
	if len(scorers) != 6 || len(got.Report.Reliability) == 0 || got.Head.Report.CalibrationError != got.Report.CalibrationError {
		t.Fatalf("%d scorers, %+v", len(scorers), got.Report)
	}
	found, wrong := 0, 0
	for i, s := range scorers {
		last := -1.0
		for c := -1.0; c <= 1; c += 0.05 {
			p := s.Confidence(c)
			if p < last || p < 0 || p > 1 {
				t.Errorf("%s: %v at %v after %v", s.Tag, p, c, last)
			}
			last = p
		}
		if c := s.From(0.7); math.Abs(s.Confidence(c)-0.7) > 1e-9 {
			t.Errorf("%s: From and Confidence disagree at %v", s.Tag, c)
		}
		for _, p := range test.Tags[i].Photos {
			if q, ok := got.Head.Confidence(s.Tag, test.Photos[p]); ok && q >= Suggested {
				found++
			}
		}
		for _, v := range others {
			if s.Confidence(vectormath.Dot(s.Vector, v)) >= Suggested {
				wrong++
			}
		}
	}
	if found < 60 || wrong > 10 {
		t.Errorf("of 120 photos with a tag %d were suggested, and %d others", found, wrong)
	}
	if _, ok := got.Head.Confidence("unknown", test.Photos[0]); ok {
		t.Error("a tag that was not learned has a confidence")
	}
	if _, ok := got.Head.Confidence(scorers[0].Tag, []float32{1}); ok {
		t.Error("a photo of another dimension has a confidence")
	}
}

// TestTooFewForConfidence says why.
func TestTooFewForConfidence(t *testing.T) {
	w := newWorld(22, 32)
	single, _ := w.tagged(3, 1, 0)
	mixed, _ := w.tagged(3, 6, 0)
	mixed.Tags[0].Photos = mixed.Tags[0].Photos[:1]
	for name, c := range map[string]struct {
		data       Dataset
		calibrated int
	}{"one each": {single, 0}, "one of three": {mixed, 2}} {
		got, err := Tune(context.Background(), Job{Pack: "p", Train: c.data})
		if err != nil || got.Head == nil {
			t.Fatal(err, got.Report.Refused)
		}
		if n := len(got.Head.Scorers()); n != c.calibrated || got.Report.Tags[0].Uncalibrated == "" {
			t.Errorf("%s: %d calibrated, %+v", name, n, got.Report.Tags)
		}
	}
}

// TestFitLineFindsTheCurve draws photos by a known curve.
func TestFitLineFindsTheCurve(t *testing.T) {
	r, truth := rand.New(rand.NewPCG(1, 1)), line{2, -3}
	var drawn []trial
	for range 20000 {
		one := trial{x: 3 * r.NormFloat64(), weight: 1}
		if r.Float64() < truth.at(one.x) {
			one.y = 1
		}
		drawn = append(drawn, one)
	}
	if got := fitLine(t.Context(), drawn, line{1, 0}, line{weak, weak}); math.Abs(got.slope-2) > 0.15 || math.Abs(got.offset+3) > 0.2 {
		t.Errorf("%+v, want %+v", got, truth)
	}
	if got := fitLine(t.Context(), nil, line{4, -5}, line{1, 1}); got != (line{4, -5}) {
		t.Errorf("no trial moved the prior to %+v", got)
	}
	parted := []trial{{-1, 0, 1}, {1, 1, 1e6}}
	if got := fitLine(t.Context(), parted, line{1, 0}, line{weak, weak}); !finite([]float64{got.slope, got.offset}) || got.slope <= 0 {
		t.Errorf("clean parting: %+v", got)
	}
}

func TestReliabilityOfBins(t *testing.T) {
	got, apart := summed([]Bin{{Confidence: 2, Right: 1, Photos: 4}, {}, {Confidence: 2.7, Right: 9, Photos: 3}}, []float64{4, 0, 3})
	if len(got) != 2 || got[0] != (Bin{0.5, 0.25, 4}) || got[1].Right != 1 || math.Abs(apart-(0.25*4+0.1*3)/7) > 1e-9 {
		t.Errorf("%+v, %v", got, apart)
	}
}
