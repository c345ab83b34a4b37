package ort

import (
	"runtime"
	"slices"

	onnx "github.com/yalue/onnxruntime_go"
)

// values holds the tensors of one call for the runtime. The tensors share memory with Go
// slices, which are pinned until free.
type values struct {
	list []onnx.Value
	pin  runtime.Pinner
}

func (v *values) free() {
	for _, value := range v.list {
		_ = value.Destroy() // a tensor's Destroy cannot fail
	}
	v.pin.Unpin()
}

func (v *values) add(tensors []tensor) error {
	for _, t := range tensors {
		var err error
		if t.ints != nil {
			err = wrap(v, t.ints, t.shape)
		} else {
			err = wrap(v, t.whole(), t.shape)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// whole are the numbers of a tensor of float32 in one piece. The runtime takes and fills
// tensors in one piece only.
func (t tensor) whole() []float32 {
	switch {
	case t.parts != nil:
		return slices.Concat(t.parts...)
	case t.floats == nil:
		size := int64(1)
		for _, n := range t.shape {
			size *= n
		}
		return make([]float32, size)
	}
	return t.floats
}

func wrap[T onnx.TensorData](v *values, data []T, shape []int64) error {
	v.pin.Pin(&data[0])
	value, err := onnx.NewTensor(onnx.NewShape(shape...), data)
	if err != nil {
		return err
	}
	v.list = append(v.list, value)
	return nil
}
