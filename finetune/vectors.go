package finetune

import (
	"math"

	"descry/internal/vectormath"
)

// add adds weight·v to sum and reports whether the sum can have changed.
func add(sum []float64, v []float32, weight float64) bool {
	changed := false
	for i, x := range v {
		d := weight * float64(x)
		sum[i] += d
		changed = changed || d != 0
	}
	return changed
}

func times(v []float32, factor float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) * factor)
	}
	return out
}

// normalise scales v in place to length 1. normalise reports false for a v that has cancelled
// out or is not finite.
func normalise(v []float64) bool {
	return vectormath.Norm(v) >= shortest && vectormath.Normalize(v) == nil
}

// narrowed is a vector in float32, as stored.
func narrowed(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

func finite[F float32 | float64](v []F) bool {
	for _, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return false
		}
	}
	return true
}

// softmax returns the shares of exp(sharpness·x).
func softmax(x []float64, sharpness float64) []float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = max(top, v)
	}
	out, sum := make([]float64, len(x)), 0.0
	for i, v := range x {
		out[i] = math.Exp(sharpness * (v - top))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// mean returns the normalised mean of vectors, or false if the vectors cancel out.
func mean(vectors [][]float32) ([]float32, bool) {
	sum := make([]float64, len(vectors[0]))
	for _, v := range vectors {
		add(sum, v, 1)
	}
	if !normalise(sum) {
		return nil, false
	}
	return narrowed(sum), true
}
