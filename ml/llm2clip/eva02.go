package llm2clip

import (
	"fmt"
	"math"
	"strconv"

	"descry/ml/onnx"
)

const (
	evaPatch = "visual.patch_embed.proj"
	evaEps   = 1e-6
	// headSize is the width of a head in the families that fix it (OpenAI without config.json,
	// EVA02).
	headSize = 64
)

// eva02 is the EVA02 transformer: rotary embedding in two dimensions, SwiGLU, and norms inside
// attention and perceptron.
type eva02 struct {
	square
	head, layers int64
	hidden, dim  int64
}

func newEVA02(w *weights, _ []byte) (tower, error) {
	positions, err := w.sizes("visual.pos_embed", 3)
	if err != nil {
		return nil, err
	}
	t := &eva02{head: headSize, layers: int64(w.layers("visual.blocks."))}
	if t.square, err = w.measure(evaPatch+".weight", positions[1], true); err != nil {
		return nil, err
	}
	hidden, err := w.sizes("visual.blocks.0.mlp.w1.weight", 2)
	if err != nil {
		return nil, err
	}
	joint, err := w.sizes("visual.head.weight", 2)
	if err != nil {
		return nil, err
	}
	t.hidden, t.dim = hidden[0], joint[0]
	if t.width%t.head != 0 {
		return nil, fmt.Errorf("heads of %d do not divide the width of %d", t.head, t.width)
	}
	t.checkTables(w)
	return t, nil
}

// checkTables compares the shapes of the rotary tables. A checkpoint may have one table for
// all blocks and one for each block. The values are computed anew.
func (t *eva02) checkTables(w *weights) {
	stems := []string{"visual.rope."}
	for i := range t.layers {
		stems = append(stems, "visual.blocks."+strconv.FormatInt(i, 10)+".attn.rope.")
	}
	for _, stem := range stems {
		for _, part := range []string{"freqs_cos", "freqs_sin"} {
			if w.has(stem + part) {
				w.check(stem+part, t.grid*t.grid, t.head)
			}
		}
	}
}

func (t *eva02) shape() square   { return t.square }
func (t *eva02) jointDim() int64 { return t.dim }
func (t *eva02) depth() int64    { return t.layers }

func (t *eva02) build(b *builder) {
	x := b.patches(t.square, evaPatch, withBias)
	x = b.places(x, t.square, named{"visual.cls_token", []int64{1, 1, t.width}},
		named{"visual.pos_embed", []int64{1, t.tokens(), t.width}})
	x = b.flat(x, t.width)
	cos, sin := t.tables()
	shape := []int64{t.tokens(), t.head / 2}
	cosName, sinName := b.Constant(onnx.Floats("rope.cos", shape, cos)), b.Constant(onnx.Floats("rope.sin", shape, sin))
	var name, values string
	for i := range t.layers {
		name = "visual.blocks." + strconv.FormatInt(i, 10) + "."
		x, values = t.layer(b, x, name, cosName, sinName, i == t.layers-1)
	}
	image := t.project(b, x)
	patches := t.project(b, t.mix(b, b.values(values, t.square), name))
	b.finish(image, patches, t.square, t.dim)
}

// project brings tokens to the joint space.
func (t *eva02) project(b *builder, x string) string {
	x = b.layerNorm(x, "visual.norm", t.width, evaEps)
	return b.linear(x, "visual.head", t.width, t.dim, withBias)
}

// mix is the last step of attention, over all heads.
func (t *eva02) mix(b *builder, x, name string) string {
	x = b.layerNorm(x, name+"attn.inner_attn_ln", t.width, evaEps)
	return b.linear(x, name+"attn.proj", t.width, t.width, withBias)
}

// layer returns the tokens behind a layer, of the last one the class token only, and the
// values of the layer's attention.
func (t *eva02) layer(b *builder, x, name, cos, sin string, last bool) (out, values string) {
	y := b.layerNorm(x, name+"norm1", t.width, evaEps)
	k := b.linear(y, name+"attn.k_proj", t.width, t.width, noBias)
	v := b.linear(y, name+"attn.v_proj", t.width, t.width, withBias)
	x, y, asking := b.asking(x, y, t.width, last)
	q := b.reshape(b.linear(y, name+"attn.q_proj", t.width, t.width, withBias), asking)
	q = b.rotary(q, cos, sin, true)
	k = b.rotary(b.reshape(k, b.sequence(t.width)), cos, sin, true)
	v = b.reshape(v, b.sequence(t.width))
	y = b.flat(b.attention(q, k, v, t.width/t.head, ""), t.width)
	x = b.add(x, t.mix(b, y, name))
	y = b.layerNorm(x, name+"norm2", t.width, evaEps)
	gate := b.silu(b.linear(y, name+"mlp.w1", t.width, t.hidden, withBias))
	y = b.multiply(gate, b.linear(y, name+"mlp.w2", t.width, t.hidden, withBias))
	y = b.layerNorm(y, name+"mlp.ffn_ln", t.hidden, evaEps)
	return b.add(x, b.linear(y, name+"mlp.w3", t.hidden, t.width, withBias)), v
}

// tables are the cosines and sines of the angles [tokens, head/2]. The class token is not
// turned. A patch's row turns the first half of a head and the patch's column the second, with
// frequencies 10000^(−2i/(head/2)). Positions are scaled so that any grid spans the 16 of
// EVA02's pretraining.
func (t *eva02) tables() (cos, sin []float32) {
	const theta, pretrained = 10000, 16
	quarter := t.head / 4
	for range t.head / 2 {
		cos, sin = append(cos, 1), append(sin, 0)
	}
	for cell := range t.grid * t.grid {
		for _, at := range []int64{cell / t.grid, cell % t.grid} {
			place := float64(at) / float64(t.grid) * pretrained
			for i := range quarter {
				angle := place * math.Pow(theta, -float64(i)/float64(quarter))
				cos, sin = append(cos, float32(math.Cos(angle))), append(sin, float32(math.Sin(angle)))
			}
		}
	}
	return cos, sin
}
