package llm2clip_test

import (
	"os"
	"path/filepath"
	"testing"

	"descry/ml"
	"descry/ml/checkpoint"
	"descry/ml/golden"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// towers are the folders of the fixtures with an image tower.
var towers = []string{"vision-openai", "vision-openai-gelu-bin", "vision-openai-fp16",
	"vision-eva02-b", "vision-eva02-l", "vision-eva02-l224", "vision-siglip2"}

// fixture is what a tower's manifest.json says about it.
type fixture struct {
	Family    llm2clip.Family `json:"family"`
	Size      int             `json:"image_size"`
	Mean      [3]float64      `json:"mean"`
	Std       [3]float64      `json:"std"`
	Crop      string          `json:"crop"`
	Images    []string        `json:"images"`
	TextTower string          `json:"text_tower"`
	Width     int             `json:"adapter_width"`
	JointDim  int             `json:"joint_dim"`
	Extra     []string        `json:"extra_tensors"`
}

// shared returns a path of the fixtures: the smallest towers are in testdata, the
// rest lies beside the project, and tests of it are skipped where it does not.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	own := filepath.Join(append([]string{"testdata"}, elem...)...)
	if _, err := os.Stat(own); err == nil {
		return own
	}
	return golden.Shared(t, append([]string{"fixtures"}, elem...)...)
}

func readFixture(t testing.TB, folder string) (f fixture) {
	t.Helper()
	golden.JSON(t, shared(t, folder, "manifest.json"), &f)
	return f
}

// config returns the content of a folder's config.json, nil if it has none.
func config(t testing.TB, folder string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared(t, folder), "config.json"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return data
}

// weights opens the checkpoint in a folder of the fixtures.
func weights(t testing.TB, folder string) checkpoint.File {
	t.Helper()
	path := shared(t, folder)
	for _, name := range []string{"model.pt", "pytorch_model.bin", "model.safetensors", "model.safetensors.index.json"} {
		if _, err := os.Stat(filepath.Join(path, name)); err == nil {
			path = filepath.Join(path, name)
			break
		}
	}
	c, err := checkpoint.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func vision(t testing.TB, folder string) *llm2clip.Vision {
	t.Helper()
	v, err := llm2clip.OpenVision(weights(t, folder), config(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func text(t testing.TB, folder string) *llm2clip.Text {
	t.Helper()
	x, err := llm2clip.OpenText(weights(t, folder), config(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// pack writes the pack of a tower with the text encoder it was made for.
func pack(t testing.TB, folder string, o llm2clip.Options) *ml.Pack {
	t.Helper()
	f := readFixture(t, folder)
	tokens, err := os.ReadFile(shared(t, f.TextTower, "tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	o.Tokenizer = tokens
	dir := filepath.Join(t.TempDir(), "pack")
	if _, err := llm2clip.WritePack(t.Context(), dir, vision(t, folder), text(t, f.TextTower), o); err != nil {
		t.Fatal(err)
	}
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func start(t testing.TB) *ort.Runtime {
	t.Helper()
	library, err := ort.FindLibrary()
	if err != nil {
		t.Fatal(err) // make test has installed it
	}
	rt, err := ort.Open(library)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	})
	return rt
}
