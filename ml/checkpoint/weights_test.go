package checkpoint_test

import (
	"slices"
	"strings"
	"testing"

	"descry/ml/checkpoint"
)

func TestWeights(t *testing.T) {
	const index, s1, s2 = "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"
	for _, c := range []struct{ have, want, err string }{ // names with spaces between
		{"config.json model.safetensors README.md", "model.safetensors", ""},
		{"weights.safetensors", "weights.safetensors", ""},
		{s2 + " config.json " + s1 + " " + index, index + " " + s1 + " " + s2, ""},
		{"pytorch_model.bin training_args.bin", "pytorch_model.bin", ""},
		{"release.pt", "release.pt", ""},

		// Several: .pt before shards before a single file before PyTorch's .bin.
		{"release.pt model.safetensors pytorch_model.bin " + index + " " + s1 + " " + s2, "release.pt", ""},
		{"pytorch_model.bin model.safetensors " + index + " " + s1 + " " + s2, index + " " + s1 + " " + s2, ""},
		{"pytorch_model.bin model.safetensors other.safetensors", "model.safetensors", ""},
		{"pytorch_model.bin other.safetensors", "other.safetensors", ""},
		{"one.pt two.pt model.safetensors", "", `2 weight files, such as "one.pt" and "two.pt"`},
		{"y.safetensors x.safetensors z.safetensors pytorch_model.bin", "", `3 weight files, such as "x.safetensors" and "y.safetensors"`},

		// Variants in half precision.
		{"model.safetensors model.fp16.safetensors", "model.safetensors", ""},
		{"model.fp16.safetensors config.json", "model.fp16.safetensors", ""},
		{"model.fp16.safetensors model.bf16.safetensors", "", "which is meant"},
		{"model.safetensors.index.fp16.json model.fp16-00001-of-00002.safetensors model.fp16-00002-of-00002.safetensors", "", "index.json, which belongs to weights in parts, is missing"},
		{"model.safetensors model.fp16-00001-of-00002.safetensors model.fp16-00002-of-00002.safetensors", "model.safetensors", ""},

		// Beside weights, but none.
		{"optimizer.pt scheduler.pt scaler.pt rng_state.pt training_args.pt model.pt", "model.pt", ""},
		{"._model.pt .pt model.pt", "model.pt", ""},
		{"optimizer.pt model.safetensors", "model.safetensors", ""},

		// Parts without the others.
		{"model.safetensors " + index, "model.safetensors", ""},
		{index + " config.json", "", "the parts that belong to model.safetensors.index.json are missing"},
		{s1 + " " + s2, "", "model.safetensors.index.json, which belongs to weights in parts, is missing"},
		{s2 + " " + index, "", "in 2 parts, parts are missing or left over"},
		{s1 + " " + s2 + " " + index + " model-00001-of-00001.safetensors", "", "missing or left over"},
		{"pytorch_model.bin.index.json pytorch_model-00001-of-00002.bin", "", "in several parts is not supported"},

		{"config.json optimizer.pt tokenizer.json model.onnx", "", "no weights: neither"},
		{"", "", "no weights: neither"},
	} {
		have := strings.Fields(c.have)
		got, err := checkpoint.Weights(have)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("of %q: %q, %v; want the error %q", c.have, got, err, c.err)
			}
			continue
		}
		if err != nil || !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("of %q: %q, %v; want %q", c.have, got, err, c.want)
		}
		if again, err := checkpoint.Weights(got); err != nil || !slices.Equal(again, got) {
			t.Errorf("of %q alone: %q, %v", got, again, err)
		}
		if slices.Reverse(have); !slices.Equal(have, strings.Fields(c.have)) {
			if other, err := checkpoint.Weights(have); err != nil || !slices.Equal(other, got) {
				t.Errorf("of %q the other way round: %q, %v", c.have, other, err)
			}
		}
	}
}
