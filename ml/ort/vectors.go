package ort

import (
	"errors"
	"fmt"
	"math"
)

// ErrNotFinite reports a vector with NaN or infinity, or of length zero: the
// model's weights or its input are damaged.
var ErrNotFinite = errors.New("the model computed a vector that is not finite")

// cut splits a flat output into vectors of dim and checks each. The model
// normalises; doing it again costs nothing and makes cosine a dot product for
// every pack.
func cut(flat []float32, dim int) ([][]float32, error) {
	vectors := make([][]float32, len(flat)/dim)
	for i := range vectors {
		v := flat[i*dim : (i+1)*dim : (i+1)*dim]
		if err := normalise(v); err != nil {
			return nil, fmt.Errorf("vector %d: %w", i, err)
		}
		vectors[i] = v
	}
	return vectors, nil
}

func normalise(v []float32) error {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if !(sum > 1e-12) || math.IsInf(sum, 0) { // a NaN fails the comparison
		return ErrNotFinite
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) * scale)
	}
	return nil
}
