package vector

import (
	"math"

	"descry/internal/vectormath"
)

// quantized is a vector in the form of the matrix.
type quantized struct {
	values []int8  // stride long, −127 to 127, padded with zeros
	scale  float32 // values × scale approximates the unit vector
}

// quantize codes v symmetrically with a scale of its own, max|v|/127. The norm is divided out,
// so the product of two coded vectors is their cosine.
func (x *Index) quantize(v []float32) (quantized, error) {
	if err := x.checkDim(len(v)); err != nil {
		return quantized{}, err
	}
	norm, err := vectormath.CheckedNorm(v)
	if err != nil {
		return quantized{}, err
	}
	top := largest(v)
	inv := 127 / float64(top)
	if inv > math.MaxFloat32 { // only for vectors of subnormal numbers
		return x.quantizeTiny(v, norm)
	}
	q := quantized{make([]int8, x.stride), float32(float64(top) / 127 / norm)}
	f := float32(inv)
	for i, e := range v {
		// Shifted to be positive, so that cutting off rounds to nearest without a branch.
		q.values[i] = int8(int32(e*f+128.5) - 128)
	}
	return q, nil
}

// quantizeTiny scales a vector of subnormal numbers up before coding it.
func (x *Index) quantizeTiny(v []float32, norm float64) (quantized, error) {
	unit := make([]float32, len(v))
	for i, e := range v {
		unit[i] = float32(float64(e) / norm)
	}
	return x.quantize(unit)
}

// largest is max|v| of finite numbers. The bits of absolute values have the order of the
// values.
func largest(v []float32) float32 {
	var top uint32
	for _, e := range v {
		top = max(top, math.Float32bits(e)&^(1<<31))
	}
	return math.Float32frombits(top)
}
