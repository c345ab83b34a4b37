package hub_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"descry/ml/checkpoint"
	"descry/ml/hub"
)

func TestWanted(t *testing.T) {
	const index, s1, s2 = "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"
	tests := []struct {
		name  string
		tower hub.Tower
		have  string // names with spaces between
		want  string
		err   string
	}{
		{"text, one file", hub.Text, "README.md config.json tokenizer.json tokenizer_config.json model.safetensors", "README.md config.json tokenizer.json model.safetensors", ""},
		{"text, shards", hub.Text, "tokenizer.json config.json modeling.py " + s2 + " " + s1 + " " + index, "config.json tokenizer.json " + index + " " + s1 + " " + s2, ""},
		{"text, both", hub.Text, "config.json tokenizer.json model.safetensors " + s1 + " " + s2 + " " + index, "config.json tokenizer.json " + index + " " + s1 + " " + s2, ""},
		{"text, a left-over index", hub.Text, "config.json tokenizer.json model.safetensors " + index, "config.json tokenizer.json model.safetensors", ""},
		{"text, shards without index", hub.Text, "config.json tokenizer.json " + s1 + " " + s2, "", "index.json, which belongs to"},
		{"text, a shard missing", hub.Text, "config.json tokenizer.json " + s2 + " " + index, "", "in 2 parts"},
		{"text, shards of two kinds", hub.Text, "config.json tokenizer.json model-00001-of-00001.safetensors " + s1 + " " + s2 + " " + index, "", "parts"},
		{"text, no tokenizer", hub.Text, "config.json model.safetensors", "", "no tokenizer.json"},
		{"text, no config", hub.Text, "tokenizer.json model.safetensors", "", "no config.json"},
		{"text, only pickled", hub.Text, "config.json tokenizer.json pytorch_model.bin model.pt", "config.json tokenizer.json model.pt", ""},
		{"vision, pt before the others", hub.Vision, "config.json LLM2CLIP-EVA02.pt pytorch_model.bin model.safetensors tokenizer.json", "config.json LLM2CLIP-EVA02.pt", ""},
		{"vision, pt alone", hub.Vision, "LLM2CLIP-EVA02.pt", "LLM2CLIP-EVA02.pt", ""},
		{"vision, training state", hub.Vision, "optimizer.pt scheduler.pt model.pt", "model.pt", ""},
		{"vision, two pt", hub.Vision, "a.pt b.pt", "", "2 weight files"},
		{"vision, safetensors before bin", hub.Vision, "config.json model.safetensors pytorch_model.bin", "config.json model.safetensors", ""},
		{"vision, shards", hub.Vision, "config.json pytorch_model.bin " + s1 + " " + s2 + " " + index, "config.json " + index + " " + s1 + " " + s2, ""},
		{"vision, half precision", hub.Vision, "config.json model.fp16.safetensors pytorch_model.bin", "config.json model.fp16.safetensors", ""},
		{"vision, two precisions", hub.Vision, "config.json model.fp16.safetensors model.fp32.safetensors", "", "2 weight files"},
		{"vision, bin", hub.Vision, "config.json pytorch_model.bin", "config.json pytorch_model.bin", ""},
		{"vision, only below", hub.Vision, "onnx/model.safetensors checkpoints/model.pt", "", "no weights"},
		{"vision, nothing", hub.Vision, "config.json optimizer.pt .pt", "", "no weights"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := hub.Listing{Repository: hub.Repository{Owner: "owner", Name: "model", Tower: test.tower}}
			for name := range strings.FieldsSeq(test.have) {
				l.Files = append(l.Files, hub.File{Path: name})
			}
			files, err := l.Wanted()
			if test.err != "" {
				if !errors.Is(err, hub.ErrUnsuitable) || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want %s", err, test.err)
				}
				return
			}
			must(t, err)
			var names []string
			for _, f := range files {
				names = append(names, f.Path)
			}
			if !slices.Equal(names, strings.Fields(test.want)) {
				t.Errorf("%q, want %q", names, test.want)
			}
			imported, err := checkpoint.Weights(names)
			if err != nil || len(imported) == 0 || !slices.Equal(imported, names[len(names)-len(imported):]) {
				t.Errorf("of %q, an import would read %q (%v)", names, imported, err)
			}
		})
	}
}

// The nine released repositories are all in the catalogue, each in its pair.
func TestCatalogue(t *testing.T) {
	ids, repositories := map[string]bool{}, map[string]hub.Tower{}
	for _, r := range hub.Catalogue() {
		if r.ID == "" || r.ID != strings.ToLower(r.ID) || strings.ContainsAny(r.ID, "/ ") || ids[r.ID] || r.Name == "" || r.Note == "" {
			t.Errorf("%+v", r)
		}
		ids[r.ID] = true
		repositories[r.Vision.String()] = r.Vision.Tower
		if r.Downloadable() {
			repositories[r.Text.String()] = r.Text.Tower
			small := strings.Contains(r.Vision.Name, "Llama3.2-1B")
			if small != strings.Contains(r.Text.Name, "Llama-3.2-1B") {
				t.Errorf("%s pairs %s with %s", r.ID, r.Vision, r.Text)
			}
		}
		if (r.Bytes() == 0) != (r.VisionBytes == 0 || r.TextBytes == 0) {
			t.Errorf("%s: %d bytes", r.ID, r.Bytes())
		}
	}
	texts := 0
	for name, tower := range repositories {
		if !strings.HasPrefix(name, "microsoft/LLM2CLIP-") || strings.HasSuffix(name, "-CC-Finetuned") != (tower == hub.Text) {
			t.Errorf("repository %s", name)
		}
		if tower == hub.Text {
			texts++
		}
	}
	if len(repositories) != 9 || texts != 2 {
		t.Errorf("%d repositories, %d of them texts, not 9 and 2", len(repositories), texts)
	}
	if first := hub.Catalogue()[0]; first.ID != "llama3.2-1b-eva02-l-14-336" || first.Bytes() != 5_699_100_000 {
		t.Errorf("first %+v", first)
	}
}
