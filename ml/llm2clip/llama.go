package llm2clip

import (
	"fmt"
	"strconv"

	"descry/ml/onnx"
)

// llama is the text encoder: a Llama without causal mask, so that every token
// attends to every other.
type llama struct {
	prefix              string // "model." in some releases
	vocabulary, width   int64
	layers, hidden      int64
	heads, groups, head int64 // groups: heads of keys and values
	eps                 float64
	theta               float64
	scaling             *ropeScaling
}

func newLlama(w *weights, c textConfig) (*llama, error) {
	t := &llama{heads: int64(c.NumAttentionHeads), groups: int64(c.NumKeyValueHeads), eps: c.RMSNormEps,
		theta: c.RopeTheta, scaling: c.RopeScaling}
	if w.has("model.embed_tokens.weight") {
		t.prefix = "model."
	}
	t.layers = int64(w.layers(t.prefix + "layers."))
	embedding, err := w.sizes(t.prefix+"embed_tokens.weight", 2)
	if err != nil {
		return nil, err
	}
	gate, err := w.sizes(t.layer(0)+"mlp.gate_proj.weight", 2)
	if err != nil {
		return nil, err
	}
	query, err := w.sizes(t.layer(0)+"self_attn.q_proj.weight", 2)
	if err != nil {
		return nil, err
	}
	t.vocabulary, t.width, t.hidden = embedding[0], embedding[1], gate[0]
	t.head = query[0] / t.heads
	return t, c.fits(t, query[0])
}

// fits compares config.json with the weights.
func (c textConfig) fits(t *llama, query int64) error {
	for _, s := range []struct {
		name      string
		says, has int64
	}{
		{"hidden_size", int64(c.HiddenSize), t.width},
		{"intermediate_size", int64(c.IntermediateSize), t.hidden},
		{"num_hidden_layers", int64(c.NumHiddenLayers), t.layers},
		{"vocab_size", int64(c.VocabSize), t.vocabulary},
		{"head_dim", int64(c.HeadDim), t.head},
	} {
		if s.says != 0 && s.says != s.has {
			return fmt.Errorf("config.json says %s %d, the weights have %d", s.name, s.says, s.has)
		}
	}
	if t.head < 2 || t.head%2 != 0 || t.head*t.heads != query {
		return fmt.Errorf("%d attention heads do not fit a query projection of %d", t.heads, query)
	}
	return nil
}

func (t *llama) layer(i int64) string { return t.prefix + "layers." + strconv.FormatInt(i, 10) + "." }

// build adds the layers from token ids to the final norm, [items·tokens, width].
func (t *llama) build(b *builder, ids, mask string, maxTokens int) string {
	x := b.embed(ids, t.prefix+"embed_tokens.weight", t.vocabulary, t.width)
	cos, sin := rotaryTables(t.head, maxTokens, t.theta, t.scaling)
	shape := []int64{int64(maxTokens), t.head / 2}
	r := rotation{b.Constant(onnx.Floats("rope.cos", shape, cos)), b.Constant(onnx.Floats("rope.sin", shape, sin))}
	for i := range t.layers {
		x = t.attend(b, x, t.layer(i), mask, r)
		x = t.perceptron(b, x, t.layer(i))
	}
	return b.rmsNorm(x, t.prefix+"norm", t.width, t.eps)
}

// rotation names the tables of rotary embedding.
type rotation struct{ cos, sin string }

func (t *llama) attend(b *builder, x, name, mask string, r rotation) string {
	y := b.rmsNorm(x, name+"input_layernorm", t.width, t.eps)
	wide, narrow := t.heads*t.head, t.groups*t.head
	q := b.linear(y, name+"self_attn.q_proj", t.width, wide, noBias)
	k := b.linear(y, name+"self_attn.k_proj", t.width, narrow, noBias)
	v := b.linear(y, name+"self_attn.v_proj", t.width, narrow, noBias)
	q = b.rotary(b.reshape(q, b.sequence(wide)), r.cos, r.sin, false)
	k = b.rotary(b.reshape(k, b.sequence(narrow)), r.cos, r.sin, false)
	y = b.flat(b.attention(q, t.repeat(b, k), t.repeat(b, v), t.heads, mask), wide)
	return b.add(x, b.linear(y, name+"self_attn.o_proj", wide, t.width, noBias))
}

// repeat gives each group of query heads its own copy of its keys or values: the fused
// attention without a causal mask needs as many of each.
func (t *llama) repeat(b *builder, x string) string {
	if each := t.heads / t.groups; each > 1 {
		x = b.reshape(x, b.list(-1, t.groups, 1, t.head))
		x = b.node(onnx.Standard, "Expand", []string{x, b.list(1, 1, each, 1)})
	}
	return b.reshape(x, b.sequence(t.heads*t.head))
}

func (t *llama) perceptron(b *builder, x, name string) string {
	y := b.rmsNorm(x, name+"post_attention_layernorm", t.width, t.eps)
	gate := b.silu(b.linear(y, name+"mlp.gate_proj", t.width, t.hidden, noBias))
	y = b.multiply(gate, b.linear(y, name+"mlp.up_proj", t.width, t.hidden, noBias))
	return b.add(x, b.linear(y, name+"mlp.down_proj", t.hidden, t.width, noBias))
}
