package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/internal/vectormath"
	"descry/ml/golden"
)

const fixtures = "../ml/llm2clip/testdata"

// imported makes a pack of two of the fixtures with the command and returns its
// folder.
func imported(t *testing.T, vision, text string, more ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pack")
	call := append([]string{"model", "import", "--vision", filepath.Join(fixtures, vision),
		"--text", filepath.Join(fixtures, text), "--out", dir, "--json"}, more...)
	made := parse[struct{ ID, Name, Path string }](t, mustDescry(t, call...))
	if made.Path != dir || !strings.HasPrefix(made.ID, "llm2clip-") {
		t.Errorf("import reports %+v", made)
	}
	return dir
}

type embedded struct {
	Input  string
	Vector []float32
}

// TestEmbedMatchesTheReference goes the way of a script: import a checkpoint, embed
// pictures and texts, compare with what the reference computes.
func TestEmbedMatchesTheReference(t *testing.T) {
	apptest.WholeRunsOnly(t)
	t.Setenv(config.HomeVariable, t.TempDir())
	for _, c := range []struct {
		vision, text, quantize string
		least                  float64
	}{
		{"vision-openai-fp16", "text-llama3-8b-like", "none", 0.9999},
		{"vision-eva02-l224", "text-llama32-1b-like", "none", 0.9999},
		{"vision-siglip2", "text-llama3-8b-like", "none", 0.9999},
		{"vision-eva02-l224", "text-llama32-1b-like", "int8", 0.998},
		{"vision-eva02-l224", "text-llama32-1b-like", "int4", 0.99},
	} {
		t.Run(c.vision+" "+c.quantize, func(t *testing.T) {
			pack := imported(t, c.vision, c.text, "--quantize", c.quantize)
			embedPictures(t, pack, c.vision, c.least)
			embedTexts(t, pack, c.vision, c.text, c.least)
		})
	}
}

func embedPictures(t *testing.T, pack, tower string, least float64) {
	t.Helper()
	var manifest struct{ Images []string }
	golden.JSON(t, filepath.Join(fixtures, tower, "manifest.json"), &manifest)
	want := golden.NPY(t, filepath.Join(fixtures, tower, "golden", "image_norm.npy"))
	call := []string{"embed", "--pack", pack, "--json"}
	for _, name := range manifest.Images {
		png := strings.TrimSuffix(name, filepath.Ext(name)) + ".png"
		call = append(call, "--image", filepath.Join("../ml/testdata/images/decoded", png))
	}
	got := parse[[]embedded](t, mustDescry(t, call...))
	if len(got) != len(manifest.Images) || len(got) == 0 {
		t.Fatalf("%d vectors of %d pictures", len(got), len(manifest.Images))
	}
	for i, e := range got {
		if cosine := vectormath.Cosine(e.Vector, want.Row(i)); !(cosine >= least) {
			t.Errorf("%s: cosine %.6f, want %v", e.Input, cosine, least)
		}
	}
	// As they come from the camera: turned, compressed.
	for i, name := range manifest.Images {
		path := original(t, name)
		if filepath.Base(path) == "rgba.png" { // decoding lays it over grey, the reference saw its hidden colours
			continue
		}
		e := parse[[]embedded](t, mustDescry(t, "embed", "--pack", pack, "--json", "--image", path))
		if cosine := vectormath.Cosine(e[0].Vector, want.Row(i)); !(cosine >= min(least, 0.999)) {
			t.Errorf("%s: cosine %.6f", path, cosine)
		}
	}
}

// original finds a picture as it was before it was decoded, by its name.
func original(t *testing.T, name string) string {
	t.Helper()
	for _, ending := range []string{"", ".jpg", ".png"} {
		path := filepath.Join("../ml/testdata/images", name+ending)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
	}
	t.Fatalf("no picture %s", name)
	return ""
}

func embedTexts(t *testing.T, pack, tower, encoder string, least float64) {
	t.Helper()
	var file struct{ Texts []golden.Text }
	golden.JSON(t, filepath.Join(fixtures, encoder, "golden", "texts.json"), &file)
	texts := file.Texts
	want := golden.NPY(t, filepath.Join(fixtures, tower, "golden", "text_norm.npy"))
	call := []string{"embed", "--pack", pack, "--json"}
	for _, x := range texts {
		call = append(call, "--text", x.Text)
	}
	got := parse[[]embedded](t, mustDescry(t, call...))
	if len(got) != len(texts) || len(got) == 0 {
		t.Fatalf("%d vectors of %d texts", len(got), len(texts))
	}
	for i, e := range got {
		if cosine := vectormath.Cosine(e.Vector, want.Row(i)); !(cosine >= least) {
			t.Errorf("%.40q: cosine %.6f, want %v", e.Input, cosine, least)
		}
	}
}

func TestEmbedKeepsTheOrderOfTheCall(t *testing.T) {
	dir := photoFolder(t)
	photo := filepath.Join(dir, "stars.jpg")
	got := parse[[]embedded](t, mustDescry(t, "embed", "--json", "--text", "a", "--image", photo, "--text", "b"))
	if len(got) != 3 || got[0].Input != "a" || got[1].Input != photo || got[2].Input != "b" || len(got[1].Vector) != 512 {
		t.Errorf("%+v", got)
	}
	plain := mustDescry(t, "embed", "--text", "a")
	if fields := strings.Fields(plain); len(fields) != 513 || fields[0] != "a" {
		t.Errorf("without --json: %.80s", plain)
	}
	for _, call := range [][]string{{"embed"}, {"embed", "--pack", dir, "--text", "a"}} {
		if _, errs, code := descry(t, call...); code != 2 || errs == "" {
			t.Errorf("%v: exit %d, %s", call, code, errs)
		}
	}
	if _, errs, code := descry(t, "embed", "--image", filepath.Join(dir, "broken.jpg")); code != 1 || !strings.Contains(errs, "broken.jpg") {
		t.Errorf("a broken photo: exit %d, %s", code, errs)
	}
}
