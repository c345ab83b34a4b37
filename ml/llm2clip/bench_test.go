package llm2clip_test

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/ml"
	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// made is a checkpoint of random weights in given shapes, of a size that keeps
// activations near one.
type made map[string][]int64

func (m made) Tensors() []checkpoint.Tensor {
	var list []checkpoint.Tensor
	for _, name := range slices.Sorted(maps.Keys(m)) {
		list = append(list, checkpoint.Tensor{Name: name, Shape: m[name]})
	}
	return list
}

func (m made) Lookup(name string) (checkpoint.Tensor, bool) {
	return checkpoint.Tensor{Name: name, Shape: m[name]}, m[name] != nil
}

func (m made) ReadAll(name string) (all []float32, err error) {
	return all, m.Read(name, func(values []float32) error {
		all = append(all, values...)
		return nil
	})
}

func (m made) Read(name string, fn func([]float32) error) error {
	shape := m[name]
	r := rand.New(rand.NewPCG(1, uint64(len(name))))
	row := make([]float32, shape[len(shape)-1])
	for range (checkpoint.Tensor{Shape: shape[:len(shape)-1]}).Elements() {
		for i := range row {
			if row[i] = 1; len(shape) > 1 {
				row[i] = (r.Float32()*2 - 1) * float32(math.Sqrt(3/float64(len(row))))
			}
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// eva02Large has the shapes of EVA02 L/14 at 336 pixels and of its adapter for
// texts of a Llama 3.2 1B.
func eva02Large(layers int) made {
	m := made{"visual.patch_embed.proj.weight": {1024, 3, 14, 14}, "visual.patch_embed.proj.bias": {1024},
		"visual.cls_token": {1, 1, 1024}, "visual.pos_embed": {1, 577, 1024},
		"visual.norm.weight": {1024}, "visual.norm.bias": {1024},
		"visual.head.weight": {1280, 1024}, "visual.head.bias": {1280},
		"text.text_adaptor.4.weight": {2048}, "text.text_adaptor.4.bias": {2048}, "text.text_adaptor.5.weight": {1280, 2048}}
	for i := range layers {
		m.layer("visual.blocks."+strconv.Itoa(i)+".", `norm1.weight 1024; norm1.bias 1024; norm2.weight 1024; norm2.bias 1024;
			attn.q_proj.weight 1024 1024; attn.q_proj.bias 1024; attn.k_proj.weight 1024 1024; attn.v_proj.weight 1024 1024;
			attn.v_proj.bias 1024; attn.inner_attn_ln.weight 1024; attn.inner_attn_ln.bias 1024; attn.proj.weight 1024 1024;
			attn.proj.bias 1024; mlp.w1.weight 2730 1024; mlp.w1.bias 2730; mlp.w2.weight 2730 1024; mlp.w2.bias 2730;
			mlp.ffn_ln.weight 2730; mlp.ffn_ln.bias 2730; mlp.w3.weight 1024 2730; mlp.w3.bias 1024`)
	}
	for i := range 4 {
		m.layer("text.text_adaptor."+strconv.Itoa(i)+".", `ln.weight 2048; ln.bias 2048; fn.0.weight 4096 2048;
			fn.0.bias 4096; fn.3.weight 2048 4096; fn.3.bias 2048`)
	}
	return m
}

// llama1B has the shapes of Llama 3.2 1B with another number of layers and words.
func llama1B(layers int, words int64) made {
	m := made{"embed_tokens.weight": {words, 2048}, "norm.weight": {2048}}
	for i := range layers {
		m.layer("layers."+strconv.Itoa(i)+".", `input_layernorm.weight 2048; post_attention_layernorm.weight 2048;
			self_attn.q_proj.weight 2048 2048; self_attn.k_proj.weight 512 2048; self_attn.v_proj.weight 512 2048;
			self_attn.o_proj.weight 2048 2048; mlp.gate_proj.weight 8192 2048; mlp.up_proj.weight 8192 2048;
			mlp.down_proj.weight 2048 8192`)
	}
	return m
}

// layer adds tensors from a list of names and sizes.
func (m made) layer(prefix, list string) {
	for entry := range strings.SplitSeq(list, ";") {
		fields := strings.Fields(entry)
		var shape []int64
		for _, f := range fields[1:] {
			n, _ := strconv.ParseInt(f, 10, 64)
			shape = append(shape, n)
		}
		m[prefix+fields[0]] = shape
	}
}

const llamaConfig = `{"num_attention_heads": 32, "num_key_value_heads": 8, "rms_norm_eps": 1e-5, "rope_theta": 500000}`

// largePack writes a pack of two layers in each tower; the full ones have 24 and
// 16.
func largePack(b *testing.B, p llm2clip.Precision) *ml.Pack {
	b.Helper()
	v, err := llm2clip.OpenVision(eva02Large(2), nil)
	if err != nil {
		b.Fatal(err)
	}
	t, err := llm2clip.OpenText(llama1B(2, 1000), []byte(llamaConfig))
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "pack")
	o := llm2clip.Options{Image: p, Text: p, Tokenizer: []byte("{}")}
	if _, err := llm2clip.WritePack(b.Context(), dir, v, t, o); err != nil {
		b.Fatal(err)
	}
	pack, err := ml.OpenPackDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	return pack
}

var precisions = []llm2clip.Precision{llm2clip.Float32, llm2clip.Int8, llm2clip.DynamicInt8, llm2clip.Int4}

// BenchmarkImageLayers encodes one picture with two layers of EVA02 L/14 at 336
// pixels.
func BenchmarkImageLayers(b *testing.B) {
	rt := start(b)
	for _, p := range precisions {
		b.Run(cmp.Or(string(p), "float32"), func(b *testing.B) {
			e, err := rt.NewImageEncoder(largePack(b, p), ort.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer e.Close()
			pixels := make([]float32, 3*336*336)
			for i := range pixels {
				pixels[i] = float32(i%7) / 7
			}
			for b.Loop() {
				if _, err := e.Encode(b.Context(), pixels, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTextLayers encodes 60 tokens with two layers of Llama 3.2 1B and the
// adapter.
func BenchmarkTextLayers(b *testing.B) {
	start(b)
	for _, p := range precisions {
		b.Run(cmp.Or(string(p), "float32"), func(b *testing.B) {
			s := session(b, largePack(b, p))
			in := tokens{runtime.NewShape(1, 60), make([]int64, 60), make([]int64, 60), make([]int64, 60)}
			for i := range in.ids {
				in.ids[i], in.mask[i], in.pooling[i] = int64(i), 1, 1
			}
			for b.Loop() {
				read(b, s, in)
			}
		})
	}
}
