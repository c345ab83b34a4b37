//go:build unix

package index_test

import (
	"os"
	"path/filepath"
	"testing"

	"descry/library"
)

// TestNamesInAnyBytes are indexed as they are.
func TestNamesInAnyBytes(t *testing.T) {
	f := newFixture(t)
	names := []string{"comma, and.jpg", "photo.jpg.", "photo.", "not \xff utf-8.jpg", "new\nline.jpg", "%41?#.jpg"}
	for i, name := range names {
		f.photo(name, uint64(i+1))
	}
	must(t, os.WriteFile(filepath.Join(f.photos, "notes."), []byte("no photo and no problem"), 0o644))
	f.once()
	f.expect(library.Counts{Photos: len(names), Files: len(names), Indexed: len(names)})
	for _, name := range names {
		f.id(name)
	}
}
