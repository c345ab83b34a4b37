package llm2clip_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
)

// edited is a checkpoint with some tensors replaced, of which zeros are read.
type edited struct {
	checkpoint.File
	shapes map[string][]int64 // nil removes a tensor
}

func (e edited) Tensors() []checkpoint.Tensor {
	var list []checkpoint.Tensor
	for _, t := range e.File.Tensors() {
		if _, ok := e.shapes[t.Name]; !ok {
			list = append(list, t)
		}
	}
	for name, shape := range e.shapes {
		if shape != nil {
			list = append(list, checkpoint.Tensor{Name: name, Shape: shape})
		}
	}
	return list
}

func (e edited) Lookup(name string) (checkpoint.Tensor, bool) {
	shape, ok := e.shapes[name]
	if !ok {
		return e.File.Lookup(name)
	}
	return checkpoint.Tensor{Name: name, Shape: shape}, shape != nil
}

func (e edited) Read(name string, fn func([]float32) error) error {
	shape, ok := e.shapes[name]
	if !ok {
		return e.File.Read(name, fn)
	}
	zeros := make([]float32, shape[len(shape)-1])
	for range (checkpoint.Tensor{Shape: shape[:len(shape)-1]}).Elements() {
		if err := fn(zeros); err != nil {
			return err
		}
	}
	return nil
}

func TestTensorsThatDoNotFitAreNamed(t *testing.T) {
	for _, c := range []struct {
		folder string
		shapes map[string][]int64
		want   []string
	}{
		{"vision-openai", map[string][]int64{"vision_model.post_layernorm.bias": nil}, []string{"vision_model.post_layernorm.bias is missing"}},
		{"vision-openai", map[string][]int64{"vision_model.extra.weight": {4}}, []string{"vision_model.extra.weight is not part"}},
		{"vision-openai", map[string][]int64{"vision_model.encoder.layers.1.mlp.fc2.weight": {64, 255}},
			[]string{"vision_model.encoder.layers.1.mlp.fc2.weight has shape [64 255], want [64 256]"}},
		{"vision-openai", map[string][]int64{"vision_model.embeddings.position_embedding.weight": {36, 64}}, []string{"35 positions"}},
		{"vision-openai", map[string][]int64{"visual_projection.weight": nil}, []string{"visual_projection.weight is missing"}},
		{"vision-openai", map[string][]int64{"visual_projection.weight": {81, 64}}, []string{"81", "80"}},
		{"vision-openai", map[string][]int64{"text_adapter.adaptor.0.ln.weight": nil}, []string{"text_adapter.adaptor.0.ln.weight is missing"}},
		{"vision-openai", map[string][]int64{"vision_model.embeddings.patch_embedding.weight": nil}, []string{"no image tower"}},
		{"vision-eva02-b", map[string][]int64{"visual.blocks.0.attn.k_proj.bias": {128}}, []string{"visual.blocks.0.attn.k_proj.bias is not part"}},
		{"vision-eva02-b", map[string][]int64{"visual.rope.freqs_cos": {196, 32}}, []string{"visual.rope.freqs_cos has shape [196 32], want [196 64]"}},
		{"vision-eva02-b", map[string][]int64{"visual.blocks.0.mlp.ffn_ln.bias": nil, "visual.head.bias": {3}},
			[]string{"visual.blocks.0.mlp.ffn_ln.bias is missing", "visual.head.bias has shape [3], want [80]"}},
		{"vision-eva02-b", map[string][]int64{"visual.blocks.3.norm1.weight": {128}}, []string{"visual.blocks.2.norm1.weight is missing"}},
		{"vision-siglip2", map[string][]int64{"visual.trunk.attn_pool.latent": {1, 2, 144}}, []string{"latent has shape [1 2 144]"}},
		{"vision-siglip2", map[string][]int64{"visual.trunk.norm.weight": {}}, []string{"visual.trunk.norm.weight has shape []"}},
	} {
		_, err := llm2clip.OpenVision(edited{weights(t, c.folder), c.shapes}, config(t, c.folder))
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s with %v: %v", c.folder, c.shapes, err)
			}
		}
	}
}

func TestUnusedTensorsAreNamed(t *testing.T) {
	for _, folder := range towers {
		extra := readFixture(t, folder).Extra
		for _, name := range vision(t, folder).Unused {
			if !slices.Contains(extra, name) {
				t.Errorf("%s: %s is unused", folder, name)
			}
		}
	}
	if got := vision(t, "vision-siglip2").Unused; len(got) != 3 || !slices.Contains(got, "logit_bias") {
		t.Errorf("unused: %q", got)
	}
}

