package ort

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/softvulkan"
	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
	"descry/ml/onnx"
)

// importedPack writes the pack of a pair of the small checkpoints as the import does when
// it is told nothing.
func importedPack(t *testing.T) *ml.Pack {
	t.Helper()
	const vision, text = "vision-openai-fp16", "text-llama3-8b-like"
	v, err := llm2clip.OpenVision(smallCheckpoint(t, vision, "model.safetensors"), smallFile(t, vision, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	x, err := llm2clip.OpenText(smallCheckpoint(t, text, "model.safetensors.index.json"), smallFile(t, text, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "pack")
	o := llm2clip.Options{Image: llm2clip.DynamicInt8, Text: llm2clip.Int8, Tokenizer: smallFile(t, text, "tokenizer.json")}
	if _, err := llm2clip.WritePack(t.Context(), dir, v, x, o); err != nil {
		t.Fatal(err)
	}
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Text.ExternalData) == 0 {
		t.Fatal("the weights of the text tower were to lie beside its graph")
	}
	return p
}

func smallFile(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "llm2clip", "testdata", folder, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return data
}

func smallCheckpoint(t *testing.T, folder, name string) checkpoint.File {
	t.Helper()
	c, err := checkpoint.Open(filepath.Join("..", "llm2clip", "testdata", folder, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestImportedPackOnCard has both towers of a pack compute on software Vulkan, which
// neither could as it is stored: the image tower multiplies rounded bytes, the text tower
// masks attention. Nothing in the pack changes.
func TestImportedPackOnCard(t *testing.T) {
	if testing.Short() {
		t.Skip("software Vulkan takes half a minute for it")
	}
	importedPackOn(t, softCard(t))
}

// TestImportedPackInFloat16 is the same with a driver that has 16 bits, which "make test"
// doesn't get.
func TestImportedPackInFloat16(t *testing.T) {
	if testing.Short() {
		t.Skip("software Vulkan takes half a minute for it")
	}
	importedPackOn(t, Options{Providers: []Provider{WebGPU}, Environment: vulkanOf(softvulkan.Float16(t)), Float16: true})
}

func importedPackOn(t *testing.T, o Options) {
	t.Helper()
	rt := openChild(t, Child{})
	p := importedPack(t)
	onCard, err := OpenModel(rt, p, ModelOptions{Image: o, Text: o})
	if err != nil {
		t.Fatal(err)
	}
	defer onCard.Close()
	here, err := OpenModel(rt, p, ModelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	const text = "a dog on a beach, seen from far above on a windy day in autumn, with people and kites and boats behind it"
	pictures := noise(p.Vision.Size * p.Vision.Size * 3)
	var vectors [2][2][]float32
	for i, m := range []*Model{onCard, here} {
		images, err := m.EncodeImages(t.Context(), pictures, 1)
		if err != nil {
			t.Fatal(err)
		}
		words, _, err := m.EncodeText(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		vectors[i] = [2][]float32{images[0], words}
	}
	if onCard.Device() != "WebGPU" || onCard.Notice() != "" {
		t.Errorf("on %s: %s, %v", onCard.Device(), onCard.Notice(), onCard.Skipped())
	}
	if e, err := onCard.Text(t.Context()); err != nil || e.Device() != "WebGPU" {
		t.Errorf("the text tower is not on the card: %v", err)
	}
	for i, tower := range []string{"image", "text"} {
		c := vectormath.Cosine(vectors[0][i], vectors[1][i])
		if t.Logf("%s: cosine %.6f of the processor's", tower, c); !(c >= 0.998) {
			t.Errorf("%s: cosine %.6f of the processor's", tower, c)
		}
	}
	if err := p.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestForCard: what is not known is loaded as it is, and what can't be read is an error.
func TestForCard(t *testing.T) {
	p := importedPack(t)
	path, _ := p.Path(p.Text.File)
	model, o, err := forCard(modelFile{path: path}, Options{})
	if err != nil || model.path != "" || model.weights != filepath.Dir(path) || o.ProviderOptions["forceCpuNodeNames"] == "" {
		t.Errorf("%+v, %v", o, err)
	}
	if half, _, err := forCard(modelFile{path: path}, Options{Float16: true}); err != nil || bytes.Equal(half.data, model.data) {
		t.Error("the same graph for float16: ", err)
	}
	told := Options{ProviderOptions: map[string]string{"forceCpuNodeNames": "none"}}
	if _, o, err = forCard(modelFile{path: path}, told); err != nil || o.ProviderOptions["forceCpuNodeNames"] != "none" {
		t.Errorf("%+v, %v", o, err)
	}
	g := onnx.New("of another maker")
	g.Input("x", onnx.Float, onnx.Named("n"), onnx.Named("tokens"), onnx.Fixed(8))
	g.Add(onnx.Node{Op: "MultiHeadAttention", Domain: onnx.Microsoft, Inputs: []string{"x", "x", "x"}, Outputs: []string{"y"},
		Attributes: []onnx.Attribute{onnx.Int("num_heads", 2), onnx.Real("scale", 3)}})
	g.Output("y", onnx.Float, onnx.Named("n"), onnx.Named("tokens"), onnx.Fixed(8))
	var unknown bytes.Buffer
	if err := g.Write(&unknown, io.Discard, onnx.Files{}); err != nil {
		t.Fatal(err)
	}
	if model, _, err = forCard(modelFile{data: unknown.Bytes()}, o); err != nil || !bytes.Equal(model.data, unknown.Bytes()) {
		t.Error("a model that isn't known was changed: ", err)
	}
	if _, _, err := forCard(modelFile{path: filepath.Join(t.TempDir(), "none.onnx")}, o); err == nil {
		t.Error("a file that isn't there was read")
	}
	if _, _, err := forCard(modelFile{data: []byte("no model")}, o); err == nil {
		t.Error("what is no model was rewritten")
	}
}
