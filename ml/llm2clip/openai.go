package llm2clip

import (
	"fmt"
	"strconv"
)

const openAIPatch = "vision_model.embeddings.patch_embedding"

// openAI is the vision transformer of CLIP in the layout of Hugging Face.
type openAI struct {
	square
	heads, layers int64
	hidden, dim   int64
	eps           float64
	activation    string
}

func newOpenAI(w *weights, config []byte) (tower, error) {
	c, err := parseVisionConfig(config)
	if err != nil {
		return nil, err
	}
	positions, err := w.sizes("vision_model.embeddings.position_embedding.weight", 2)
	if err != nil {
		return nil, err
	}
	t := &openAI{eps: c.LayerNormEps, activation: c.HiddenAct, layers: int64(w.layers("vision_model.encoder.layers."))}
	if t.square, err = w.measure(openAIPatch+".weight", positions[0], true); err != nil {
		return nil, err
	}
	hidden, err := w.sizes("vision_model.encoder.layers.0.mlp.fc1.weight", 2)
	if err != nil {
		return nil, err
	}
	joint, err := w.sizes("visual_projection.weight", 2)
	if err != nil {
		return nil, err
	}
	t.hidden, t.dim = hidden[0], joint[0]
	t.heads, err = c.fits(t)
	return t, err
}

// fits compares config.json with the weights and returns the number of heads, which no weight
// tells.
func (c visionConfig) fits(t *openAI) (heads int64, err error) {
	for _, s := range []struct {
		name      string
		says, has int64
	}{
		{"hidden_size", int64(c.HiddenSize), t.width},
		{"intermediate_size", int64(c.IntermediateSize), t.hidden},
		{"num_hidden_layers", int64(c.NumHiddenLayers), t.layers},
		{"patch_size", int64(c.PatchSize), t.patch},
		{"image_size", int64(c.ImageSize), t.size()},
	} {
		if s.says != 0 && s.says != s.has {
			return 0, fmt.Errorf("config.json says %s %d, the weights have %d", s.name, s.says, s.has)
		}
	}
	heads = int64(c.NumAttentionHeads)
	if heads == 0 {
		heads = t.width / headSize
	}
	if heads < 1 || t.width%heads != 0 {
		return 0, fmt.Errorf("%d attention heads do not divide the width of %d", heads, t.width)
	}
	return heads, nil
}

func (t *openAI) shape() square   { return t.square }
func (t *openAI) jointDim() int64 { return t.dim }
func (t *openAI) depth() int64    { return t.layers }

func (t *openAI) build(b *builder) {
	const e = "vision_model.embeddings."
	x := b.patches(t.square, openAIPatch, noBias)
	x = b.places(x, t.square, named{e + "class_embedding", []int64{t.width}},
		named{e + "position_embedding.weight", []int64{t.tokens(), t.width}})
	x = b.layerNorm(b.flat(x, t.width), "vision_model.pre_layrnorm", t.width, t.eps)
	var name, values string
	for i := range t.layers {
		name = "vision_model.encoder.layers." + strconv.FormatInt(i, 10) + "."
		x, values = t.layer(b, x, name, i == t.layers-1)
	}
	image := t.head(b, x)
	patches := t.head(b, t.mix(b, b.values(values, t.square), name))
	b.finish(image, patches, t.square, t.dim)
}

// head brings tokens to the joint space.
func (t *openAI) head(b *builder, x string) string {
	x = b.layerNorm(x, "vision_model.post_layernorm", t.width, t.eps)
	return b.linear(x, "visual_projection", t.width, t.dim, noBias)
}

// mix is the last step of attention, over all heads.
func (t *openAI) mix(b *builder, x, name string) string {
	return b.linear(x, name+"self_attn.out_proj", t.width, t.width, withBias)
}

// layer returns the tokens behind a layer, of the last one the class token only, and the
// values of the layer's attention.
func (t *openAI) layer(b *builder, x, name string, last bool) (out, values string) {
	y := b.layerNorm(x, name+"layer_norm1", t.width, t.eps)
	k := b.linear(y, name+"self_attn.k_proj", t.width, t.width, withBias)
	v := b.reshape(b.linear(y, name+"self_attn.v_proj", t.width, t.width, withBias), b.sequence(t.width))
	x, y, asking := b.asking(x, y, t.width, last)
	q := b.linear(y, name+"self_attn.q_proj", t.width, t.width, withBias)
	y = b.attention(b.reshape(q, asking), b.reshape(k, b.sequence(t.width)), v, t.heads, "")
	x = b.add(x, t.mix(b, b.flat(y, t.width), name))
	y = b.layerNorm(x, name+"layer_norm2", t.width, t.eps)
	y = b.linear(y, name+"mlp.fc1", t.width, t.hidden, withBias)
	return b.add(x, b.linear(b.activate(y, t.activation), name+"mlp.fc2", t.hidden, t.width, withBias)), v
}

// activate applies one of the activations that parseVisionConfig lets through.
func (b *builder) activate(x, name string) string {
	if name == quickGELU {
		return b.quickGELU(x, 1.702) // the factor of CLIP's approximation
	}
	return b.gelu(x)
}