func TestTextTensorsThatDoNotFitAreNamed(t *testing.T) {
	const folder = "text-llama3-8b-like"
	for _, c := range []struct {
		shapes map[string][]int64
		want   string
	}{
		{map[string][]int64{"model.norm.weight": nil}, "model.norm.weight is missing"},
		{map[string][]int64{"model.embed_tokens.weight": nil}, "embed_tokens.weight is missing"},
		{map[string][]int64{"model.layers.1.self_attn.q_proj.bias": {96}}, "model.layers.1.self_attn.q_proj.bias is not part"},
		{map[string][]int64{"model.layers.2.mlp.up_proj.weight": {255, 96}}, "model.layers.2.mlp.up_proj.weight has shape [255 96], want [256 96]"},
		{map[string][]int64{"model.embed_tokens.weight": {2000, 96}}, "vocab_size 2256, the weights have 2000"},
		{map[string][]int64{"model.layers.0.self_attn.q_proj.weight": {97, 96}}, "6 attention heads do not fit a query projection of 97"},
	} {
		_, err := llm2clip.OpenText(edited{weights(t, folder), c.shapes}, config(t, folder))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.shapes, err)
		}
	}
	extra := map[string][]int64{"lm_head.weight": {2256, 96}, "model.layers.0.self_attn.rotary_emb.inv_freq": {8}}
	if _, err := llm2clip.OpenText(edited{weights(t, folder), extra}, config(t, folder)); err != nil {
		t.Errorf("a language model's head: %v", err)
	}
}

func TestConfigsThatDoNotFit(t *testing.T) {
	for _, c := range []struct{ folder, old, new, want string }{
		{"vision-openai", `"image_size": 96`, `"image_size": 95`, "image_size 95, the weights have 96"},
		{"vision-openai", `"hidden_size": 64`, `"hidden_size": 65`, "hidden_size 65, the weights have 64"},
		{"vision-openai", `"num_attention_heads": 4`, `"num_attention_heads": 5`, "5 attention heads"},
		{"vision-openai", `"dropout": 0.0`, `"hidden_act": "relu"`, `"relu"`},
		{"vision-openai", `"dropout": 0.0`, `"layer_norm_eps": -1`, "layer_norm_eps -1"},
		{"vision-openai", `{`, ``, "config.json"},
		{"text-llama32-1b-like", `"num_key_value_heads": 2`, `"num_key_value_heads": 3`, "4 attention heads with 3"},
		{"text-llama32-1b-like", `"num_key_value_heads": 2`, `"num_key_value_heads": 1`, "k_proj.weight has shape [32 64], want [16 64]"},
		{"text-llama32-1b-like", `"hidden_act": "silu"`, `"hidden_act": "gelu"`, `"gelu"`},
		{"text-llama32-1b-like", `"rope_type": "llama3"`, `"rope_type": "yarn"`, `"yarn"`},
		{"text-llama32-1b-like", `"factor": 32.0`, `"factor": 0`, "factor 0"},
		{"text-llama32-1b-like", `"rope_theta": 500000.0`, `"rope_theta": 0`, "rope_theta 0"},
		{"text-llama32-1b-like", `"rms_norm_eps": 1e-05`, `"rms_norm_eps": 1`, "rms_norm_eps 1"},
		{"text-llama32-1b-like", `"num_hidden_layers": 3`, `"num_hidden_layers": 4`, "num_hidden_layers 4, the weights have 3"},
	} {
		data := bytes.Replace(config(t, c.folder), []byte(c.old), []byte(c.new), 1)
		if !bytes.Contains(config(t, c.folder), []byte(c.old)) {
			t.Fatalf("%s: no %s", c.folder, c.old)
		}
		var err error
		if strings.HasPrefix(c.folder, "text") {
			_, err = llm2clip.OpenText(weights(t, c.folder), data)
		} else {
			_, err = llm2clip.OpenVision(weights(t, c.folder), data)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %s: %v", c.folder, c.new, err)
		}
	}
	if _, err := llm2clip.OpenText(weights(t, "text-llama32-1b-like"), nil); err == nil {
		t.Error("a text encoder without config.json: no error")
	}
}

func TestPairsThatDoNotFit(t *testing.T) {
	v, x := vision(t, "vision-eva02-l"), text(t, "text-llama3-8b-like")
	err := llm2clip.CheckPair(v, x)
	if err == nil || !strings.Contains(err.Error(), "64") || !strings.Contains(err.Error(), "96") {
		t.Errorf("a text encoder of another width: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "pack")
	if _, err := llm2clip.WritePack(t.Context(), dir, v, x, llm2clip.Options{Tokenizer: []byte("{}")}); err == nil {
		t.Error("a pack of them: no error")
	}
	if entries, _ := os.ReadDir(filepath.Dir(dir)); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestPacksAreWrittenWholeOrNotAtAll(t *testing.T) {
	v, x := vision(t, "vision-eva02-l"), text(t, "text-llama32-1b-like")
	dir := filepath.Join(t.TempDir(), "pack")
	if _, err := llm2clip.WritePack(t.Context(), dir, v, x, llm2clip.Options{}); err == nil {
		t.Error("without a tokenizer: no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	stop := llm2clip.Options{Tokenizer: []byte("{}"), Progress: func(done, total int64) {
		if done > total/2 {
			cancel()
		}
	}}
	if _, err := llm2clip.WritePack(ctx, dir, v, x, stop); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(dir)); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
	var steps []int64
	m, err := llm2clip.WritePack(t.Context(), dir, v, x, llm2clip.Options{Name: "Both", Tokenizer: []byte("{}"),
		Progress: func(done, total int64) { steps = append(steps, done*1000/total) }})
	if err != nil || m.Name != "Both" || !slices.IsSorted(steps) || steps[len(steps)-1] != 1000 {
		t.Errorf("%v, %v, progress %v", m.Name, err, steps)
	}
	if _, err := llm2clip.WritePack(t.Context(), dir, v, x, stop); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another pack: %v", err)
	}
}
