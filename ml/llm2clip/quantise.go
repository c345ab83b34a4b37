package llm2clip

import (
	"math"
	"math/bits"

	"descry/ml/onnx"
)

// scales are the factors of a quantised matrix. They are known once its values
// are written, so their tensor must come later in the graph, and are forgotten
// with that: those of all layers of a large encoder have a gigabyte.
type scales struct{ list []float32 }

func (s *scales) scaled(name string, shape ...int64) onnx.Tensor {
	return onnx.Stream(name, shape, func(emit func([]float32) error) error {
		list := s.list
		s.list = nil
		return emit(list)
	})
}

// scaleOf is chosen so that the value farthest from zero falls on the lowest
// level, of which there is one more than on the other side: that makes scales
// negative half of the time. A value that is not a number makes it none either.
func scaleOf(values []float32, levels int32) float32 {
	var most uint32 // the sign as the lowest bit, so that the order is by size
	for _, v := range values {
		most = max(most, bits.RotateLeft32(math.Float32bits(v), 1))
	}
	return math.Float32frombits(bits.RotateLeft32(most, -1)) / float32(-levels)
}

// roundHalfEven is a float32 beside which no fraction has room, so that adding
// and subtracting it rounds: much faster than asking the library to.
const roundHalfEven = 3 << 22

// quantise writes the levels of values, from -levels to levels-1.
func quantise(out []byte, values []float32, scale float32, levels int32) {
	if scale == 0 {
		scale = 1 // every value is next to nothing
	}
	for i, v := range values {
		level := v/scale + roundHalfEven
		out[i] = byte(min(max(int32(level-roundHalfEven), -levels), levels-1))
	}
}
