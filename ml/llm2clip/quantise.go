package llm2clip

import (
	"math"
	"math/bits"

	"descry/ml/onnx"
)

// scales are the factors of a quantised matrix. The factors are known once the matrix's values
// are written, so their tensor must come later in the graph. The factors are forgotten when
// written, since those of all layers of a large encoder have a gigabyte.
type scales struct{ list []float32 }

func (s *scales) scaled(name string, shape ...int64) onnx.Tensor {
	return onnx.Stream(name, shape, func(emit func([]float32) error) error {
		list := s.list
		s.list = nil
		return emit(list)
	})
}

// scaleOf is the scale at which the value farthest from zero falls on the lowest level, since
// there is one more level below zero than above. Half of the scales are therefore negative.
// The scale of values with NaN is NaN.
func scaleOf(values []float32, levels int32) float32 {
	var most uint32 // the sign as the lowest bit, so that the order is by size
	for _, v := range values {
		most = max(most, bits.RotateLeft32(math.Float32bits(v), 1))
	}
	return math.Float32frombits(bits.RotateLeft32(most, -1)) / float32(-levels)
}

// shrunk are the parts of the range that are tried for a scale.
var shrunk = [...]float32{1, 0.95, 0.9, 0.85, 0.8}

// bestScale is the scale with the least squared error among some that cut off the ends of the
// range. With few levels, the many small values gain more than the few large ones lose. Values
// that lie on levels already keep them.
func bestScale(values []float32, levels int32) float32 {
	whole := scaleOf(values, levels)
	best, least := whole, float32(math.Inf(1))
	for _, part := range shrunk {
		if lost := squaredError(values, whole*part, levels); lost < least {
			best, least = whole*part, lost
		}
	}
	return best
}

// squaredError is what quantising loses of values.
func squaredError(values []float32, scale float32, levels int32) (sum float32) {
	if scale == 0 {
		return 0
	}
	lowest, highest, inverse := float32(-levels), float32(levels-1), 1/scale
	for _, v := range values {
		level := v*inverse + roundHalfEven
		level -= roundHalfEven
		if level < lowest { // quicker than min and max, which look for NaN
			level = lowest
		} else if level > highest {
			level = highest
		}
		lost := level*scale - v
		sum += lost * lost
	}
	return sum
}

// roundHalfEven is a float32 so large that adding and subtracting it rounds off any fraction,
// which is much faster than calling the library.
const roundHalfEven = 3 << 22

// quantise writes the levels of values, from -levels to levels-1.
func quantise(out []byte, values []float32, scale float32, levels int32) {
	if scale == 0 {
		scale = 1 // all values are close to zero
	}
	for i, v := range values {
		level := v/scale + roundHalfEven
		out[i] = byte(min(max(int32(level-roundHalfEven), -levels), levels-1))
	}
}
