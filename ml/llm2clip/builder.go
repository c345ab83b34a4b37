package llm2clip

import (
	"fmt"
	"strconv"

	"descry/ml/onnx"
)

// builder adds layers to a graph, with weights of one checkpoint. Between layers all tokens of
// all items stand in one matrix [items·tokens, width]. Gemm takes such a matrix, and weights
// as torch stores them.
type builder struct {
	*onnx.Graph
	weights   *weights
	names     *naming
	precision Precision
	// single says that only one row goes through the layers in a run, for which rearranging
	// float32 weights does not pay.
	single bool
	// sequence returns the shape value [items, tokens, width] for attention.
	sequence func(width int64) string
}

// naming hands out names of values. The builders of one graph share a naming.
type naming struct {
	next   int
	shapes map[string]string // lists made so far
	// constants are the tensors in the graph. Layers that are used twice share their tensors.
	constants map[constant]bool
	// rounded are the values that also exist as bytes.
	rounded map[string]rounding
}

// constant tells tensors of the same name in two checkpoints apart. A graph that uses both
// reports the mistake.
type constant struct {
	weights *weights
	name    string
}

func newNaming() *naming {
	return &naming{shapes: make(map[string]string), constants: make(map[constant]bool), rounded: make(map[string]rounding)}
}

// node adds an operation and returns its output.
func (b *builder) node(domain, op string, inputs []string, attributes ...onnx.Attribute) string {
	b.names.next++
	out := op + "." + strconv.Itoa(b.names.next)
	return b.Add(onnx.Node{Op: op, Domain: domain, Inputs: inputs, Outputs: []string{out}, Attributes: attributes})
}

// list is a constant list of integers, made once.
func (b *builder) list(values ...int64) string {
	key := fmt.Sprint(values)
	if name, ok := b.names.shapes[key]; ok {
		return name
	}
	name := b.Constant(onnx.Integers("list"+key, values...))
	b.names.shapes[key] = name
	return name
}

// weight is a tensor of the checkpoint as a constant.
func (b *builder) weight(name string, shape ...int64) string {
	return b.once(b.tensor(name, shape...), b.Constant)
}

// once adds a tensor in the given way, unless the graph has the tensor.
func (b *builder) once(t onnx.Tensor, add func(onnx.Tensor) string) string {
	key := constant{b.weights, t.Name}
	if b.names.constants[key] {
		return t.Name
	}
	b.names.constants[key] = true
	return add(t)
}

func (b *builder) tensor(name string, shape ...int64) onnx.Tensor {
	b.weights.check(name, shape...)
	return onnx.Stream(name, shape, func(emit func([]float32) error) error {
		return b.weights.source.Read(name, emit)
	})
}

// bias says whether a linear layer has a bias.
type bias int

const (
	withBias bias = iota
	noBias
	maybeBias // as the checkpoint has it
)

func (b *builder) layerNorm(x, name string, width int64, eps float64) string {
	inputs := []string{x, b.weight(name+".weight", width), b.weight(name+".bias", width)}
	return b.node(onnx.Standard, "LayerNormalization", inputs, onnx.Int("axis", -1), onnx.Real("epsilon", eps))
}

// rmsNorm is x/√(mean(x²) + eps)·w. The operator is ONNX Runtime's, although registered in the
// standard domain.
func (b *builder) rmsNorm(x, name string, width int64, eps float64) string {
	inputs := []string{x, b.weight(name+".weight", width)}
	return b.node(onnx.Standard, "SimplifiedLayerNormalization", inputs, onnx.Int("axis", -1), onnx.Real("epsilon", eps))
}

func (b *builder) add(x, y string) string { return b.node(onnx.Standard, "Add", []string{x, y}) }

func (b *builder) multiply(x, y string) string { return b.node(onnx.Standard, "Mul", []string{x, y}) }

func (b *builder) reshape(x, shape string) string {
	return b.node(onnx.Standard, "Reshape", []string{x, shape})
}

// flat brings a sequence back to a matrix.
func (b *builder) flat(x string, width int64) string { return b.reshape(x, b.list(-1, width)) }

// silu is x·sigmoid(x), which is the quick GELU with factor 1.
func (b *builder) silu(x string) string { return b.quickGELU(x, 1) }

func (b *builder) quickGELU(x string, factor float64) string {
	return b.node(onnx.Microsoft, "QuickGelu", []string{x}, onnx.Real("alpha", factor))
}

// gelu is the exact GELU, with erf.
func (b *builder) gelu(x string) string { return b.node(onnx.Microsoft, "Gelu", []string{x}) }

// normalise divides each row by its length.
func (b *builder) normalise(x string) string {
	length := b.node(onnx.Standard, "ReduceL2", []string{x, b.list(-1)}, onnx.Int("keepdims", 1))
	return b.node(onnx.Standard, "Div", []string{x, length})
}

// attention is softmax(q·kᵀ/√d)·v for each head, over sequences [items, tokens, width]. The
// mask, if named, is int32 [items, tokens], 0 for padding.
func (b *builder) attention(q, k, v string, heads int64, mask string) string {
	inputs := []string{q, k, v}
	if mask != "" {
		inputs = append(inputs, "", mask)
	}
	return b.node(onnx.Microsoft, "MultiHeadAttention", inputs, onnx.Int("num_heads", heads))
}

// rotary turns pairs of each head's dimensions by the angles of the token's place. cos and sin
// are [places, head/2]. Pairs are neighbours if interleaved, else one of each half.
func (b *builder) rotary(x string, cos, sin string, interleaved bool) string {
	flag := int64(0)
	if interleaved {
		flag = 1
	}
	return b.node(onnx.Microsoft, "RotaryEmbedding", []string{x, b.list(0), cos, sin}, onnx.Int("interleaved", flag))
}

// output makes a value [n, sizes...] a result of the graph under a name of its own.
func (b *builder) output(x, name string, sizes ...int64) {
	dims := []onnx.Dim{onnx.Named("n")}
	for _, size := range sizes {
		dims = append(dims, onnx.Fixed(size))
	}
	b.Add(onnx.Node{Op: "Identity", Inputs: []string{x}, Outputs: []string{name}})
	b.Output(name, onnx.Float, dims...)
}
