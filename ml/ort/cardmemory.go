package ort

import (
	"fmt"

	"descry/ml/cardgraph"
	"descry/ml/onnx"
)

// fits reports why a tower can't be loaded on the adapter of the options, nil if nothing
// speaks against loading. The provider has no limit of its own, and a card that is overloaded
// may take the screen down. Weights are counted as they lie on the card, where bytes stay
// bytes. Tables that are looked up on the processor aren't on the card. The results for one
// picture or text are small beside the weights, and not counted.
func fits(g cardgraph.Graph, o Options) error {
	if o.BufferMB == 0 && o.MemoryMB == 0 {
		return nil
	}
	m, err := onnx.Read(g.Model)
	if err != nil {
		return err
	}
	total, largest := weights(m, g.OnProcessor, g.Precision == cardgraph.Float16)
	if limit := int64(o.BufferMB) << 20; limit > 0 && largest > limit {
		return fmt.Errorf("a weight of the model has %d MB, and the card takes at most %d MB in one piece", inMB(largest), o.BufferMB)
	}
	if limit := int64(o.MemoryMB) << 20; limit > 0 && total > limit {
		return fmt.Errorf("the model has %d MB of weights, and %d MB of the card's memory may be taken", inMB(total), o.MemoryMB)
	}
	return nil
}

// inMB rounds up.
func inMB(bytes int64) int64 { return (bytes + 1<<20 - 1) >> 20 }

// weights are the bytes of a model's constants, in all and of the largest. Constants that only
// the nodes of without use don't count. With float16, matrices take half as many bytes.
func weights(m *onnx.Model, without []string, float16 bool) (total, largest int64) {
	left := make(map[string]bool, len(without))
	for _, name := range without {
		left[name] = true
	}
	taken := make(map[string]bool)
	for _, n := range m.Nodes {
		if left[n.Name()] {
			continue
		}
		for _, in := range n.Inputs {
			taken[in] = true
		}
	}
	for name, kind := range m.Constants() {
		if !taken[name] {
			continue
		}
		size, shape := kind.Size(), m.Shape(name)
		if float16 && kind == onnx.Float && len(shape) > 1 {
			size /= 2
		}
		for _, n := range shape {
			size *= n
		}
		total += size
		largest = max(largest, size)
	}
	return total, largest
}
