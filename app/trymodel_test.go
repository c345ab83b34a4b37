package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/scene"
)

// TestABrokenModelIsNeverSwitchedTo cuts the weights of either tower of a model: it is
// not taken, which says the tower and who goes on, and nothing else changes.
func TestABrokenModelIsNeverSwitchedTo(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	id := installed(t)
	before := mustDescry(t, "search", scene.All[0].Description, "--json")
	for tower, file := range map[string]string{"image": "vision.onnx.data", "text": "text.onnx.data"} {
		path := filepath.Join(modelsOf(t)[id].Path, file)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, whole[:1000])
		for _, call := range [][]string{{"model", "use", id}, {"model", "use", id, "--now"}} {
			_, errs, code := descry(t, call...)
			if code != 1 || !strings.Contains(errs, "the "+tower+" encoder") || !strings.Contains(errs, "goes on searching") || strings.Contains(errs, "Go back") {
				t.Errorf("%v without its %s encoder: exit %d: %s", call, tower, code, errs)
			}
		}
		if m := modelsOf(t); !m[starter].Active || m[id].Active || m[id].Next {
			t.Errorf("without its %s encoder: %+v", tower, m)
		}
		write(t, path, whole)
	}
	if after := mustDescry(t, "search", scene.All[0].Description, "--json"); after != before {
		t.Errorf("the search finds %s, before %s", after, before)
	}
	mustDescry(t, "model", "use", id)
}

// TestASearchThatCantRunSaysHowToGoBack breaks the text tower of the model that searches.
func TestASearchThatCantRunSaysHowToGoBack(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	id := installed(t)
	mustDescry(t, "model", "use", id, "--now")
	mustDescry(t, "index")
	if err := os.Truncate(filepath.Join(modelsOf(t)[id].Path, "text.onnx.data"), 1000); err != nil {
		t.Fatal(err)
	}
	_, errs, code := descry(t, "search", scene.All[0].Description)
	if code != 1 || !strings.Contains(errs, "the text encoder of") || !strings.Contains(errs, "Go back with: descry model use "+starter) {
		t.Errorf("exit %d: %s", code, errs)
	}
	mustDescry(t, "model", "use", starter)
	mustDescry(t, "search", scene.All[0].Description)
}
