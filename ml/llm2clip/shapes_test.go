package llm2clip_test

import (
	"strconv"
	"strings"
)

// eva02Large has the shapes of EVA02 L/14 at 336 pixels and of its adapter for
// texts of a width.
func eva02Large(layers int, width int64) made {
	m := made{"visual.patch_embed.proj.weight": {1024, 3, 14, 14}, "visual.patch_embed.proj.bias": {1024},
		"visual.cls_token": {1, 1, 1024}, "visual.pos_embed": {1, 577, 1024},
		"visual.norm.weight": {1024}, "visual.norm.bias": {1024},
		"visual.head.weight": {1280, 1024}, "visual.head.bias": {1280}}
	for i := range layers {
		m.layer("visual.blocks."+strconv.Itoa(i)+".", `norm1.weight 1024; norm1.bias 1024; norm2.weight 1024; norm2.bias 1024;
			attn.q_proj.weight 1024 1024; attn.q_proj.bias 1024; attn.k_proj.weight 1024 1024; attn.v_proj.weight 1024 1024;
			attn.v_proj.bias 1024; attn.inner_attn_ln.weight 1024; attn.inner_attn_ln.bias 1024; attn.proj.weight 1024 1024;
			attn.proj.bias 1024; mlp.w1.weight 2730 1024; mlp.w1.bias 2730; mlp.w2.weight 2730 1024; mlp.w2.bias 2730;
			mlp.ffn_ln.weight 2730; mlp.ffn_ln.bias 2730; mlp.w3.weight 1024 2730; mlp.w3.bias 1024`)
	}
	m.adapter("text.text_adaptor.", width)
	return m
}

// openAILarge has the shapes of ViT-L/14 for pictures of size pixels, with the adapter
// of eva02Large.
func openAILarge(layers int, size int64) made { return openAITower(1024, 14, layers, size) }

// openAITower has the shapes of a ViT of a width and a size of patches.
func openAITower(width, patch int64, layers int, size int64) made {
	const e = "vision_model.embeddings."
	m := made{e + "patch_embedding.weight": {width, 3, patch, patch}, e + "class_embedding": {width},
		e + "position_embedding.weight": {1 + (size/patch)*(size/patch), width}, "visual_projection.weight": {1280, width}}
	for _, norm := range []string{"vision_model.pre_layrnorm", "vision_model.post_layernorm"} {
		m[norm+".weight"], m[norm+".bias"] = []int64{width}, []int64{width}
	}
	for i := range layers {
		layer := "vision_model.encoder.layers." + strconv.Itoa(i) + "."
		for name, shape := range map[string][2]int64{"self_attn.q_proj": {width, width}, "self_attn.k_proj": {width, width},
			"self_attn.v_proj": {width, width}, "self_attn.out_proj": {width, width}, "mlp.fc1": {4 * width, width}, "mlp.fc2": {width, 4 * width}} {
			m[layer+name+".weight"], m[layer+name+".bias"] = shape[:], []int64{shape[0]}
		}
		for _, norm := range []string{"layer_norm1", "layer_norm2"} {
			m[layer+norm+".weight"], m[layer+norm+".bias"] = []int64{width}, []int64{width}
		}
	}
	m.adapter("text_adapter.adaptor.", 2048)
	return m
}

// adapter adds the text adapter for texts of a width.
func (m made) adapter(prefix string, width int64) {
	for i := range 4 {
		block := prefix + strconv.Itoa(i) + "."
		m[block+"ln.weight"], m[block+"ln.bias"] = []int64{width}, []int64{width}
		m[block+"fn.0.weight"], m[block+"fn.0.bias"] = []int64{2 * width, width}, []int64{2 * width}
		m[block+"fn.3.weight"], m[block+"fn.3.bias"] = []int64{width, 2 * width}, []int64{width}
	}
	m[prefix+"4.weight"], m[prefix+"4.bias"], m[prefix+"5.weight"] = []int64{width}, []int64{width}, []int64{1280, width}
}

// llamaSize is the shape of a Llama.
type llamaSize struct{ layers, words, width, narrow, hidden int64 }

// llama1B has the sizes of Llama 3.2 1B with another number of layers and words.
func llama1B(layers, words int64) made { return llamaSize{layers, words, 2048, 512, 8192}.made() }

func (s llamaSize) made() made {
	m := made{"embed_tokens.weight": {s.words, s.width}, "norm.weight": {s.width}}
	for i := range s.layers {
		prefix := "layers." + strconv.FormatInt(i, 10) + "."
		layer := made{
			"input_layernorm.weight": {s.width}, "post_attention_layernorm.weight": {s.width},
			"self_attn.q_proj.weight": {s.width, s.width}, "self_attn.o_proj.weight": {s.width, s.width},
			"self_attn.k_proj.weight": {s.narrow, s.width}, "self_attn.v_proj.weight": {s.narrow, s.width},
			"mlp.gate_proj.weight": {s.hidden, s.width}, "mlp.up_proj.weight": {s.hidden, s.width},
			"mlp.down_proj.weight": {s.width, s.hidden},
		}
		for name, shape := range layer {
			m[prefix+name] = shape
		}
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
