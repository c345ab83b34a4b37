package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"descry/app/internal/scene"
)

// useButton is where the Models page has the button "Use" of the second model, with a line
// of why the CPU computes above it or without.
var useButton = [2]int{1100, 235}

// TestEndToEndModels imports a model, chooses it on the Models page, and sees it take
// over when it has looked at the photos; then the built-in one is chosen again.
func TestEndToEndModels(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	photos := t.TempDir()
	must(t, scene.Paint(photos))
	d := newDesktop(t)
	d.command("index", photos)
	fixtures := filepath.Join("..", "..", "ml", "llm2clip", "testdata")
	d.command("model", "import", "--name", "Small pair", "--vision", filepath.Join(fixtures, "vision-openai-fp16"),
		"--text", filepath.Join(fixtures, "text-llama3-8b-like"))
	d.start()
	d.key("F6")
	d.screenshot("models.png")
	d.click(useButton[0], useButton[1])
	d.wait("the imported model to take over", func() bool { return d.searching() == "Small pair" })
	d.screenshot("models-switched.png")
	d.key("Escape")
	d.click(600, 26)
	d.typeText("anything at all")
	d.wait("an answer of the imported model", func() bool { return d.answered("anything at all") != "" })
	d.command("model", "use", "descry-starter-2")
	d.search(photos, scene.All[0])
	d.quit()
}

// searching is the name of the model that searches.
func (d *desktop) searching() string {
	d.t.Helper()
	var models []struct {
		Name   string
		Active bool
	}
	must(d.t, json.Unmarshal([]byte(d.command("model", "list", "--json")), &models))
	for _, m := range models {
		if m.Active {
			return m.Name
		}
	}
	return ""
}
