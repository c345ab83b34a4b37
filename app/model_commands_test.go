package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/internal/scene"
)

// model is what these tests read of descry model list --json.
type model struct {
	ID, Path, Licence, Problem string
	Active, Next               bool
	Vectors, Photos            int
	Bytes                      int64
	Speed                      *struct {
		ImagesPerSecond float64 `json:"images_per_second"`
	}
	Measured map[string]struct {
		TextToImage struct{ R1 float64 } `json:"text_to_image"`
		Images      int
	}
}

func modelsOf(t *testing.T) map[string]model {
	t.Helper()
	all := map[string]model{}
	for _, m := range parse[[]model](t, mustDescry(t, "model", "list", "--json")) {
		all[m.ID] = m
	}
	return all
}

const starter = "descry-starter-2"

// installed imports a pair of the fixtures into the model store and returns its id.
func installed(t *testing.T, more ...string) string {
	t.Helper()
	call := append([]string{"model", "import", "--vision", filepath.Join(fixtures, "vision-openai-fp16"),
		"--text", filepath.Join(fixtures, "text-llama3-8b-like"), "--json"}, more...)
	return parse[struct{ ID string }](t, mustDescry(t, call...)).ID
}

func TestModelsByCommand(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	id := installed(t, "--name", "Small one", "--languages", "en,de")
	if again := installed(t, "--name", "Small one", "--languages", "en,de"); again != id {
		t.Errorf("imported twice: %s and %s", id, again)
	}
	if m := modelsOf(t); len(m) != 2 || !m[starter].Active || m[id].Active || m[id].Vectors != 0 || m[id].Photos != 4 || m[id].Bytes == 0 {
		t.Errorf("after the import: %+v", m)
	}
	out := mustDescry(t, "model", "use", id[:len(id)-2])
	if !strings.Contains(out, "descry index") {
		t.Errorf("use says %s", out)
	}
	before := mustDescry(t, "search", scene.All[0].Description, "--json")
	if m := modelsOf(t); !m[starter].Active || !m[id].Next {
		t.Errorf("before its photos were looked at: %+v", m)
	}
	mustDescry(t, "index")
	if m := modelsOf(t); !m[id].Active || m[id].Next || m[id].Vectors != 4 || m[starter].Vectors != 4 {
		t.Errorf("after index: %+v", m)
	}
	if now := mustDescry(t, "search", scene.All[0].Description, "--json"); now == before {
		t.Error("the other model finds the same with the same scores")
	}
	if out := mustDescry(t, "model", "use", starter); !strings.Contains(out, "from now on") {
		t.Errorf("going back says %s", out)
	}
	if again := mustDescry(t, "search", scene.All[0].Description, "--json"); again != before {
		t.Errorf("going back: %s\nbefore: %s", again, before)
	}
	mustDescry(t, "model", "use", id)
	if m := modelsOf(t); !m[id].Active {
		t.Errorf("and there again, with all vectors at hand: %+v", m)
	}
}

func TestModelsAreMeasuredVerifiedDeleted(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	id := installed(t)
	mustDescry(t, "model", "measure", id)
	captions := filepath.Join(t.TempDir(), "captions.tsv")
	var lines []string
	for _, s := range scene.All {
		lines = append(lines, s.Name+"\t"+s.Description)
	}
	write(t, captions, []byte(strings.Join(lines, "\n")))
	mustDescry(t, "eval", "--images", dir, "--captions", captions, "--model", starter, "--remember", "scenes")
	m := modelsOf(t)
	if m[id].Speed == nil || m[id].Speed.ImagesPerSecond <= 0 || m[starter].Measured["scenes"].TextToImage.R1 != 100 {
		t.Errorf("measured: %+v", m)
	}
	mustDescry(t, "model", "verify", id)
	data := filepath.Join(m[id].Path, "vision.onnx.data")
	damage(t, data)
	if _, errs, code := descry(t, "model", "verify", id); code != 1 || !strings.Contains(errs, "vision.onnx.data") {
		t.Errorf("a changed byte: exit %d, %s", code, errs)
	}
	if out, _, code := descry(t, "doctor"); code != 1 || !strings.Contains(out, "descry model delete "+id) {
		t.Errorf("doctor about a changed byte: exit %d\n%s", code, out)
	}
	for _, word := range []string{starter, "nothing", ""} {
		if _, errs, code := descry(t, "model", "delete", word); code != 2 || errs == "" {
			t.Errorf("delete %q: exit %d, %s", word, code, errs)
		}
	}
	mustDescry(t, "model", "use", id, "--now")
	if _, errs, code := descry(t, "model", "delete", id); code != 2 || !strings.Contains(errs, "searches now") {
		t.Errorf("delete the one that searches: exit %d, %s", code, errs)
	}
	mustDescry(t, "model", "use", starter)
	mustDescry(t, "model", "delete", id)
	if m := modelsOf(t); len(m) != 1 {
		t.Errorf("after the deletion: %+v", m)
	}
	if _, err := os.Stat(filepath.Dir(data)); !os.IsNotExist(err) {
		t.Errorf("its folder: %v", err)
	}
}

