package ort

import (
	"errors"
	"fmt"

	"descry/internal/vectormath"
)

// ErrNotFinite reports a vector with NaN or infinity, or of length zero. The model's weights
// or its input are damaged.
var ErrNotFinite = errors.New("the model computed a vector that is not finite")

// cut splits a flat output into vectors of dim, checks each and normalises each. The model
// normalises already. A second time costs nothing and makes cosine a dot product for every
// pack.
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

// shortest is a length below which a model's output has no direction any more.
const shortest = 1e-6

func normalise(v []float32) error {
	if !(vectormath.Norm(v) > shortest) || vectormath.Normalize(v) != nil { // a NaN fails the comparison
		return ErrNotFinite
	}
	return nil
}
