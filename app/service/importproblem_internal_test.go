package service

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/app/service/models"
)

// TestImportProblemsNameTheField chooses wrong things in the window's form.
func TestImportProblemsNameTheField(t *testing.T) {
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	b := NewSession(e)
	fixtures := filepath.Join("..", "..", "ml", "llm2clip", "testdata")
	vision, text := filepath.Join(fixtures, "vision-openai-fp16"), filepath.Join(fixtures, "text-llama3-8b-like")
	empty, page := t.TempDir(), filepath.Join(t.TempDir(), "model.safetensors")
	apptest.MustWrite(t, page, "<!DOCTYPE html><title>Sign in</title>")
	alone := t.TempDir() // weights without their config.json
	weights, err := filepath.Glob(filepath.Join(text, "*.safetensors"))
	if err != nil || len(weights) == 0 {
		t.Fatalf("%v, %v", weights, err)
	}
	data, err := os.ReadFile(weights[0])
	if err != nil {
		t.Fatal(err)
	}
	apptest.MustWrite(t, filepath.Join(alone, "model.safetensors"), string(data))
	for name, c := range map[string]struct {
		vision, text string
		field        models.ImportField
		want         string
	}{
		"no weights":     {empty, text, models.ImportVision, "This folder has no weights: choose the folder that holds *.safetensors or *.pt."},
		"no text":        {vision, empty, models.ImportText, "This folder has no weights: choose the folder that holds *.safetensors or *.pt."},
		"does not exist": {vision, "/no/such/folder", models.ImportText, "This does not exist: choose the folder as it was downloaded."},
		"the wrong way":  {text, vision, models.ImportVision, "These weights are no image model of LLM2CLIP: choose the folder of the image model."},
		"a web page":     {page, text, models.ImportVision, "It is a web page, not weights: the download was answered with an error page."},
		"no config":      {vision, alone, models.ImportText, "Config.json is missing: the number of attention heads stands only there."},
	} {
		_, err := b.ImportModel(t.Context(), models.ImportRequest{Vision: c.vision, Text: c.text}, func(int64, int64) {})
		var at *models.FieldError
		if !errors.As(err, &at) {
			t.Errorf("%s: %v is of no field", name, err)
			continue
		}
		if got := message.OfError(at); at.Field != c.field || got != c.want {
			t.Errorf("%s: field %d: %q, want %q", name, at.Field, got, c.want)
		}
	}
}
