package llm2clip

import (
	"fmt"
	"strconv"

	"descry/ml/onnx"
)

const (
	siglipPatch = "visual.trunk.patch_embed.proj"
	siglipEps   = 1e-6
	siglipHead  = 72 // width of a head in the so400m size, the only one released
)

// siglip2 is the SigLIP2 transformer under the names of timm. siglip2 has no class token: a
// learned query attends to all patches at the end.
type siglip2 struct {
	square
	layers, hidden int64
}

func newSigLIP2(w *weights, _ []byte) (tower, error) {
	positions, err := w.sizes("visual.trunk.pos_embed", 3)
	if err != nil {
		return nil, err
	}
	t := &siglip2{layers: int64(w.layers("visual.trunk.blocks."))}
	if t.square, err = w.measure(siglipPatch+".weight", positions[1], false); err != nil {
		return nil, err
	}
	hidden, err := w.sizes("visual.trunk.blocks.0.mlp.fc1.weight", 2)
	if err != nil {
		return nil, err
	}
	t.hidden = hidden[0]
	if t.width%siglipHead != 0 {
		return nil, fmt.Errorf("heads of %d do not divide the width of %d", siglipHead, t.width)
	}
	return t, nil
}

func (t *siglip2) shape() square   { return t.square }
func (t *siglip2) jointDim() int64 { return t.width }
func (t *siglip2) depth() int64    { return t.layers }

func (t *siglip2) build(b *builder) {
	x := b.patches(t.square, siglipPatch, withBias)
	x = b.flat(b.add(x, b.weight("visual.trunk.pos_embed", 1, t.tokens(), t.width)), t.width)
	for i := range t.layers {
		x = t.layer(b, x, "visual.trunk.blocks."+strconv.FormatInt(i, 10)+".")
	}
	x = b.layerNorm(x, "visual.trunk.norm", t.width, siglipEps)
	image, patches := t.pool(b, x, "visual.trunk.attn_pool.")
	b.finish(image, patches, t.square, t.width)
}

func (t *siglip2) layer(b *builder, x, name string) string {
	y := b.layerNorm(x, name+"norm1", t.width, siglipEps)
	q, k, v := t.split(b, b.linear(y, name+"attn.qkv", t.width, 3*t.width, withBias))
	y = b.flat(b.attention(q, k, v, t.width/siglipHead, ""), t.width)
	x = b.add(x, b.linear(y, name+"attn.proj", t.width, t.width, withBias))
	return t.perceptron(b, x, name+"norm2", name+"mlp.")
}

// split cuts the joint projection into queries, keys and values.
func (t *siglip2) split(b *builder, x string) (q, k, v string) {
	parts := b.split(b.reshape(x, b.sequence(3*t.width)), t.width, 3)
	return parts[0], parts[1], parts[2]
}

// split cuts the last axis into equal parts.
func (b *builder) split(x string, width int64, parts int) []string {
	sizes := make([]int64, parts)
	outputs := make([]string, parts)
	for i := range parts {
		b.names.next++
		sizes[i], outputs[i] = width, "Split."+strconv.Itoa(b.names.next)
	}
	b.Add(onnx.Node{Op: "Split", Inputs: []string{x, b.list(sizes...)}, Outputs: outputs,
		Attributes: []onnx.Attribute{onnx.Int("axis", -1)}})
	return outputs
}

func (t *siglip2) perceptron(b *builder, x, norm, mlp string) string {
	y := b.layerNorm(x, norm, t.width, siglipEps)
	y = b.gelu(b.linear(y, mlp+"fc1", t.width, t.hidden, withBias))
	return b.add(x, b.linear(y, mlp+"fc2", t.hidden, t.width, withBias))
}

// pool lets the learned query attend to all tokens of each picture. The vector of a patch is
// what the query would make of the patch alone.
func (t *siglip2) pool(b *builder, x, name string) (image, patches string) {
	latent := b.reshape(b.weight(name+"latent", 1, 1, t.width), b.list(1, t.width))
	query := b.linear(latent, name+"q", t.width, t.width, withBias)
	pictures := b.node(onnx.Standard, "Shape", []string{imageInput}, onnx.Int("start", 0), onnx.Int("end", 1))
	each := b.node(onnx.Standard, "Concat", []string{pictures, b.list(1, t.width)}, onnx.Int("axis", 0))
	query = b.node(onnx.Standard, "Expand", []string{query, each})
	kv := b.linear(x, name+"kv", t.width, 2*t.width, withBias)
	parts := b.split(b.reshape(kv, b.sequence(2*t.width)), t.width, 2)
	y := b.flat(b.attention(query, parts[0], parts[1], t.width/siglipHead, ""), t.width)
	return t.pooled(b, y, name), t.pooled(b, b.values(parts[1], t.square), name)
}

// pooled is what follows the attention of the pool.
func (t *siglip2) pooled(b *builder, x, name string) string {
	x = b.linear(x, name+"proj", t.width, t.width, withBias)
	return t.perceptron(b, x, name+"norm", name+"mlp.")
}
