package finetune

import "math"

// dot32 sums the products in double precision, in order.
func dot32(a, b []float32) (sum float64) {
	for i, x := range a {
		sum += float64(x) * float64(b[i])
	}
	return sum
}

// add adds weight·v to sum and reports whether that can have changed it.
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

func length(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
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

// mean returns the normalised mean of vectors, or false if they cancel out.
func mean(vectors [][]float32) ([]float32, bool) {
	sum := make([]float64, len(vectors[0]))
	for _, v := range vectors {
		add(sum, v, 1)
	}
	norm := length(sum)
	if norm < shortest {
		return nil, false
	}
	out := make([]float32, len(sum))
	for i, x := range sum {
		out[i] = float32(x / norm)
	}
	return out, true
}
