package kit

import (
	"path/filepath"
	"testing"
)

// TestTheChooserBeginsAtTheNearestFolder is about a path that is only partly there.
func TestTheChooserBeginsAtTheNearestFolder(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir: dir, filepath.Join(dir, "not", "there"): dir, string(filepath.Separator) + "nowhere-at-all": string(filepath.Separator),
	} {
		if at := nearestFolder(path); at == nil || at.Path() != want {
			t.Errorf("from %s it begins at %v", path, at)
		}
	}
	for _, path := range []string{"", "Pictures"} {
		if at := nearestFolder(path); at != nil {
			t.Errorf("from %q it begins at %v", path, at)
		}
	}
}
