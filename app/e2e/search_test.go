package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/scene"
)

// TestEndToEndSearch lets filters become chips, looks why a photo was found, and
// saves the search.
func TestEndToEndSearch(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	photos := t.TempDir()
	must(t, scene.Paint(photos))
	d := newDesktop(t)
	d.command("index", photos)
	d.start()
	d.click(600, 26)
	stars := filepath.Join(photos, "stars.jpg")
	d.typeText("a night sky full of stars without people name:star ")
	d.key("Return")
	const asked = "name:star a night sky full of stars without people"
	d.wait("an answer under the filter", func() bool { return d.answered(asked) == stars })
	d.click(330, 200) // the photo, for its details
	d.screenshot("why.png")

	d.key("ctrl+s")
	d.wait("the sheet that asks for a name", func() bool { d.screenshot("save-search.png"); return true })
	d.key("ctrl+a")
	d.typeText("Clear nights")
	d.key("Return")
	d.wait("the saved search", func() bool {
		return strings.Contains(d.command("saved", "list", "--json"), `"Clear nights"`)
	})
	list := d.command("saved", "list", "--json")
	if !strings.Contains(list, "name:star") || !strings.Contains(list, "without people") {
		t.Errorf("saved as %s", list)
	}

	d.click(600, 26)
	d.key("ctrl+a")
	d.key("BackSpace") // the words
	d.key("BackSpace") // and the chip
	d.typeText(scene.All[0].Description)
	d.wait("an answer without the filter", func() bool {
		return d.answered(scene.All[0].Description) == filepath.Join(photos, scene.All[0].Name)
	})
	d.screenshot("no-filter.png")
	d.quit()
}
