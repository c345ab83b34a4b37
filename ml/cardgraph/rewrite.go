package cardgraph

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"descry/ml/onnx"
)

// Graph is a tower's graph for a graphics card.
type Graph struct {
	// Model is the content of a model file. Model refers to weights like the original model,
	// by names in the original's folder.
	Model []byte
	// OnProcessor names the nodes that belong on the processor although the card could compute
	// them.
	OnProcessor []string
	// Precision is what products are computed with. Precision is [Float32] although [Float16]
	// was requested if the graph has operations whose result type is unknown.
	Precision Precision
}

// ErrUnknown reports a graph of unknown structure. Such a graph may still run on a card,
// unchanged.
var ErrUnknown = errors.New("not a graph that is known here")

// oldestOpset is the first version of the standard operators in which the operators that are
// added take axes as they do today.
const oldestOpset = 13

// Precision is what a card computes products with.
type Precision int

const (
	// Float32 is what every card has.
	Float32 Precision = iota
	// Float16 is for cards that have "shader-f16": half the memory and traffic for weights and
	// most of the values between layers. Norms, softmax, sums of layers and everything
	// computed from a text's mean stay in float32.
	Float16
)

// Rewrite returns the graph of a model file for a graphics card. The error wraps
// [ErrUnknown] or [onnx.ErrModel].
func Rewrite(model []byte, p Precision) (Graph, error) {
	m, err := onnx.Read(model)
	if err != nil {
		return Graph{}, err
	}
	if v := m.Opset(); v < oldestOpset {
		return Graph{}, fmt.Errorf("%w: operators of version %d, want %d or later", ErrUnknown, v, oldestOpset)
	}
	r := newRewriter(m)
	for _, n := range m.Nodes {
		r.rewrite(n)
	}
	if r.err != nil {
		return Graph{}, fmt.Errorf("rewrite graph for a graphics card: %w", r.err)
	}
	m.Nodes = r.nodes
	m.Fix()
	m.Prune() // of what was replaced, too
	if p == Float16 && !halve(m) {
		p = Float32
	}
	return Graph{m.Encode(), r.lookups(), p}, nil
}

// rewriter builds the nodes of a model anew.
type rewriter struct {
	model *onnx.Model
	types map[string]onnx.Type  // of constants
	feeds map[string]onnx.Value // what a run is fed with
	makes map[string]onnx.Node  // nodes of the original model, by their outputs
	takes map[string][]onnx.Node
	nodes []onnx.Node
	made  map[string]string // values that are made once, by their keys
	next  int
	err   error
}

func newRewriter(m *onnx.Model) *rewriter {
	r := &rewriter{model: m, types: m.Constants(), feeds: make(map[string]onnx.Value),
		makes: make(map[string]onnx.Node), takes: make(map[string][]onnx.Node), made: make(map[string]string)}
	for _, v := range m.Inputs() {
		r.feeds[v.Name] = v
	}
	for _, n := range m.Nodes {
		for _, out := range n.Outputs {
			r.makes[out] = n
		}
		for _, in := range n.Inputs {
			r.takes[in] = append(r.takes[in], n)
		}
	}
	return r
}

