package finetune_test

import (
	"errors"
	"math"
	"testing"

	"descry/finetune"
)

func TestIdentityChangesNothing(t *testing.T) {
	h := finetune.Identity("pack", 3)
	for _, v := range [][]float32{{1, 0, 0}, {0.6, -0.8, 0}, {0.1234567, 0.7, 0.70354}, {0, 0, 0}} {
		got, err := h.Apply(v)
		if err != nil {
			t.Fatal(err)
		}
		for i := range v {
			if math.Float32bits(got[i]) != math.Float32bits(v[i]) {
				t.Errorf("%v became %v", v, got)
			}
		}
		if got[0] = 9; v[0] == 9 {
			t.Error("the result is the argument itself")
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	h := finetune.Identity("pack", 2)
	if _, err := h.Apply([]float32{1}); !errors.Is(err, finetune.ErrWrongHead) {
		t.Errorf("another dimension: %v", err)
	}
	if _, err := h.Apply([]float32{float32(math.NaN()), 0}); err == nil {
		t.Error("not a number: no error")
	}
	for _, c := range []struct {
		pack      string
		dimension int
		fits      bool
	}{{"pack", 2, true}, {"other", 2, false}, {"pack", 3, false}} {
		if err := h.Fits(c.pack, c.dimension); (err == nil) != c.fits || err != nil && !errors.Is(err, finetune.ErrWrongHead) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// TestGateLeavesTheRest has one tag: texts far from it pass bit for bit, its own
// is moved in full, those between in part.
func TestGateLeavesTheRest(t *testing.T) {
	h := &finetune.Head{Pack: "pack", Dimension: 3, Strength: 1, Sharpness: 20, Keys: []finetune.Key{
		{Tag: "bella", Vector: []float32{1, 0, 0}, Closed: 0.4, Open: 0.9, Residual: []float32{0, 0, 1}},
	}}
	far := []float32{0.39, 0.9208148, 0}
	if got, _ := h.Apply(far); got[0] != far[0] || got[1] != far[1] || got[2] != 0 {
		t.Errorf("far: %v", got)
	}
	own, _ := h.Apply([]float32{1, 0, 0})
	between, _ := h.Apply([]float32{0.7, 0.71414284, 0})
	if math.Abs(float64(own[2])-math.Sqrt(0.5)) > 1e-6 || !(between[2] > 0.3 && between[2] < own[2]) {
		t.Errorf("own %v, between %v", own, between)
	}
}