// TestABrokenModelHurtsNoOther cuts the weights of a model that is to be filled: that
// is said in a sentence, and the model before goes on searching and indexing.
func TestABrokenModelHurtsNoOther(t *testing.T) {
	dir := photoFolder(t)
	id := installed(t)
	mustDescry(t, "index", dir)
	mustDescry(t, "model", "use", id)
	if err := os.Truncate(filepath.Join(modelsOf(t)[id].Path, "vision.onnx.data"), 1000); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := descry(t, "index"); code != 1 || !strings.Contains(errs, "its files are damaged") {
		t.Errorf("index: exit %d, %s", code, errs)
	}
	if m := modelsOf(t); !m[starter].Active || m[starter].Vectors != len(scene.All) || !m[id].Next {
		t.Errorf("models: %+v", m)
	}
	mustDescry(t, "search", scene.All[0].Description)
	mustDescry(t, "model", "delete", id)
	mustDescry(t, "index")
}

func damage(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	write(t, path, data)
}

// TestAModelThatVanished deletes the folder of the model that searches: the built-in
// one takes its place and says so.
func TestAModelThatVanished(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	id := installed(t)
	mustDescry(t, "model", "use", id, "--now")
	if err := os.RemoveAll(modelsOf(t)[id].Path); err != nil {
		t.Fatal(err)
	}
	found := parse[[]result](t, mustDescry(t, "search", scene.All[0].Description, "--json"))
	if len(found) == 0 || filepath.Base(found[0].Path) != scene.All[0].Name {
		t.Errorf("search finds %+v", found)
	}
	if out, _, code := descry(t, "doctor"); code != 1 || !strings.Contains(out, id) {
		t.Errorf("doctor: exit %d\n%s", code, out)
	}
}

func TestImportRefuses(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	tower, encoder := filepath.Join(fixtures, "vision-openai-fp16"), filepath.Join(fixtures, "text-llama3-8b-like")
	other := filepath.Join(fixtures, "text-llama32-1b-like")
	bare := t.TempDir() // weights without a tokenizer
	for _, name := range []string{"config.json", "model.safetensors"} {
		data, err := os.ReadFile(filepath.Join(other, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(bare, name), data)
	}
	for _, c := range []struct {
		vision, text, quantize string
		code                   int
		want                   []string
	}{
		{tower, other, "int8", 1, []string{"96", "64"}},
		{encoder, encoder, "int8", 1, []string{"no image tower"}},
		{tower, tower, "int8", 1, []string{"text encoder"}},
		{tower, encoder, "int2", 2, []string{"int2", "int8, int4 or none"}},
		{filepath.Join(fixtures, "absent"), encoder, "int8", 2, []string{"absent"}},
		{t.TempDir(), encoder, "int8", 1, []string{"no weights"}},
		{filepath.Join(fixtures, "vision-eva02-l224"), bare, "int8", 1, []string{"tokenizer.json is missing"}},
		{"", encoder, "int8", 2, []string{"both needed"}},
	} {
		_, errs, code := descry(t, "model", "import", "--vision", c.vision, "--text", c.text, "--quantize", c.quantize)
		for _, want := range c.want {
			if code != c.code || !strings.Contains(errs, want) {
				t.Errorf("%+v: exit %d, %s", c, code, errs)
			}
		}
	}
	if left, err := os.ReadDir(filepath.Join(os.Getenv(config.HomeVariable), "models")); err != nil && !os.IsNotExist(err) || len(left) > 1 {
		t.Errorf("left in the model store: %v, %v", left, err)
	}
}
