package llm2clip_test

import (
	"math"
	"strconv"
	"testing"

	"descry/ml/golden"
	"descry/ml/llm2clip"
)

// plainly computes the vector of one picture and those of its patches, of any
// length.
func plainly(t *testing.T, folder string, f fixture, pixels []float32) (image []float64, patches table) {
	t.Helper()
	p := plain{t, weights(t, folder), 1e-6}
	var x table
	switch f.Family {
	case llm2clip.OpenAI:
		p.eps = 1e-5
		x, patches = p.openAI(pixels, f.Size, readHeads(t, folder))
	case llm2clip.EVA02:
		x, patches = p.eva02(pixels, f.Size)
	case llm2clip.SigLIP2:
		x, patches = p.siglip2(pixels, f.Size)
	}
	return x[0], patches
}

// settings is what only config.json of an OpenAI tower tells.
type settings struct {
	Vision struct {
		Heads      int    `json:"num_attention_heads"`
		Activation string `json:"hidden_act"`
	} `json:"vision_config"`
}

func readHeads(t *testing.T, folder string) (s settings) {
	t.Helper()
	golden.JSON(t, shared(t, folder, "config.json"), &s)
	return s
}

// openAI also returns what the last layer's values alone come to, place by place.
func (p plain) openAI(pixels []float32, side int, s settings) (image, patches table) {
	const e = "vision_model.embeddings."
	activation := gelu
	if s.Vision.Activation != "gelu" {
		activation = func(v float64) float64 { return v * sigmoid(1.702*v) }
	}
	x := append(p.tensor(e+"class_embedding", 0), p.embed(pixels, side, e+"patch_embedding")...)
	x = sum(x, p.tensor(e+"position_embedding.weight", len(x[0])))
	x = p.layerNorm(x, "vision_model.pre_layrnorm")
	var y table
	for i := 0; p.has("vision_model.encoder.layers." + strconv.Itoa(i) + ".layer_norm1.weight"); i++ {
		l := "vision_model.encoder.layers." + strconv.Itoa(i) + "."
		y = p.layerNorm(x, l+"layer_norm1")
		q, k, v := p.linear(y, l+"self_attn.q_proj"), p.linear(y, l+"self_attn.k_proj"), p.linear(y, l+"self_attn.v_proj")
		x = sum(x, p.linear(attend(q, k, v, s.Vision.Heads), l+"self_attn.out_proj"))
		hidden := apply(p.linear(p.layerNorm(x, l+"layer_norm2"), l+"mlp.fc1"), activation)
		x, y = sum(x, p.linear(hidden, l+"mlp.fc2")), p.linear(v, l+"self_attn.out_proj")
	}
	head := func(x table) table {
		return p.linear(p.layerNorm(x, "vision_model.post_layernorm"), "visual_projection")
	}
	return head(x[:1]), head(y[1:])
}

func (p plain) eva02(pixels []float32, side int) (image, patches table) {
	x := append(p.tensor("visual.cls_token", 0), p.embed(pixels, side, "visual.patch_embed.proj")...)
	x = sum(x, p.tensor("visual.pos_embed", len(x[0])))
	var y table
	for i := 0; p.has("visual.blocks." + strconv.Itoa(i) + ".norm1.weight"); i++ {
		l := "visual.blocks." + strconv.Itoa(i) + "."
		mix := func(x table) table { return p.linear(p.layerNorm(x, l+"attn.inner_attn_ln"), l+"attn.proj") }
		y = p.layerNorm(x, l+"norm1")
		q, k, v := turn(p.linear(y, l+"attn.q_proj")), turn(p.linear(y, l+"attn.k_proj")), p.linear(y, l+"attn.v_proj")
		x = sum(x, mix(attend(q, k, v, len(v[0])/64)))
		y = p.layerNorm(x, l+"norm2")
		gate := apply(p.linear(y, l+"mlp.w1"), func(v float64) float64 { return v * sigmoid(v) })
		hidden := join(gate, p.linear(y, l+"mlp.w2"), func(a, b float64) float64 { return a * b })
		x, y = sum(x, p.linear(p.layerNorm(hidden, l+"mlp.ffn_ln"), l+"mlp.w3")), mix(v)
	}
	head := func(x table) table { return p.linear(p.layerNorm(x, "visual.norm"), "visual.head") }
	return head(x[:1]), head(y[1:])
}

// turn rotates pairs of neighbours in heads of 64, the first half of a head by the row of its
// patch and the second by its column. The class token stays.
func turn(x table) table {
	grid := math.Sqrt(float64(len(x) - 1))
	out := table{x[0]}
	for cell, row := range x[1:] {
		places := []float64{math.Floor(float64(cell) / grid), math.Mod(float64(cell), grid)}
		turned := make([]float64, len(row))
		for i := 0; i < len(row); i += 2 {
			pair := i % 64 / 2
			angle := places[pair/16] / grid * 16 / math.Pow(10000, float64(pair%16)/16)
			sin, cos := math.Sincos(angle)
			turned[i], turned[i+1] = row[i]*cos-row[i+1]*sin, row[i+1]*cos+row[i]*sin
		}
		out = append(out, turned)
	}
	return out
}

func (p plain) siglip2(pixels []float32, side int) (image, patches table) {
	x := p.embed(pixels, side, "visual.trunk.patch_embed.proj")
	x = sum(x, p.tensor("visual.trunk.pos_embed", len(x[0])))
	width := len(x[0])
	perceptron := func(x table, norm, mlp string) table {
		return sum(x, p.linear(apply(p.linear(p.layerNorm(x, norm), mlp+"fc1"), gelu), mlp+"fc2"))
	}
	part := func(x table, i int) table {
		return each(x, func(row []float64) []float64 { return row[i*width : (i+1)*width] })
	}
	for i := 0; p.has("visual.trunk.blocks." + strconv.Itoa(i) + ".norm1.weight"); i++ {
		l := "visual.trunk.blocks." + strconv.Itoa(i) + "."
		qkv := p.linear(p.layerNorm(x, l+"norm1"), l+"attn.qkv")
		x = sum(x, p.linear(attend(part(qkv, 0), part(qkv, 1), part(qkv, 2), width/72), l+"attn.proj"))
		x = perceptron(x, l+"norm2", l+"mlp.")
	}
	const pool = "visual.trunk.attn_pool."
	query, kv := p.linear(p.tensor(pool+"latent", 0), pool+"q"), p.linear(p.layerNorm(x, "visual.trunk.norm"), pool+"kv")
	pooled := func(x table) table { return perceptron(p.linear(x, pool+"proj"), pool+"norm", pool+"mlp.") }
	return pooled(attend(query, part(kv, 0), part(kv, 1), width/72)), pooled(part(kv, 1))
}
