package cardgraph

import (
	"slices"
	"strings"

	"descry/ml/onnx"
)

// halver lets the products of a graph be computed in float16.
type halver struct {
	types map[string]onnx.Type // types of values by now, 0 where the type doesn't matter
	late  map[string]bool      // values computed from a text's mean
	ends  map[string]bool      // results of the graph
	nodes []onnx.Node
	made  map[string]string // conversions, by the value and the type
}

// products are the operations that profit from float16, and operations between them with
// results as large.
var products = map[string]bool{"Gemm": true, "MatMul": true, "MatMulNBits": true, "QuickGelu": true, "Gelu": true, "RotaryEmbedding": true}

// moves are operations that compute nothing and return their input's type.
var moves = map[string]bool{"Reshape": true, "Transpose": true, "Slice": true, "Split": true, "Expand": true, "Unsqueeze": true,
	"Squeeze": true, "Flatten": true}

// others are operations that are left in float32, or take no floats. Except for the operations
// in [halver.result], a result has the type of the first input.
var others = map[string]bool{"Add": true, "Sub": true, "Mul": true, "Div": true, "Conv": true, "Pad": true,
	"LayerNormalization": true, "SimplifiedLayerNormalization": true, "Softmax": true, "ReduceL2": true, "ReduceSum": true,
	"Gather": true, "Concat": true, "Identity": true, "Cast": true, "Shape": true, "DequantizeLinear": true}

// halve changes a graph that was rewritten for cards, and reports whether it did. A graph with
// an unknown operation stays as it is: if a single value had another type than its
// neighbours', no card would load the graph.
func halve(m *onnx.Model) bool {
	for _, n := range m.Nodes {
		if !products[n.Op] && !moves[n.Op] && !others[n.Op] {
			return false
		}
	}
	h := &halver{types: m.Constants(), late: make(map[string]bool), ends: make(map[string]bool), made: make(map[string]string)}
	for _, v := range m.Inputs() {
		h.types[v.Name] = v.Type
	}
	for _, v := range m.Outputs() {
		h.ends[v.Name] = true
	}
	for _, n := range m.Nodes {
		h.add(n)
	}
	m.Nodes = h.nodes
	return true
}

// add adds a node in the type that fits the node.
func (h *halver) add(n onnx.Node) {
	late := slices.ContainsFunc(n.Inputs, func(in string) bool { return h.late[in] })
	// A product of the model itself that is no layer is the mean of a text's tokens: a sum of
	// up to hundreds.
	mean := n.Op == "MatMul" && !strings.HasPrefix(first(n.Outputs), prefix)
	for _, out := range n.Outputs {
		h.late[out] = late || mean
	}
	switch half := h.types[input(n, 0)] == onnx.Float16; {
	case late || mean || small(n):
		h.as(onnx.Float, n)
	case products[n.Op] || n.Op == "DequantizeLinear":
		h.as(onnx.Float16, n)
	case n.Op == "Mul" && (half || h.types[input(n, 1)] == onnx.Float16):
		h.as(onnx.Float16, n)
	case moves[n.Op] && half:
		h.as(onnx.Float16, n)
	default:
		h.as(onnx.Float, n)
	}
}

// small reports a product whose scales are too small for float16. Cards round the inputs of a
// product with blocks of bytes to bytes, too, and multiply the two scales. Each scale is about
// 1/127 of the largest number. The product of two is often below 2⁻¹⁴, from where on float16
// has ever fewer digits: one tower of the fixtures came to a cosine of 0.9988 in float16, and
// to 0.9999 without. The scales of half bytes are 18 times as large. Little is lost in
// float32, since the sums of such a product are of integers.
func small(n onnx.Node) bool {
	bits, ok := n.Int("bits")
	return n.Op == "MatMulNBits" && (!ok || bits > 4)
}

// as adds a node whose floats have a type. Other values keep their type.
func (h *halver) as(kind onnx.Type, n onnx.Node) {
	n.Inputs = slices.Clone(n.Inputs)
	for i, in := range n.Inputs {
		if t := h.types[in]; t != kind && (t == onnx.Float || t == onnx.Float16) {
			n.Inputs[i] = h.convert(in, kind)
		}
	}
	result := h.result(kind, n)
	n.Outputs = slices.Clone(n.Outputs)
	var ends []string
	for i, out := range n.Outputs {
		h.types[out] = result
		if result == onnx.Float16 && h.ends[out] {
			ends = append(ends, out)
			n.Outputs[i] = prefix + "half " + out
		}
	}
	h.nodes = append(h.nodes, n)
	for _, out := range ends {
		h.types[out] = onnx.Float
		h.nodes = append(h.nodes, cast(prefix+"half "+out, out, onnx.Float))
	}
}

// result is the type of what a node makes.
func (h *halver) result(kind onnx.Type, n onnx.Node) onnx.Type {
	switch n.Op {
	case "Cast":
		to, _ := n.Int("to")
		return onnx.Type(to)
	case "Shape":
		return onnx.Int64
	case "DequantizeLinear":
		return kind
	}
	if t := h.types[input(n, 0)]; t != onnx.Float && t != onnx.Float16 {
		return t
	}
	return kind
}

// convert returns a value in another type.
func (h *halver) convert(value string, to onnx.Type) string {
	key := prefix + map[onnx.Type]string{onnx.Float: "full ", onnx.Float16: "half "}[to] + value
	if h.made[key] == "" {
		h.made[key] = key
		h.types[key] = to
		h.late[key] = h.late[value]
		h.nodes = append(h.nodes, cast(value, key, to))
	}
	return key
}

func cast(value, out string, to onnx.Type) onnx.Node {
	return onnx.Node{Op: "Cast", Inputs: []string{value}, Outputs: []string{out}, Attributes: []onnx.Attribute{onnx.Int("to", int64(to))}}
}
