package ort_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/checkpoint"
	"descry/ml/golden"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// fixtures holds small checkpoints with random weights, and what the reference
// implementation makes of 33 texts and 8 pictures with them.
const fixtures = "../llm2clip/testdata"

// pair is what manifest.json says about an image tower.
type pair struct {
	Images    []string `json:"images"`
	TextTower string   `json:"text_tower"`
}

// TestLLM2CLIPGolden imports each pair and uses it as the program does.
func TestLLM2CLIPGolden(t *testing.T) {
	rt := open(t)
	found, err := filepath.Glob(filepath.Join(fixtures, "vision-*"))
	if err != nil || len(found) < 3 {
		t.Fatal(found, err)
	}
	for _, folder := range found {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			var f pair
			golden.JSON(t, filepath.Join(folder, "manifest.json"), &f)
			m, err := ort.OpenModel(rt, imported(t, folder, filepath.Join(fixtures, f.TextTower)), ort.ModelOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			compareTexts(t, m, filepath.Join(fixtures, f.TextTower), folder)
			compareImages(t, m, f.Images, folder)
		})
	}
}

// imported writes the pack of two checkpoints.
func imported(t *testing.T, vision, text string) *ml.Pack {
	t.Helper()
	v, err := llm2clip.OpenVision(weights(t, vision), optional(t, filepath.Join(vision, "config.json")))
	if err != nil {
		t.Fatal(err)
	}
	x, err := llm2clip.OpenText(weights(t, text), optional(t, filepath.Join(text, "config.json")))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "pack")
	o := llm2clip.Options{Tokenizer: optional(t, filepath.Join(text, "tokenizer.json"))}
	if _, err := llm2clip.WritePack(t.Context(), dir, v, x, o); err != nil {
		t.Fatal(err)
	}
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func weights(t *testing.T, folder string) checkpoint.File {
	t.Helper()
	for _, name := range []string{"model.pt", "model.safetensors", "model.safetensors.index.json"} {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		c, err := checkpoint.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	t.Fatalf("no weights in %s", folder)
	return nil
}

// optional reads a file, nil if it is absent.
func optional(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return data
}

func compareTexts(t *testing.T, m *ort.Model, tower, folder string) {
	t.Helper()
	var texts struct {
		Texts []struct {
			ID   string  `json:"id"`
			Text string  `json:"text"`
			IDs  []int64 `json:"ids"`
		} `json:"texts"`
	}
	golden.JSON(t, filepath.Join(tower, "golden", "texts.json"), &texts)
	want := golden.NPY(t, filepath.Join(folder, "golden", "text_norm.npy"))
	if len(texts.Texts) != 33 || want.Shape[0] != 33 {
		t.Fatalf("%d texts, %v vectors", len(texts.Texts), want.Shape)
	}
	least := 1.0
	for i, text := range texts.Texts {
		got, info, err := m.EncodeText(t.Context(), text.Text)
		if err != nil || info.Tokens != len(text.IDs) || info.Unknown != 0 {
			t.Errorf("%s: %+v, %v, want %d tokens", text.ID, info, err, len(text.IDs))
			continue
		}
		cosine := vectormath.Cosine(got, want.Row(i))
		least = min(least, cosine)
		if !(cosine >= 0.9999) {
			t.Errorf("%s: cosine %.6f", text.ID, cosine)
		}
	}
	t.Logf("33 texts, lowest cosine %.9f", least)
}

func compareImages(t *testing.T, m *ort.Model, images []string, folder string) {
	t.Helper()
	want := golden.NPY(t, filepath.Join(folder, "golden", "image_norm.npy"))
	if len(images) != 8 || want.Shape[0] != 8 {
		t.Fatalf("%d pictures, %v vectors", len(images), want.Shape)
	}
	pre := m.Preprocessor()
	in := make([]float32, len(images)*pre.TensorLen())
	for i, name := range images {
		if err := pre.Tensor(in[i*pre.TensorLen():], golden.Picture(t, filepath.Join(photos, "decoded", name+".png"))); err != nil {
			t.Fatal(err)
		}
	}
	got, err := m.EncodeImages(t.Context(), in, len(images))
	if err != nil {
		t.Fatal(err)
	}
	least := 1.0
	for i, v := range got {
		cosine := vectormath.Cosine(v, want.Row(i))
		least = min(least, cosine)
		if !(cosine >= 0.9999) {
			t.Errorf("%s: cosine %.6f", images[i], cosine)
		}
	}
	t.Logf("8 pictures, lowest cosine %.9f", least)
}

func TestUnknownCharacters(t *testing.T) {
	m, err := ort.OpenModel(open(t), starter(t), ort.ModelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for text, mostly := range map[string]bool{
		"": false, "a dog": false, "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ": true, "a dog on a beach ᏣᎳᎩ": false,
	} {
		if _, info, err := m.EncodeText(t.Context(), text); err != nil || info.MostlyUnknown() != mostly {
			t.Errorf("%q: %+v, %v", text, info, err)
		}
	}
}
