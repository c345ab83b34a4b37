package vector

import "math"

// Normalize scales v in place to length 1. Errors: ErrNotFinite, ErrZero; v is
// then unchanged.
func Normalize(v []float32) error {
	n, err := norm(v)
	if err != nil {
		return err
	}
	for i, e := range v {
		v[i] = float32(float64(e) / n)
	}
	return nil
}

// norm is the Euclidean length, computed in float64 where no float32 vector
// overflows or underflows.
func norm(v []float32) (float64, error) {
	var a, b float64
	i := 0
	for ; i+1 < len(v); i += 2 {
		a += float64(v[i]) * float64(v[i])
		b += float64(v[i+1]) * float64(v[i+1])
	}
	if i < len(v) {
		a += float64(v[i]) * float64(v[i])
	}
	sum := a + b
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return 0, ErrNotFinite
	}
	if sum == 0 {
		return 0, ErrZero
	}
	return math.Sqrt(sum), nil
}