func (r *rewriter) fail(n onnx.Node, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s %s: %s", ErrUnknown, n.Op, first(n.Outputs), fmt.Sprintf(format, args...))
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// rewrite adds a node, or the nodes in its place.
func (r *rewriter) rewrite(n onnx.Node) {
	switch {
	case n.Domain == onnx.Microsoft && n.Op == "MultiHeadAttention":
		r.attention(n)
	case n.Domain == onnx.Microsoft && n.Op == "MatMulIntegerToFloat":
		r.bytes(n)
	case n.Domain == onnx.Standard && n.Op == "Concat":
		r.shape(n)
	default:
		r.nodes = append(r.nodes, n)
	}
}

// input is an input of a node, "" for an omitted one.
func input(n onnx.Node, i int) string {
	if i >= len(n.Inputs) {
		return ""
	}
	return n.Inputs[i]
}

// prefix begins the names of added values. No model has such names.
const prefix = "card:"

// node adds an operation and returns its output.
func (r *rewriter) node(op string, inputs []string, attributes ...onnx.Attribute) string {
	r.next++
	out := prefix + op + "." + strconv.Itoa(r.next)
	r.nodes = append(r.nodes, onnx.Node{Op: op, Inputs: inputs, Outputs: []string{out}, Attributes: attributes})
	return out
}

// last adds the operation that makes a value of the original model.
func (r *rewriter) last(out, op string, inputs []string, attributes ...onnx.Attribute) {
	r.nodes = append(r.nodes, onnx.Node{Op: op, Inputs: inputs, Outputs: []string{out}, Attributes: attributes})
}

// once returns the value made under a key, or makes the value.
func (r *rewriter) once(key string, make func() string) string {
	if name, ok := r.made[key]; ok {
		return name
	}
	name := make()
	r.made[key] = name
	return name
}

func (r *rewriter) constant(t onnx.Tensor) string {
	if err := r.model.Constant(t); err != nil && r.err == nil {
		r.err = err
	}
	return t.Name
}

// list is a constant list of integers.
func (r *rewriter) list(values ...int64) string {
	name := prefix + fmt.Sprint(values)
	return r.once(name, func() string { return r.constant(onnx.Integers(name, values...)) })
}

// number is a constant.
func (r *rewriter) number(v float32) string {
	name := prefix + strconv.FormatFloat(float64(v), 'g', -1, 32)
	return r.once(name, func() string { return r.constant(onnx.Floats(name, []int64{1}, []float32{v})) })
}

// attention writes softmax(q·kᵀ/√d + bias)·v out, for each head.
func (r *rewriter) attention(n onnx.Node) {
	heads, _ := n.Int("num_heads")
	width := r.width(n)
	for i, in := range n.Inputs {
		if in != "" && i != 0 && i != 1 && i != 2 && i != 4 {
			r.fail(n, "its input %d", i)
		}
	}
	switch {
	case n.Has("scale") || n.Has("mask_filter_value") || n.Has("unidirectional"):
		r.fail(n, "its settings")
	case len(n.Outputs) != 1 || len(n.Inputs) < 3:
		r.fail(n, "%d inputs and %d outputs", len(n.Inputs), len(n.Outputs))
	case heads < 1 || width < 1 || width%heads != 0:
		r.fail(n, "%d heads in a width of %d", heads, width)
	}
	if r.err != nil {
		return
	}
	split := r.list(0, 0, heads, width/heads)
	apart := func(x string, order ...int64) string { // [items, tokens, width] to one matrix a head
		return r.node("Transpose", []string{r.node("Reshape", []string{x, split})}, onnx.List("perm", order...))
	}
	q, k, v := apart(n.Inputs[0], 0, 2, 1, 3), apart(n.Inputs[1], 0, 2, 3, 1), apart(n.Inputs[2], 0, 2, 1, 3)
	q = r.node("Mul", []string{q, r.number(float32(1 / math.Sqrt(float64(width/heads))))})
	scores := r.node("MatMul", []string{q, k})
	if mask := input(n, 4); mask != "" {
		scores = r.node("Add", []string{scores, r.bias(mask)})
	}
	weights := r.node("Softmax", []string{scores}, onnx.Int("axis", -1))
	y := r.node("Transpose", []string{r.node("MatMul", []string{weights, v})}, onnx.List("perm", 0, 2, 1, 3))
	r.last(first(n.Outputs), "Reshape", []string{y, r.list(0, 0, width)})
}

// width is the width of the queries, as in the shape by which the attention's result is
// flattened.
func (r *rewriter) width(n onnx.Node) int64 {
	for _, next := range r.takes[first(n.Outputs)] {
		if shape, ok := r.model.Integers(input(next, 1)); ok && next.Op == "Reshape" && len(shape) == 2 {
			return shape[1]
		}
	}
	return 0
}

// hidden is subtracted from the score of a padding token: after the softmax nothing of the
// token is left, and a sum with any score is still a number.
const hidden = 1e9

// bias turns a mask [items, tokens] of ones and zeros into numbers to add to scores [items,
// heads, tokens, tokens]: 0 and -hidden.
func (r *rewriter) bias(mask string) string {
	return r.once("bias "+mask, func() string {
		if cast := r.makes[mask]; cast.Op == "Cast" { // from what a run is fed with
			mask = input(cast, 0)
		}
		x := r.node("Cast", []string{mask}, onnx.Int("to", int64(onnx.Float)))
		x = r.node("Mul", []string{r.node("Sub", []string{x, r.number(1)}), r.number(hidden)})
		return r.node("Unsqueeze", []string{x, r.list(1, 2)})
	})
}

// bytes multiplies by weights that are bytes [in, out] with a scale each column, in the place
// of a product with rounded inputs.
func (r *rewriter) bytes(n onnx.Node) {
	rounding := r.makes[input(n, 0)]
	weights, scales := input(n, 1), input(n, 3)
	switch {
	case rounding.Op != "DynamicQuantizeLinear":
		r.fail(n, "its inputs are rounded elsewhere")
	case r.types[weights] != onnx.Int8 || len(r.model.Shape(weights)) != 2 || r.types[scales] != onnx.Float || input(n, 5) != "":
		r.fail(n, "its weights")
	}
	if r.err != nil {
		return
	}
	matrix := r.once("matrix "+weights, func() string {
		return r.node("DequantizeLinear", []string{weights, scales}, onnx.Int("axis", 1))
	})
	inputs := []string{input(rounding, 0), matrix}
	if offset := input(n, 6); offset != "" {
		inputs = append(inputs, offset)
	}
	r.last(first(n.Outputs), "Gemm", inputs)
}

// shape replaces a shape that is made of the number of pictures and constants by the shape of
// a value. A shape that begins with a text's tokens is left: such a shape is computed on the
// processor, where the tokens are, before anything else.
func (r *rewriter) shape(n onnx.Node) {
	from := r.makes[first(n.Inputs)]
	feed := r.feeds[first(from.Inputs)]
	if from.Op != "Shape" || feed.Type != onnx.Float || feed.Axes < 2 {
		r.nodes = append(r.nodes, n)
		return
	}
	start, _ := from.Int("start")
	end, one := from.Int("end")
	var tail []int64
	for _, in := range n.Inputs[1:] {
		list, ok := r.model.Integers(in)
		one = one && ok
		tail = append(tail, list...)
	}
	if !one || start != 0 || end != 1 {
		r.fail(n, "not the number of pictures and constants")
		return
	}
	var zeros, ones, axes []int64
	for axis := range int64(feed.Axes - 1) {
		zeros, ones, axes = append(zeros, 0), append(ones, 1), append(axes, axis+1)
	}
	x := r.node("Slice", []string{feed.Name, r.list(zeros...), r.list(ones...), r.list(axes...)})
	single := []int64{-1}
	wanted := []int64{1}
	for _, size := range tail {
		single, wanted = append(single, 1), append(wanted, size)
	}
	x = r.node("Expand", []string{r.node("Reshape", []string{x, r.list(single...)}), r.list(wanted...)})
	r.last(first(n.Outputs), "Shape", []string{x})
}

// lookups names the nodes that take rows of a table by the inputs of a run.
func (r *rewriter) lookups() (names []string) {
	for _, n := range r.model.Nodes {
		if n.Op == "Gather" && n.Domain == onnx.Standard && r.types[input(n, 0)] != 0 && r.feeds[input(n, 1)].Type == onnx.Int64 {
			names = append(names, n.Name())
		}
	}
	return names
}
