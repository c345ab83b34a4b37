package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestArchitectureNamesWhatIsThere looks for each file and package that
// docs/architecture.md names by its path.
func TestArchitectureNamesWhatIsThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:app|ui|library|ml|finetune)/[a-z/_]+(?:\\.go)?)`").FindAllSubmatch(text, -1)
	if len(named) < 40 {
		t.Errorf("only %d paths are named", len(named))
	}
	for _, n := range named {
		if _, err := os.Stat(filepath.Join("..", string(n[1]))); err != nil {
			t.Error(err)
		}
	}
}
